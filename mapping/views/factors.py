"""Drivers and protective factors: the list, and one of them."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import role_required
from accounts.exports import list_file
from accounts.models import STAFF
from accounts.requests import CityRequest
from mapping.actions.factors import change_factor, record_factor
from mapping.forms import FactorForm
from mapping.lists.factors import rows_of_factors, with_evidence
from mapping.models import Factor, named_today
from records.actions import record_access
from records.editing import Editing, Section
from records.evidence import cited
from records.models import Verb
from records.narrowed import narrowed
from records.permissions import may
from records.registries.record_types import history_by_model
from records.views.record_form import changed_record, new_record
from records.views.review import approval, offers


@require_safe
@role_required(*STAFF)
def factors(request: CityRequest, city: str) -> HttpResponse:
    return render(request, "mapping/factor_list.html", {"rows": rows_of_factors(request)})


@require_safe
@role_required(*STAFF)
def factors_export(request: CityRequest, city: str) -> HttpResponseBase:
    title = _("Drivers and protective factors")
    return list_file(
        request, "factors", title, rows_of_factors(request), page="factors", filled=with_evidence(request.user)
    )


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def factor_new(request: CityRequest, city: str) -> HttpResponse:
    row = Factor(city=request.city)
    writing = Editing(request, row, lambda data: _section(request, data, row))
    title = _("Record a driver or protective factor")
    return new_record(
        request, writing, lambda hand_in: record_factor(factor=row, by=request.user, hand_in=hand_in),
        title=title, **_form_page(request),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def factor_change(request: CityRequest, city: str, pk: int) -> HttpResponse:
    found = get_object_or_404(Factor.objects.visible_to(request.user).select_related("city"), pk=pk)
    return changed_record(
        request, found, lambda data: _section(request, data, found),
        lambda: change_factor(factor=found, by=request.user), **_form_page(request),
    )  # fmt: skip


def _section(request: CityRequest, data: Any, row: Factor) -> Section:
    return Section(FactorForm(data, instance=row, by=request.user))


def _form_page(request: CityRequest) -> dict[str, Any]:
    above = _("Drivers and protective factors"), reverse("factors", args=[request.city.slug])
    return {"page": "factor", "above": above, "form_class": "factor-form"}


@require_safe
@role_required(*STAFF)
def factor(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """One of them, what it rests on as far as this person may read it, and what may be done with it now."""
    seen = Factor.objects.visible_to(request.user).select_related("city", "created_by", "approved_by")
    found = get_object_or_404(seen, pk=pk)
    record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    names = dict(named_today(request.city.pk))
    places = ", ".join(names.get(code, code) for code in found.districts) or _("The whole city")
    facts = [(label, value) for label, value in [*found.facts(), (_("Districts"), places)] if value]
    rests_on = cited(found.rests_on, request.user)
    return render(
        request,
        "mapping/factor_detail.html",
        {
            "factor": found,
            "facts": facts,
            "rests_on": rests_on,
            "closed": len(rests_on) < len(found.rests_on),
            "may_change": may("change", found, request.membership),
            "offers": offers(found, history_by_model(Factor), request.membership, narrowed(request)),
            "approval": approval(found, request.membership),
        },
    )
