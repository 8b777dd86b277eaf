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
    form = EraseForm(request.POST or None)
    form.set_city(request.city)
    if request.method == "POST" and form.is_valid() and _erased(request, record, form):
        messages.success(request, _("The record is erased, with its history and every copy of it."))
        return redirect("histories", city)
    facts: dict[str, Any] = {"kind": found, "record": record, "form": form}
    return render(request, "records/record_erase.html", facts)


def _erased(request: CityRequest, record: Model, form: EraseForm) -> bool:
    try:
        erase(record=record, reason=form.cleaned_data["reason"], by=request.user)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True
