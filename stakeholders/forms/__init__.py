from stakeholders.forms.conversations import ConversationForm, conversation_section
from stakeholders.forms.memorandum import (
    AnswerRevisionForm,
    DissentForm,
    OnPaperForm,
    ReviseForm,
    WithdrawForm,
    memorandum_section,
    version_step_form,
)
from stakeholders.forms.organisations import OrganisationForm, PopulationGroupForm
from stakeholders.forms.sections import FORMS, ROWS, section_of, told_in
from stakeholders.forms.services import ServiceForm
from stakeholders.forms.sessions import ConsentForm, ConsultationForm, HeardForm, SessionForm

__all__ = [
    "FORMS",
    "ROWS",
    "AnswerRevisionForm",
    "ConsentForm",
    "ConsultationForm",
    "ConversationForm",
    "DissentForm",
    "HeardForm",
    "OnPaperForm",
    "OrganisationForm",
    "PopulationGroupForm",
    "ReviseForm",
    "ServiceForm",
    "SessionForm",
    "WithdrawForm",
    "conversation_section",
    "memorandum_section",
    "section_of",
    "told_in",
    "version_step_form",
]
