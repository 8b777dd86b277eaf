"""The processing record, without which a city keeps nothing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import role_required
from accounts.models import STAFF, ProcessingRecord
from accounts.models.processing import TOTALS_REMAIN
from accounts.requests import CityRequest
from core.errors import Refused
from records.actions import keep_processing_record
from records.editing import Editing, Section
from records.forms import ProcessingRecordForm
from records.models import PendingChange


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def processing_record(request: CityRequest, city: str) -> HttpResponse:
    """Officers read it; admins fill and change it."""
    record = ProcessingRecord.objects.of_city(request.city.pk)
    if not request.membership.is_admin:
        return _read(request, record)
    row = record or ProcessingRecord(city=request.city)
    writing = Editing(request, row, lambda data: Section(ProcessingRecordForm(data, instance=row)), only=True)
    if there := writing.sent_before():
        return there
    if writing.is_ready():
        try:
            waits = keep_processing_record(city=request.city, record=writing.form.instance, by=request.user)
        except Refused as refused:
            writing.refuse(refused)
        else:
            messages.success(
                request, _("The processing record is kept. It is printed in the annex of every diagnosis.")
            )
            writing.done()
            if waits is None:
                return redirect("processing_record", city)
            messages.warning(
                request,
                _("The shorter retention waits for a second admin, or for seven days in which nobody refuses."),
            )
            return redirect("pending_change", city, waits.pk)
    waiting = PendingChange.objects.waiting_about(request.city, "retention").first()
    facts = {
        "record": record,
        "writing": writing,
        "form": writing.form,
        "waiting": waiting,
        "totals_remain": TOTALS_REMAIN,
    }
    return render(request, "records/processing_record_form.html", facts)


def _read(request: CityRequest, record: ProcessingRecord | None) -> HttpResponse:
    if request.method == "POST":
        raise PermissionDenied
    facts = record.facts() if record else []
    return render(request, "records/processing_record_detail.html", {"record": record, "facts": facts})
