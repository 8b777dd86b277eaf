from records.forms.erasure import EraseForm
from records.forms.processing import ProcessingRecordForm
from records.forms.screened import Screened

__all__ = ["EraseForm", "ProcessingRecordForm", "Screened"]
