from reports.forms.asking import DiagnosisForm
from reports.forms.checking import CheckForm, Checks, NothingForm, ReleaseForm
from reports.forms.judging import JudgementForm
from reports.forms.weighing import PriorityForm, recommendations_section, written_in
from reports.forms.writing import WrittenForm, turned

__all__ = [
    "CheckForm",
    "Checks",
    "DiagnosisForm",
    "JudgementForm",
    "NothingForm",
    "PriorityForm",
    "ReleaseForm",
    "WrittenForm",
    "recommendations_section",
    "turned",
    "written_in",
]
