"""Erasing a record on request."""

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import role_required
from accounts.models import ADMINS
from accounts.requests import CityRequest
from core.errors import Refused
from records.actions import erase_or_ask
from records.actions.erasure import MOST_ALONE, erased_of_late
from records.editing import Editing, Section
from records.forms import EraseForm
from records.models import PendingChange, Tombstone
from records.models.review import cleared
from records.permissions import why_not_erased
from records.registries.record_types import eraser_of, history_named


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS, fresh=True)
def record_erase(request: CityRequest, city: str, kind: str, pk: int) -> HttpResponse:
    """Asks why, and says what goes; there is no way back."""
    found = history_named(kind)
    record: Model | None = found.visible(request.user).filter(pk=pk).first() if found else None
    eraser = eraser_of(found.model._meta.label_lower) if found else None
    if found is None or why_not_erased(eraser, request.membership):
        raise Http404
    if record is None:
        _require_erased(request, found.model, pk)
        messages.info(request, _("It was erased already, with its history and every copy of it."))
        return redirect("histories", city)
    writing = Editing(request, record, lambda data: _section(request, data), "erase")
    if there := writing.sent_before():
        return there
    if writing.is_ready() and (made := _erased(request, writing)):
        if isinstance(made, PendingChange):
            writing.done()
            messages.warning(request, _("It waits for a second admin, or for seven days in which nobody refuses."))
            return redirect("pending_change", city, made.pk)
        messages.success(request, _("The record is erased, with its history and every copy of it."))
        return redirect("histories", city)
    are_many = erased_of_late(request.city.pk) >= MOST_ALONE
    facts: dict[str, Any] = {"kind": found, "record": record, "writing": writing, "are_many": are_many}
    return render(request, "records/record_erase.html", facts)


def _require_erased(request: CityRequest, model: type[Model], pk: int) -> None:
    """That this was there, and was erased by now: said to whoever erases it once more. Raises Http404."""
    stones = Tombstone.objects.filter(cleared(request.user), city=request.city)
    if request.method != "POST" or not stones.filter(model=model._meta.label_lower, record_id=pk).exists():
        raise Http404


def _section(request: CityRequest, data: Any) -> Section:
    form = EraseForm(data)
    form.set_city(request.city)
    return Section(form)


def _erased(request: CityRequest, writing: "Editing[Model]") -> "Tombstone | PendingChange | None":
    try:
        return erase_or_ask(record=writing.record, reason=writing.form.cleaned_data["reason"], by=request.user)
    except Refused as refused:
        writing.refuse(refused)
        return None
