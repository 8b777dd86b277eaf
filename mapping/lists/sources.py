"""The list of sources: each with the stretches of time in which it looked, and where."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Marking
from accounts.requests import CityRequest
from analysis.records import Coverage
from core import formats
from core.lists import Column, Columns, FileColumn, cells, coded, fact
from core.sort_keys import Alphabetical
from mapping.map.city_map import CityMap
from mapping.models import Source
from mapping.vocabulary import Completeness, SourceType
from records.columns import absolute


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of time in which a source looked; without coverage it is not known where it did."""

    source: Source
    coverage: Coverage | None
    where: str
    records: int
    is_first: bool

    @property
    def start(self) -> datetime.date | None:
        return self.coverage.start if self.coverage else None

    @property
    def end(self) -> datetime.date | None:
        return self.coverage.end if self.coverage else None

    @property
    def completeness(self) -> str:
        return self.coverage.completeness if self.coverage else ""

    @property
    def areas(self) -> frozenset[str]:
        """The codes of districts; none where it looked at the whole city."""
        return (self.coverage.areas if self.coverage else None) or frozenset()


def stretches(city_map: CityMap) -> Iterator[Stretch]:
    """Every source by name, with its stretches of time in words and the approved records it has."""
    names = {district.code: district.name for district in city_map.districts}
    records = dict(city_map.counted.order_by().values_list("source").annotate(count=Count("*")))
    looked: dict[str, list[Coverage]] = {}
    for _name, each in city_map.coverage:
        looked.setdefault(each.source, []).append(each)
    for source in Source.objects.visible_to(city_map.user).order_by(Alphabetical("name")):
        count = records.get(source.pk, 0)
        if source.key not in looked:
            yield Stretch(source, None, _("It is not known where it looked."), count, is_first=True)
        for place, each in enumerate(looked.get(source.key, [])):
            yield Stretch(source, each, _where(each.areas, names), count, is_first=not place)


def columns_of_sources(request: CityRequest) -> Columns:
    return (
        Column("source", _("Source"), lambda row: _name(request, row), files=_source()),
        Column(
            "type",
            _("Type"),
            lambda row: row.source.get_source_type_display(),
            files=coded("source_type", _("Type"), SourceType, lambda row: row.source.source_type),
        ),
        Column(
            "marking",
            _("Marking"),
            lambda row: cells.marking(row.source.marking, row.source.get_marking_display()),
            files=coded("marking", _("Marking"), Marking, lambda row: row.source.marking),
        ),
        Column("where", _("Where"), _where_with_online, files=_where_and_online()),
        Column("start", _("From"), lambda row: _of(row, "start")),
        Column("end", _("Until"), _until, files=_until_and_still()),
        Column(
            "completeness",
            _("How completely"),
            lambda row: Completeness(row.coverage.completeness).label if row.coverage else cells.FREE,
            files=coded("completeness", _("How completely"), Completeness, lambda row: row.completeness),
        ),
        Column("records", _("Approved records"), lambda row: _records(request, row), is_number=True),
        fact("created_at", _("Recorded"), lambda row: row.source.created_at),
        fact("address", _("Address"), lambda row: absolute(request, _url(request, row))),
    )


def _source() -> "tuple[FileColumn[Stretch], ...]":
    return (
        fact("source", _("Source"), lambda row: row.source.name),
        fact("key", _("Source (code)"), lambda row: row.source.key),
    )


def _where_and_online() -> "tuple[FileColumn[Stretch], ...]":
    return (
        fact("where", _("Where")),
        fact("districts", _("Districts (code)"), lambda row: sorted(row.areas)),
        fact("whole_city", _("The whole city"), lambda row: row.coverage and row.coverage.areas is None),
        fact("online", _("Online"), lambda row: row.coverage and row.coverage.online),
    )


def _until(row: Stretch) -> object:
    if row.coverage is None:
        return cells.FREE
    return _("still looking") if row.coverage.still_looking else cells.day(row.coverage.end)


def _until_and_still() -> "tuple[FileColumn[Stretch], ...]":
    return (
        fact("end", _("Until")),
        fact("still_looking", _("Still looking"), lambda row: row.coverage and row.coverage.still_looking),
    )


def _url(request: CityRequest, row: Stretch) -> str:
    """Where an admin changes the source; it has no other page."""
    is_admin = request.membership.is_admin
    return reverse("source_change", args=[request.city.slug, row.source.pk]) if is_admin else ""


def _name(request: CityRequest, row: Stretch) -> object:
    url = _url(request, row) if row.is_first else ""
    return cells.link(url, row.source.name) if url else row.source.name


def _where_with_online(row: Stretch) -> object:
    if row.coverage is None or not row.coverage.online:
        return row.where or cells.FREE
    return f"{row.where} · {_('online')}" if row.where else _("online")


def _of(row: Stretch, name: str) -> object:
    return cells.day(getattr(row, name)) if row.coverage else cells.FREE


def _records(request: CityRequest, row: Stretch) -> object:
    if not row.is_first:
        return cells.FREE
    found = f"{reverse('observations', args=[request.city.slug])}?source={row.source.pk}&state=approved"
    return cells.link(found, formats.number(row.records))


def _where(areas: frozenset[str] | None, names: Mapping[str, str]) -> str:
    """In as few words as it can be said."""
    if areas is None:
        return _("The whole city")
    missing = [name for code, name in names.items() if code not in areas]
    if len(missing) < len(names) / 3 and areas <= names.keys():
        return _("All districts but %(names)s") % {"names": ", ".join(missing)} if missing else _("Every district")
    return ", ".join(names.get(code, code) for code in sorted(areas))
