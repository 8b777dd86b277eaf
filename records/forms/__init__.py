from records.forms.erasure import EraseForm
from records.forms.needed import needed_if
from records.forms.processing import ProcessingRecordForm
from records.forms.review import DayForm, MarkingForm, ReturnForm, WithdrawForm
from records.forms.rows import RowForm, RowSet
from records.forms.screened import Screened

__all__ = [
    "DayForm",
    "EraseForm",
    "MarkingForm",
    "ProcessingRecordForm",
    "ReturnForm",
    "RowForm",
    "RowSet",
    "Screened",
    "WithdrawForm",
    "needed_if",
]
