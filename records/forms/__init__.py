from records.forms.alone import AloneForm
from records.forms.cities import CityForm
from records.forms.erasure import EraseForm
from records.forms.evidence import EvidenceField
from records.forms.needed import needed_if
from records.forms.no_groups import NoGroups
from records.forms.processing import ProcessingRecordForm
from records.forms.review import ApprovalForm, DayForm, MarkingForm, ReturnForm, WithdrawForm
from records.forms.rows import RowForm, RowSet
from records.forms.screened import Screened

__all__ = [
    "AloneForm",
    "ApprovalForm",
    "CityForm",
    "DayForm",
    "EraseForm",
    "EvidenceField",
    "MarkingForm",
    "NoGroups",
    "ProcessingRecordForm",
    "ReturnForm",
    "RowForm",
    "RowSet",
    "Screened",
    "WithdrawForm",
    "needed_if",
]
