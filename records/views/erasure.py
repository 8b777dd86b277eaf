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
from records.actions import erase
from records.editing import Editing, Section
from records.forms import EraseForm
from records.permissions import why_not_erased
from records.record_types import eraser_of, history_named


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS, fresh=True)
def record_erase(request: CityRequest, city: str, kind: str, pk: int) -> HttpResponse:
    """Asks why, and says what goes; there is no way back."""
    found = history_named(kind)
    record: Model | None = found.visible(request.user).filter(pk=pk).first() if found else None
    eraser = eraser_of(found.model._meta.label_lower) if found else None
    if found is None or record is None or why_not_erased(eraser, request.membership):
        raise Http404
    writing = Editing(request, record, lambda data: _section(request, data), "erase")
    if there := writing.sent_before():
        return there
    if writing.is_ready() and _erased(request, writing):
        messages.success(request, _("The record is erased, with its history and every copy of it."))
        return redirect("histories", city)
    facts: dict[str, Any] = {"kind": found, "record": record, "writing": writing}
    return render(request, "records/record_erase.html", facts)


def _section(request: CityRequest, data: Any) -> Section:
    form = EraseForm(data)
    form.set_city(request.city)
    return Section(form)


def _erased(request: CityRequest, writing: "Editing[Model]") -> bool:
    try:
        erase(record=writing.record, reason=writing.form.cleaned_data["reason"], by=request.user)
    except Refused as refused:
        writing.refuse(refused)
        return False
    return True
