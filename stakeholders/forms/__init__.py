from stakeholders.forms.conversations import ConversationForm
from stakeholders.forms.organisations import OrganisationForm, PopulationGroupForm
from stakeholders.forms.sections import FORMS, ROWS, section_of, told_in
from stakeholders.forms.services import ServiceForm
from stakeholders.forms.sessions import ConsentForm, ConsultationForm, HeardForm, SessionForm

__all__ = [
    "FORMS",
    "ROWS",
    "ConsentForm",
    "ConsultationForm",
    "ConversationForm",
    "HeardForm",
    "OrganisationForm",
    "PopulationGroupForm",
    "ServiceForm",
    "SessionForm",
    "section_of",
    "told_in",
]
