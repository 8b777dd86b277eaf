"""The directory of organisations. Nobody's influence is rated; contacts are for those who work here."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import role_required
from accounts.exports import csv_response
from accounts.models import STAFF
from accounts.requests import CityRequest
from core.errors import Refused
from core.lists import Choice, Listing, Rows
from core.sort_keys import Alphabetical
from mapping.vocabulary import labels
from records.actions import record_access
from records.filters import Among, IsSo
from records.models import Verb
from records.sections import Section, SectionWriting
from stakeholders.actions import keep_organisation
from stakeholders.forms import OrganisationForm
from stakeholders.forms.fields import districts_of_today, groups_of
from stakeholders.models import Attendance, Consultation, Organisation
from stakeholders.vocabulary import BLOCKS, Bring, PreventionLevel, Sector, StakeholderBlock


class InBlock(Choice):
    def query(self, value: str) -> Any:
        return super().query([sector for sector, block in BLOCKS.items() if block == value])  # type: ignore[arg-type]


def _listing(request: CityRequest) -> Listing:
    return Listing(
        search=("name", "about"),
        filters=(
            Choice("sector", _("Type"), Sector.choices),
            Among("districts", _("District"), districts_of_today(request.city)),
            Among("groups", _("Reaches"), groups_of(request.city)),
            InBlock("block", _("Counts as"), StakeholderBlock.choices, "sector__in"),
            Among("levels", _("Prevention level"), PreventionLevel.choices),
            Among("brings", _("Can bring"), Bring.choices),
            IsSo("in_network", _("Network"), [("yes", _("Members")), ("no", _("Not members"))]),
            IsSo("is_current", _("Active"), [("yes", _("Still active")), ("no", _("No longer active"))]),
        ),
        sorts={"name": (Alphabetical("name"),), "sector": ("sector", Alphabetical("name"))},
        sort="name",
    )


def _rows(request: CityRequest) -> "Rows[Organisation]":
    return _listing(request).read(request.GET, Organisation.objects.visible_to(request.user))


@require_safe
@role_required(*STAFF)
def organisations(request: CityRequest, city: str) -> HttpResponse:
    """Who there is, and what they could do together."""
    return render(request, "stakeholders/organisation_list.html", {"rows": _rows(request)})


@require_safe
@role_required(*STAFF)
def organisations_export(request: CityRequest, city: str) -> HttpResponseBase:
    columns = (
        *(_("Name"), _("Type"), _("Counts as"), _("What it does"), _("Prevention level"), _("What it can bring")),
        *(_("Districts"), _("Population groups"), _("Contacts"), _("Network"), _("Active")),
    )
    return csv_response(request, f"{city}-organisations", columns, lambda: _lines(request))


def _lines(request: CityRequest) -> Iterator[tuple[object, ...]]:
    districts, groups = dict(districts_of_today(request.city)), dict(groups_of(request.city))
    for each in _rows(request).matching.iterator(chunk_size=500):
        yield (
            *(each.name, each.get_sector_display(), each.block.label, each.about),
            *("; ".join(labels(each.levels, PreventionLevel)), "; ".join(labels(each.brings, Bring))),
            *(_named(each.districts, districts, "; "), _named(each.groups, groups, "; "), each.contacts),
            *(_("yes") if each.in_network else _("no"), _("yes") if each.is_current else _("no")),
        )


def _named(codes: list[str], names: dict[str, str], between: str = ", ") -> str:
    return between.join(names.get(code, code) for code in codes)


@require_safe
@role_required(*STAFF)
def organisation(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """One of them, and the consultations in which it took part that this person may read."""
    found = get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)
    record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    districts, groups = dict(districts_of_today(request.city)), dict(groups_of(request.city, also=found.groups))
    heard = Consultation.objects.visible_to(request.user).filter(
        pk__in=Attendance.objects.filter(organisation=found).values("consultation")
    )
    facts = [
        *found.facts(),
        (_("Districts"), _named(found.districts, districts) or _("The whole city")),
        (_("Population groups"), _named(found.groups, groups)),
        (_("Contacts"), found.contacts),
    ]
    shown = [(label, value) for label, value in facts if value]
    return render(
        request,
        "stakeholders/organisation_detail.html",
        {"organisation": found, "facts": shown, "heard": heard.order_by("-first_day")[:20]},
    )


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def organisation_new(request: CityRequest, city: str) -> HttpResponse:
    return _edited(request, Organisation(city=request.city))


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def organisation_change(request: CityRequest, city: str, pk: int) -> HttpResponse:
    return _edited(request, get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk))


def _edited(request: CityRequest, row: Organisation) -> HttpResponse:
    writing = SectionWriting(request, row, "", lambda data: Section(OrganisationForm(data, instance=row)))
    if writing.is_ready():
        try:
            kept = keep_organisation(organisation=row, by=request.user)
        except (Refused, ValidationError) as problem:
            writing.refuse(problem)
        else:
            writing.done()
            messages.success(request, _("Kept."))
            return redirect("organisation", request.city.slug, kept.pk)
    return render(request, "stakeholders/organisation_form.html", {"writing": writing, "organisation": row})
