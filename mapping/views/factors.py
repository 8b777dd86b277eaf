"""Drivers and protective factors: the list, and one of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
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
from records.editing import Editing, Section, keep_refused
from records.evidence import cited
from records.models import Verb
from records.narrowed import narrowed, onward
from records.permissions import may, why_not
from records.record_types import history_by_model
from records.views.record_form import reviewed_form
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
    writing = Editing(request, row, lambda data: Section(FactorForm(data, instance=row, by=request.user)))
    if there := writing.sent_before():
        return there
    hand_in = request.method == "GET" or "hand_in" in request.POST
    if writing.is_ready() and (
        kept := writing.save(lambda: record_factor(factor=row, by=request.user, hand_in=hand_in))
    ):
        done = _("Handed in. An admin reviews it.") if hand_in else _("Kept. Hand it in when it is ready.")
        messages.success(request, done)
        return redirect("factor", city, kept.pk)
    return _form_page(request, writing, _("Record a driver or protective factor"), hand_in=hand_in)


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def factor_change(request: CityRequest, city: str, pk: int) -> HttpResponse:
    found = get_object_or_404(Factor.objects.visible_to(request.user).select_related("city"), pk=pk)
    if refused := why_not("change", found, request.membership):
        keep_refused(request, found)
        messages.info(request, refused)
        return redirect("factor", city, pk)
    if request.method == "GET":
        record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    writing = Editing(request, found, lambda data: Section(FactorForm(data, instance=found, by=request.user)))
    if there := writing.sent_before():
        return there
    if writing.is_ready() and writing.save(lambda: change_factor(factor=found, by=request.user)):
        messages.success(request, _("Kept."))
        return redirect(onward(reverse("factor", args=[city, pk]), narrowed(request)))
    return _form_page(
        request, writing, found.title, back_url=onward(reverse("factor", args=[city, pk]), narrowed(request))
    )


def _form_page(request: CityRequest, writing: "Editing[Factor]", title: str, **more: Any) -> HttpResponse:
    above = _("Drivers and protective factors"), reverse("factors", args=[request.city.slug])
    return reviewed_form(request, writing, title=title, above=above, form_class="factor-form", **more)


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
