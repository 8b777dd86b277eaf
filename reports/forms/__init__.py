from reports.forms.asking import DiagnosisForm
from reports.forms.checking import CheckForm, Checks, NothingForm, ReleaseForm
from reports.forms.judging import JudgementForm

__all__ = ["CheckForm", "Checks", "DiagnosisForm", "JudgementForm", "NothingForm", "ReleaseForm"]
