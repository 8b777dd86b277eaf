"""The list of series: what belongs together, and how much of it counts."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.list_rows import rows_of
from accounts.markings import up_to
from accounts.models import Marking
from accounts.requests import CityRequest
from core.lists import Choice, Column, Columns, Listing, Rows, cells, fact
from core.sort_keys import Alphabetical
from mapping.models import Series
from records.columns import address, marking


def series(request: CityRequest) -> Listing:
    return Listing(
        columns=_columns(request),
        search=("name",),
        filters=(Choice("marking", _("Marking"), Marking.choices),),
        sort="name",
    )


def rows_of_series(request: CityRequest) -> "Rows[Series]":
    """Those one may read, each with how many of its records count."""
    readable = up_to(request.membership.reads_up_to)
    counts = Q(observations__state="approved", observations__marking__in=readable)
    counts &= ~Q(observations__counts_below__in=readable)
    seen = Series.objects.visible_to(request.user).annotate(count=Count("observations", filter=counts))
    return rows_of(series(request), request, seen)


def _columns(request: CityRequest) -> Columns:
    def url(row: Series) -> str:
        return reverse("series", args=[request.city.slug, row.pk])

    return (
        Column("name", _("Name"), lambda row: cells.link(url(row), row.name), (Alphabetical("name"),)),
        Column("count", _("Events that count"), lambda row: row.count, ("count", Alphabetical("name"))),
        marking(),
        fact("created_at", _("Recorded")),
        *address(request, url),
    )
