"""The list of districts, and the same of the map as a table."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Count, DateField, F, Field, Func, IntegerField, Max, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from accounts.list_rows import rows_of
from accounts.models import Membership
from accounts.requests import CityRequest
from analysis.coverage import Looked
from core import formats
from core.lists import Column, Columns, FileColumn, Listing, Rows, cells, coded, fact, of_files
from core.lists.columns import rounded, share
from core.sort_keys import Alphabetical
from mapping.map.figures import DistrictFigure
from mapping.models import District, Observation
from records.columns import address

LOOKED = {
    Looked.FULLY: __("the whole period"),
    Looked.PARTLY: __("part of it"),
    Looked.NOT: __("not looked at"),
}


def districts(request: CityRequest) -> Listing:
    return Listing(columns=_columns(request), search=("name", "code"), sort="name", per_page=200)


def rows_of_districts(request: CityRequest) -> "Rows[District]":
    """Those of the boundaries now in force. Network members see no number of records: those are in the editions."""
    today = District.objects.of_today(city_id=request.city.pk).defer("geometry").select_related("boundary_set")
    found = _with_records(today, request.membership) if request.membership.works_here else today
    return rows_of(districts(request), request, found)


def _columns(request: CityRequest) -> Columns:
    def url(row: District) -> str:
        return reverse("district", args=[request.city.slug, row.pk])

    works_here = request.membership.works_here
    return (
        Column(
            "name",
            _("District"),
            lambda row: cells.link(url(row), row.name),
            (Alphabetical("name"),),
        ),
        Column("code", _("Code"), sort=("code",)),
        Column(
            "residents",
            _("Residents"),
            lambda row: _grouped(row.population),
            ("population",),
            files=(fact("population", _("Residents")),),
            is_number=True,
        ),
        Column(
            "area",
            _("Area, km²"),
            lambda row: formats.amount(row.area_km2),
            ("area_km2",),
            files=(fact("area_km2", _("Area, km²"), lambda row: rounded(row.area_km2)),),
            is_number=True,
        ),
        Column(
            "records",
            _("Records"),
            lambda row: _grouped(row.records),
            ("records", Alphabetical("name")),
            is_number=True,
            may_see=works_here,
        ),
        Column("latest", _("Latest"), sort=("latest", Alphabetical("name")), may_see=works_here),
        fact("population_source", _("Source of the number of residents")),
        fact("boundary_set", _("Boundaries"), lambda row: row.boundary_set.name),
        fact("valid_from", _("In force since"), lambda row: row.boundary_set.valid_from),
        *address(request, url),
    )


def _grouped(number: int | None) -> str:
    return cells.NOTHING if number is None else formats.number(number)


def _with_records(found: "QuerySet[District]", member: Membership) -> "QuerySet[District]":
    """How many records count for this person, and the day of the latest.

    Counted once for all districts and given to the list as three arrays: asked for district by district, PostgreSQL
    reads the records again for every one of them.
    """
    there = Observation.objects.visible_to(member.user).counted(member.reads_up_to)
    there = there.filter(district__isnull=False).order_by()
    counted = list(there.values_list("district").annotate(count=Count("*"), latest=Max("last_day")))
    numbers, counts, latest = ([row[column] for row in counted] for column in range(3))
    place = Func(
        Value(numbers, ArrayField(BigIntegerField())), F("pk"), function="array_position", output_field=IntegerField()
    )
    return found.annotate(
        records=Coalesce(_At(counts, place, IntegerField()), 0),
        latest=_At(latest, place, DateField()),
    )


class _At(Func):
    """What stands at a place of a list; NULL for no place."""

    template = "(%(expressions)s]"  # (values)[place]
    arg_joiner = ")["

    def __init__(self, values: Sequence[object], place: Func, kind: "Field[Any, Any]") -> None:
        super().__init__(Value(values, ArrayField(kind)), place, output_field=kind)


def columns_of_map() -> "list[FileColumn[DistrictFigure]]":
    """What the map shows of each district; nothing where nobody looked."""
    return of_files(
        (
            fact("code", _("Code"), lambda row: row.district.code),
            fact("district", _("District"), lambda row: row.district.name),
            fact("population", _("Residents"), lambda row: row.district.population),
            fact("share_looked", _("Share of the period looked at"), lambda row: share(row.share_looked)),
            fact("records", _("Records"), lambda row: row.count if row.was_looked_at else None),
            fact("records_before", _("Records, a year before"), lambda row: row.before if row.before_looked else None),
            fact("rate", _("Rate, all sources"), lambda row: _rounded(row.rate and row.rate.value)),
            fact("rate_low", _("Lower bound"), lambda row: _rounded(row.rate and row.rate.low)),
            fact("rate_high", _("Upper bound"), lambda row: _rounded(row.rate and row.rate.high)),
            fact("rate_smoothed", _("Smoothed rate, all sources"), _smoothed),
            *coded("looked", _("Looked at"), LOOKED),
        )
    )


def _rounded(number: float | None) -> float | None:
    return None if number is None else rounded(number)


def _smoothed(row: "DistrictFigure") -> float | None:
    return _rounded(row.smoothed if row.rate else None)
