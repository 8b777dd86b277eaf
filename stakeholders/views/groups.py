"""Whom the city sets out to hear."""

from collections.abc import Iterator

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import role_required
from accounts.exports import csv_response
from accounts.models import ADMINS, STAFF
from accounts.requests import CityRequest
from core.errors import Refused
from core.lists import Listing, Rows
from core.sort_keys import Alphabetical
from records.filters import IsSo
from records.sections import Section, SectionWriting
from stakeholders.actions import keep_group
from stakeholders.forms import PopulationGroupForm
from stakeholders.models import PopulationGroup


def _rows(request: CityRequest) -> "Rows[PopulationGroup]":
    listing = Listing(
        search=("name",),
        filters=(
            IsSo("marginalised", _("Historically marginalised"), [("yes", _("Yes")), ("no", _("No"))]),
            IsSo("is_current", _("To be heard"), [("yes", _("Yes")), ("no", _("No longer"))]),
        ),
        sorts={"name": (Alphabetical("name"),), "size": ("size",)},
        sort="name",
    )
    return listing.read(request.GET, PopulationGroup.objects.visible_to(request.user))


@require_safe
@role_required(*STAFF)
def groups(request: CityRequest, city: str) -> HttpResponse:
    return render(request, "stakeholders/group_list.html", {"rows": _rows(request)})


@require_safe
@role_required(*STAFF)
def groups_export(request: CityRequest, city: str) -> HttpResponseBase:
    columns = (_("Code"), _("Name"), _("Historically marginalised"), _("Estimated size, people"), _("To be heard"))
    return csv_response(request, f"{city}-population-groups", columns, lambda: _lines(request))


def _lines(request: CityRequest) -> Iterator[tuple[object, ...]]:
    for each in _rows(request).matching:
        marginalised, current = (_("yes") if so else _("no") for so in (each.marginalised, each.is_current))
        yield each.code, each.name, marginalised, each.size, current


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def group_new(request: CityRequest, city: str) -> HttpResponse:
    return _edited(request, PopulationGroup(city=request.city))


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def group_change(request: CityRequest, city: str, pk: int) -> HttpResponse:
    return _edited(request, get_object_or_404(PopulationGroup.objects.visible_to(request.user), pk=pk))


def _edited(request: CityRequest, row: PopulationGroup) -> HttpResponse:
    writing = SectionWriting(request, row, "", lambda data: Section(PopulationGroupForm(data, instance=row)))
    if writing.is_ready():
        try:
            keep_group(group=row, by=request.user)
        except (Refused, ValidationError) as problem:
            writing.refuse(problem)
        else:
            writing.done()
            messages.success(request, _("Kept."))
            return redirect("groups", request.city.slug)
    return render(request, "stakeholders/group_form.html", {"writing": writing, "group": row})
