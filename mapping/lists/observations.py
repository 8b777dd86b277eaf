"""The list of observations."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, IntegerField, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import override

from accounts.list_rows import rows_of
from accounts.markings import up_to
from accounts.models import Marking, User
from accounts.requests import CityRequest
from core.lists import Among, Choice, Column, Columns, Listing, Rows, Words, cells, coded, fact, of_files
from core.sort_keys import Alphabetical
from mapping.found import searched_observations
from mapping.lists import offered
from mapping.lists.of_figure import of_figure
from mapping.lists.on_map import on_map
from mapping.models import District, Observation, Series
from mapping.vocabulary import (
    SEVERITY,
    Basis,
    Credibility,
    Current,
    HowKnown,
    Manifestation,
    Place,
    Precision,
    Reliability,
    Scope,
    Setting,
    SourceType,
    Space,
    Target,
)
from records.columns import absolute, at_address, marking, of_review, review_by, state
from records.filters import days, recorded_by, stale
from records.models import ReviewState
from records.narrowed import from_list
from records.registries.queues import Queue


def observations(request: CityRequest) -> Listing:
    return Listing(
        columns=_columns(request, request.membership.reads_up_to, _Names(request.user)),
        search=("searched",),
        filters=_filters(request),
        sort="-when",
    )


def rows_of_observations(request: CityRequest, *, in_full: bool = False, among: Q | None = None) -> "Rows[Observation]":
    """`in_full` with all that a file says of them; `among` those of a condition alone."""
    seen = (
        Observation.objects.visible_to(request.user)
        .filter(among or Q())
        .select_related("district", "source")
        .defer("district__geometry")
    )
    if in_full:
        seen = seen.select_related("batch", "created_by", "approved_by").defer("batch__not_counted", "batch__mapping")
    return rows_of(observations(request), request, seen, searched_observations)


QUEUE = Queue("observation", "observations", lambda request: rows_of_observations(request, in_full=True))


def _filters(request: CityRequest) -> tuple[Choice, ...]:
    districts = offered.districts(request.city.pk, request.GET.get("district", ""))
    return (
        *on_map(request),
        *of_figure(request),
        Choice("state", _("Review"), ReviewState.choices),
        *days("first_day", "last_day"),
        Choice("district", _("District"), districts),
        Among("manifestations", _("What kind"), Manifestation.choices),
        stale(),
        CountsOnce("counts", _("Counting"), _COUNTS, clearance=request.membership.reads_up_to),
        Choice("series", _("Series"), offered.series(request.user, MOST_SERIES)),
        Choice("place", _("Where"), Place.choices),
        Among("currents", _("Current"), Current.choices),
        Choice("space", _("Space"), Space.choices),
        Choice("source", _("Source"), offered.sources(request.user)),
        recorded_by(request.city),
        Choice("marking", _("Marking"), Marking.choices),
    )


def heads_of_files() -> dict[str, str]:
    """Of each head that stands in our own files, in any of our languages, the column that it is of."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {str(each.label): each.name for each in of_files(_columns(None, "", _Names(None)))}
    return found


def _columns(request: CityRequest | None, clearance: str, names: "_Names") -> Columns:
    """Without a request they say what files hold, and of no row."""

    def url(row: Observation) -> str:
        return reverse("observation", args=[request.city.slug if request else "", row.pk])

    def there(row: Observation) -> str:
        return from_list(request, "observations", url(row)) if request else url(row)

    def whole(row: Observation) -> str:
        return absolute(request, url(row)) if request else ""

    kinds = Words(Manifestation)
    return (
        Column("title", _("Title"), lambda row: cells.link(there(row), row.title), (Alphabetical("title"),)),
        Column("when", _("When"), _days_and_hour, sort=("first_day",), files=_when()),
        fact("what_happened", _("What happened")),
        Column("where", _("Where"), sort=(_district_in_order(), "place"), files=_where()),
        Column(
            "kinds",
            _("What kind"),
            lambda row: kinds.several(row.manifestations),
            files=coded("manifestations", _("What kind"), kinds),
        ),
        *_told(),
        _state(clearance),
        review_by(),
        marking(),
        fact("series", _("Series"), lambda row: names.get(row.series_id)),
        *of_review(),
        *at_address(whole),
    )


# To choose from in the filter.
MOST_SERIES = 500
_COUNTS = (("yes", __("Counts")), ("elsewhere", __("Counted under a better record of the same event")))


@dataclass(frozen=True, slots=True)
class CountsOnce(Choice):
    """Whether a record counts for somebody cleared so far, or a better one of the same event does."""

    clearance: str = ""

    def query(self, value: str) -> Q:
        better = Q(counts_below__in=up_to(self.clearance))
        return Q(state=ReviewState.APPROVED) & (better if value == "elsewhere" else ~better)


def counts_elsewhere(record: Observation, clearance: str) -> bool:
    """Whether a better record of the same event counts for somebody cleared so far."""
    return record.state == ReviewState.APPROVED and record.counts_below in up_to(clearance)


def _state(clearance: str) -> "Column[Any]":
    """The review, and whether it counts."""
    usual, chip = state(), cells.chip(_("Counted elsewhere"), "neutral")

    def shown(row: Observation) -> object:
        said = usual.shown(row) if usual.shown else ""
        return cells.together(said, chip) if counts_elsewhere(row, clearance) else said

    def counts(row: Observation) -> bool:
        return row.state == ReviewState.APPROVED and not counts_elsewhere(row, clearance)

    return replace(usual, shown=shown, files=(*usual.in_files, fact("counts", _("Counts"), counts)))


class _Names:
    """What series are called whose name this person may read, asked for when a file needs them."""

    def __init__(self, user: User | None) -> None:
        self._user = user

    @cached_property
    def _known(self) -> dict[int, str]:
        return dict(Series.objects.visible_to(self._user or AnonymousUser()).values_list("pk", "name"))

    def get(self, number: int | None) -> str | None:
        return self._known.get(number) if number else None


def _days_and_hour(row: Observation) -> object:
    days = cells.days(row.first_day, row.last_day)
    return days if row.hour is None else cells.in_one(cells.together(days, row.get_hour_display()))


def _when() -> "tuple[Any, ...]":
    return (
        fact("first_day", _("When")),
        fact("last_day", _("Until")),
        *coded("precision", _("How exactly"), Precision),
        fact("hour", _("Hour")),
        fact("reported_on", _("Reported on")),
    )


def _district_in_order() -> Func:
    """Which of the city's districts it is by name: they are put in order once, not by the name beside each record."""
    in_order = ArraySubquery(District.objects.order_by(Alphabetical("name"), "pk").values("pk"))
    return Func(in_order, F("district"), function="array_position", output_field=IntegerField())


def _where() -> "tuple[Any, ...]":
    return (
        *coded("place", _("Where"), Place),
        fact("district_label", _("District"), lambda row: row.district and row.district.name),
        fact("district", _("District (code)"), lambda row: row.district and row.district.code),
        fact("cell_longitude", _("Longitude of the grid cell")),
        fact("cell_latitude", _("Latitude of the grid cell")),
        *coded("space", _("Space"), Space),
        fact("platform", _("Platform")),
    )


def _told() -> Columns:
    """What no page of fifty rows has room for."""
    return (
        *coded("scope", _("In scope because"), Scope),
        *coded("targets", _("Who was targeted or harmed"), Target),
        *coded("currents", _("Current"), Current),
        *coded("setting", _("Setting"), Setting),
        *coded("severity", _("Severity"), SEVERITY),
        *coded("basis", _("Basis"), Basis),
        *coded("how_known", _("How do we know?"), HowKnown),
        *coded("reliability", _("Reliability of the source"), Reliability),
        *coded("credibility", _("Credibility of the information"), Credibility),
        fact("source_label", _("Source"), lambda row: row.source.name),
        fact("source", _("Source (code)"), lambda row: row.source.key),
        *coded("source_type", _("Type of source"), SourceType, lambda row: row.source.source_type),
        fact("source_link", _("Link to the source")),
        fact("external_key", _("Key in the source")),
        fact("trigger_event", _("Trigger event")),
        fact("batch", _("Taken in from the file"), lambda row: row.batch and row.batch.file_name),
    )
