"""The list of population groups."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.list_rows import rows_of
from accounts.requests import CityRequest
from core.lists import Column, Columns, IsSo, Listing, Rows, cells, fact
from core.sort_keys import Alphabetical
from records.columns import address
from stakeholders.models import PopulationGroup


def groups(request: CityRequest) -> Listing:
    return Listing(
        columns=_columns(request),
        search=("name",),
        filters=(
            IsSo("marginalised", _("Historically marginalised"), [("yes", _("Yes")), ("no", _("No"))]),
            IsSo("is_current", _("To be heard"), [("yes", _("Yes")), ("no", _("No longer"))]),
        ),
        sort="name",
    )


def rows_of_groups(request: CityRequest) -> "Rows[PopulationGroup]":
    return rows_of(groups(request), request, PopulationGroup.objects.visible_to(request.user))


def _columns(request: CityRequest) -> Columns:
    def url(row: PopulationGroup) -> str:
        """Where an admin changes it; it has no other page."""
        return reverse("group_change", args=[request.city.slug, row.pk]) if request.membership.is_admin else ""

    def name(row: PopulationGroup) -> object:
        return cells.link(url(row), row.name) if request.membership.is_admin else row.name

    return (
        Column("name", _("Name"), name, (Alphabetical("name"),)),
        fact("code", _("Code")),
        Column("size", _("Estimated size, people"), lambda row: row.size or None, ("size",), is_number=True),
        Column("marginalised", _("Historically marginalised")),
        Column("is_current", _("To be heard")),
        fact("created_at", _("Recorded")),
        *address(request, url),
    )
