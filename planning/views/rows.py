"""What belongs to a project in rows: indicators, measured values, funders; each on a page of its own."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_http_methods

from accounts.access import role_required
from accounts.models import STAFF
from accounts.requests import CityRequest
from planning.actions import keep_rows
from planning.forms import funding_section, indicators_section, measured_section, written_in
from planning.models import Project
from planning.registered import FUNDING, INDICATORS, MEASURED
from planning.views.projects import one
from records.actions import record_access
from records.editing import Editing, Section
from records.models import Verb
from records.views.record_form import record_form

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def project_indicators(request: CityRequest, city: str, pk: int) -> HttpResponse:
    return _page(request, pk, INDICATORS, __("Say what is measured"), indicators_section)


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def project_measured(request: CityRequest, city: str, pk: int) -> HttpResponse:
    found = one(request, pk)
    if not found.indicators.exists():
        messages.info(request, _("Say first what is measured."))
        return redirect("project_indicators", city, pk)
    return _page(request, pk, MEASURED, __("Enter what was measured"), measured_section)


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def project_funding(request: CityRequest, city: str, pk: int) -> HttpResponse:
    return _page(request, pk, FUNDING, __("Say who pays"), funding_section)


def _page(
    request: CityRequest, pk: int, part: str, title: "StrOrPromise", section: Callable[[Project, Any], Section]
) -> HttpResponse:
    found = one(request, pk)
    if request.method == "GET":
        record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    writing = Editing(request, found, lambda data: section(found, data), part)
    if there := writing.sent_before():
        return there
    if writing.is_ready():
        written, removed = written_in(writing.section)
        if writing.save(lambda: keep_rows(project=found, written=written, removed=removed, by=request.user)):
            messages.success(request, _("Kept."))
            return redirect("project", request.city.slug, pk)
    above = found.title, reverse("project", args=[request.city.slug, pk])
    return record_form(request, writing, title=str(title), above=above)
