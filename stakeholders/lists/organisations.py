"""The list of organisations. Nobody's influence is rated."""

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.list_rows import rows_of
from accounts.requests import CityRequest
from core.lists import Among, Choice, Column, Columns, IsSo, Listing, Rows, Words, cells, coded, fact
from core.sort_keys import Alphabetical
from records.columns import address
from stakeholders.forms.fields import districts_of_today
from stakeholders.found import searched_organisations
from stakeholders.models import Organisation, PopulationGroup
from stakeholders.vocabulary import BLOCKS, Bring, PreventionLevel, Sector, StakeholderBlock


class InBlock(Choice):
    def query(self, value: str) -> Any:
        return super().query([sector for sector, block in BLOCKS.items() if block == value])  # type: ignore[arg-type]


def organisations(request: CityRequest) -> Listing:
    districts = districts_of_today(request.city)
    groups = list(PopulationGroup.objects.filter(city=request.city).order_by(Alphabetical("name")))
    return Listing(
        columns=_columns(request, districts, [(each.code, each.name) for each in groups]),
        search=("searched",),
        filters=(
            Choice("sector", _("Type"), Sector.choices),
            Among("districts", _("District"), districts),
            Among("groups", _("Reaches"), [(each.code, each.name) for each in groups if each.is_current]),
            InBlock("block", _("Counts as"), StakeholderBlock.choices, "sector__in"),
            Among("levels", _("Prevention level"), PreventionLevel.choices),
            Among("brings", _("Can bring"), Bring.choices),
            IsSo("in_network", _("Network"), [("yes", _("Members")), ("no", _("Not members"))]),
            IsSo("is_current", _("Active"), [("yes", _("Still active")), ("no", _("No longer active"))]),
        ),
        sort="name",
    )


def rows_of_organisations(request: CityRequest) -> "Rows[Organisation]":
    seen = Organisation.objects.visible_to(request.user)
    return rows_of(organisations(request), request, seen, partial(searched_organisations, member=request.membership))


def _columns(request: CityRequest, districts: "list[tuple[str, str]]", groups: "list[tuple[str, str]]") -> Columns:
    def url(row: Organisation) -> str:
        return reverse("organisation", args=[request.city.slug, row.pk])

    def name(row: Organisation) -> object:
        gone = "" if row.is_current else cells.chip(_("No longer active"))
        return cells.together(cells.link(url(row), row.name), gone)

    sectors, blocks = Words(Sector), Words(StakeholderBlock)
    return (
        Column("name", _("Name"), name, (Alphabetical("name"),)),
        Column(
            "sector",
            _("Type"),
            lambda row: sectors[row.sector],
            ("sector", Alphabetical("name")),
            files=coded("sector", _("Type"), sectors),
        ),
        Column(
            "block",
            _("Counts as"),
            lambda row: blocks[row.block],
            files=coded("block", _("Counts as"), blocks),
        ),
        Column(
            "network",
            _("Network"),
            lambda row: _("Member") if row.in_network else None,
            files=(fact("in_network", _("Network")), fact("may_share", _("Partner edition"))),
        ),
        fact("about", _("What it does")),
        *coded("levels", _("Prevention level"), PreventionLevel),
        *coded("brings", _("What it can bring"), Bring),
        *coded("districts", _("Districts"), districts),
        *coded("groups", _("Population groups"), groups),
        *_contacts(request),
        fact("is_current", _("Active")),
        fact("created_at", _("Recorded")),
        *address(request, url),
    )


def _contacts(request: CityRequest) -> Columns:
    """For those who are cleared for them, as on the organisation's page."""
    return (fact("contacts", _("Contacts")),) if request.membership.is_cleared_for(Organisation.CONTACTS) else ()
