"""What happened to records."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import role_required
from accounts.exports import TableFile, table_file, too_long_a_workbook
from accounts.models import ADMINS, STAFF
from accounts.requests import CityRequest
from records.actions import record_view
from records.history import by_record_and_day, history_of
from records.lists import columns_of_history, rows_of_history
from records.models.accesses import HISTORY
from records.permissions import may_read_of_deleted, why_not_erased
from records.registries.record_types import History, eraser_of, history_named


@require_safe
@role_required(*ADMINS)
def histories(request: CityRequest, city: str) -> HttpResponse:
    """What was done in the city, by kind, person and day."""
    _found, rows = rows_of_history(request)
    entries = list(by_record_and_day(rows))
    record_view(city=request.city, user=request.user, what=HISTORY)
    return render(request, "records/history_list.html", {"rows": rows, "entries": entries})


@require_safe
@role_required(*ADMINS, fresh_to_read=True)
def histories_export(request: CityRequest, city: str) -> HttpResponseBase:
    found, rows = rows_of_history(request)
    if back := too_long_a_workbook(request, lambda most: found.counted_to(most + 1) > most, page="histories"):
        return back
    table = TableFile(
        what=HISTORY,
        name="history",
        title=_("History"),
        columns=columns_of_history(request),
        rows=lambda: found,
        count=found.count,
        asked=rows.narrowed,
    )
    return table_file(request, table)


@require_safe
@role_required(*STAFF)
def history(request: CityRequest, city: str, kind: str, pk: int) -> HttpResponse:
    """Of one record this person may read; admins also read of what was deleted."""
    found = history_named(kind)
    if found is None:
        raise Http404
    record = found.visible(request.user).filter(pk=pk).first()
    is_open = record is not None or _is_open_though_gone(request, found, pk)
    entries = history_of(found, pk, clearance=request.membership.reads_up_to) if is_open else []
    if not entries:
        raise Http404
    record_view(city=request.city, user=request.user, what=HISTORY, number=f"{found.name} {pk}")
    url = found.url(record) if record is not None and found.url else ""
    may_erase = record is not None and not why_not_erased(eraser_of(found.model._meta.label_lower), request.membership)
    facts = {"kind": found, "record": record, "record_url": url, "entries": entries, "may_erase": may_erase}
    return render(request, "records/history_detail.html", facts)


def _is_open_though_gone(request: CityRequest, kind: History, pk: int) -> bool:
    if not may_read_of_deleted(request.membership) or kind.model._default_manager.filter(pk=pk).exists():
        return False
    return kind.events_of_gone(pk, request.membership).exists()
