"""The snapshot: every approved record of the periods, frozen as canonical JSON with its SHA-256.

Canonical means: UTF-8, keys sorted, no white space, dates as ISO 8601, rows in the order of their ids. The
same records give the same bytes. Everything an edition says is computed from these bytes and nothing else.
"""

import datetime
import gc
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from accounts.models import City, ProcessingRecord
from analysis.records import Area, Coverage, Event, Period
from analysis.voices import Session
from mapping.models import (
    BoundarySet,
    CoveredDistrict,
    District,
    Observation,
    ObservationImport,
    Source,
    SourceCoverage,
)
from reports.frozen_voices import (
    freeze_consultations,
    groups_to_hear,
    thaw_consultations,
    withheld_in_confidence,
)
from reports.models import Diagnosis

FORMAT = "groundwork-snapshot/2"
# Snapshots from before consultations were kept in them.
EARLIER = ("groundwork-snapshot/1",)
# Earlier windows that feed the estimate of ordinary variation; more than these change little.
MOST_HISTORY = 8

OBSERVATION_COLUMNS = (
    "id",
    "first_day",
    "last_day",
    "precision",
    "reported_on",
    "place",
    "district",
    "cell_longitude",
    "cell_latitude",
    "space",
    "platform",
    "manifestations",
    "targets",
    "currents",
    "setting",
    "severity",
    "basis",
    "reliability",
    "credibility",
    "source",
    "marking",
    "review_by",
    "batch",
)


class NothingToDiagnose(ValueError):
    """The city lacks what a diagnosis needs; the message says what and how to add it."""


def windows(diagnosis: Diagnosis) -> list[Period]:
    """The period, then the same calendar dates one whole year earlier, two years earlier, and so on."""
    period = Period(diagnosis.start, diagnosis.end)
    return [period, *(period.years_earlier(years) for years in range(1, MOST_HISTORY + 1))]


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Rows become a million small lists without a cycle among them; looking for one takes twice the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_collector_paused()
def freeze(diagnosis: Diagnosis) -> bytes:
    """The canonical JSON of a diagnosis' records. Runs inside the city's transaction; about 1 s per 100,000."""
    boundary_set = BoundarySet.objects.in_force(on=diagnosis.end).first()
    if boundary_set is None:
        raise NothingToDiagnose(
            _("No boundaries are in force on %(day)s. Import them, with --valid-from on or before it.")
            % {"day": diagnosis.end.isoformat()}
        )
    earliest = windows(diagnosis)[-1].start
    observations = Observation.objects.approved().in_period(min(earliest, diagnosis.compare_start), diagnosis.end)
    frozen = {
        "format": FORMAT,
        "city": _city(diagnosis.city),
        "diagnosis": _diagnosis(diagnosis),
        "boundaries": _boundaries(boundary_set),
        "sources": list(Source.objects.order_by("key").values("key", "name", "source_type")),
        "coverage": _coverage(),
        "imports": _imports(),
        "processing_record": _processing_record(),
        "groups": groups_to_hear(),
        "consultations": freeze_consultations(Period(diagnosis.start, diagnosis.end)),
        "observations": {"columns": OBSERVATION_COLUMNS, "rows": _observations(observations, boundary_set)},
    }
    return canonical(frozen)


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_iso).encode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _iso(value: object) -> str:
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _city(city: City) -> dict[str, Any]:
    return {
        "slug": city.slug,
        "name": city.name,
        "country": city.country,
        "time_zone": city.time_zone,
        "languages": city.languages,
    }


def _diagnosis(diagnosis: Diagnosis) -> dict[str, Any]:
    return {
        "number": diagnosis.number,
        "start": diagnosis.start,
        "end": diagnosis.end,
        "compare_start": diagnosis.compare_start,
        "compare_end": diagnosis.compare_end,
        "dated": diagnosis.dated,
        "language": diagnosis.language,
    }


def _boundaries(boundary_set: BoundarySet) -> dict[str, Any]:
    districts = District.objects.filter(boundary_set=boundary_set).order_by("code")
    return {
        "name": boundary_set.name,
        "valid_from": boundary_set.valid_from,
        "file_sha256": boundary_set.file_sha256,
        "districts": list(districts.values("code", "name", "population", "population_source", "area_km2", "geometry")),
    }


def _coverage() -> list[dict[str, Any]]:
    covered: dict[int, list[str]] = {}
    for coverage_id, code in CoveredDistrict.objects.order_by("district__code").values_list(
        "coverage_id", "district__code"
    ):
        covered.setdefault(coverage_id, []).append(code)
    rows = SourceCoverage.objects.order_by("source__key", "start", "id").select_related("source")
    return [
        {
            "source": row.source.key,
            "districts": None if row.whole_city else covered.get(row.pk, []),
            "online": row.online,
            "start": row.start,
            "end": row.end,
            "completeness": row.completeness,
        }
        for row in rows
    ]


def _imports() -> list[dict[str, Any]]:
    fields = [
        "id",
        "file_name",
        "file_sha256",
        "extracted_on",
        "rows_read",
        "added",
        "already_there",
        "differing",
        "not_counted",
        "batch_note",
    ]
    return [
        {**row, "source": key}
        for row, key in zip(
            ObservationImport.objects.order_by("id").values(*fields),
            ObservationImport.objects.order_by("id").values_list("source__key", flat=True),
            strict=True,
        )
    ]


def _processing_record() -> dict[str, Any]:
    record = ProcessingRecord.objects.first()
    if record is None:
        raise NothingToDiagnose(_("The city has no processing record. Fill it before anything else."))
    return {
        field.name: getattr(record, field.name)
        for field in ProcessingRecord._meta.concrete_fields
        if field.name not in {"id", "city", "changed_at"}
    }


def _observations(observations: "QuerySet[Observation]", boundary_set: BoundarySet) -> list[list[Any]]:
    """Rows in the order of OBSERVATION_COLUMNS; a district of older boundaries becomes "<set>:<code>"."""
    codes = {
        pk: code if set_id == boundary_set.pk else f"{set_id}:{code}"
        for pk, set_id, code in District.objects.values_list("pk", "boundary_set_id", "code")
    }
    keys = dict(Source.objects.values_list("pk", "key"))
    dates = {name: Cast(name, TextField()) for name in ("first_day", "last_day", "reported_on", "review_by")}
    columns = [f"{name}_text" if name in dates else name for name in OBSERVATION_COLUMNS]
    columns = [{"district": "district_id", "source": "source_id", "batch": "batch_id"}.get(c, c) for c in columns]
    rows = (
        observations.order_by("id")
        .annotate(**{f"{name}_text": cast for name, cast in dates.items()})
        .values_list(*columns)
    )
    district, source = OBSERVATION_COLUMNS.index("district"), OBSERVATION_COLUMNS.index("source")
    result = []
    for row in rows.iterator(chunk_size=10_000):
        values = list(row)
        values[district] = codes.get(values[district])
        values[source] = keys[values[source]]
        result.append(values)
    return result


@dataclass(frozen=True, slots=True)
class Frozen:
    """A snapshot read back: what the analysis takes, and the rest as plain values."""

    sha256: str
    city: dict[str, Any]
    diagnosis: dict[str, Any]
    boundaries: dict[str, Any]
    sources: list[dict[str, Any]]
    imports: list[dict[str, Any]]
    processing_record: dict[str, Any]
    areas: tuple[Area, ...]
    coverage: tuple[Coverage, ...]
    events: tuple[Event, ...]
    period: Period
    comparison: Period
    history: tuple[Period, ...]
    extracted_on: datetime.date
    of_older_boundaries: int
    groups: list[dict[str, Any]]
    consultations: list[dict[str, Any]]
    sessions: tuple[Session, ...]
    in_confidence_withheld: int


@_collector_paused()
def thaw(data: bytes) -> Frozen:
    """Read a snapshot back. Raises ValueError where the bytes are of another format."""
    raw = json.loads(data)
    if raw.get("format") not in {FORMAT, *EARLIER}:
        raise ValueError(f"This is not a snapshot of the format {FORMAT}.")
    diagnosis = raw["diagnosis"]
    for name in ("start", "end", "compare_start", "compare_end", "dated"):
        diagnosis[name] = datetime.date.fromisoformat(diagnosis[name])
    districts = raw["boundaries"]["districts"]
    types = {source["key"]: source["source_type"] for source in raw["sources"]}
    events, older = _events(raw["observations"], types, diagnosis["dated"])
    period = Period(diagnosis["start"], diagnosis["end"])
    coverage = tuple(_thaw_coverage(raw["coverage"]))
    return Frozen(
        sha256=sha256(data),
        city=raw["city"],
        diagnosis=diagnosis,
        boundaries=raw["boundaries"],
        sources=raw["sources"],
        imports=raw["imports"],
        processing_record=raw["processing_record"],
        areas=tuple(Area(d["code"], d["name"], d["population"]) for d in districts),
        coverage=coverage,
        events=events,
        period=period,
        comparison=Period(diagnosis["compare_start"], diagnosis["compare_end"]),
        history=_history(period, coverage),
        extracted_on=extracted_on(raw["imports"], diagnosis["dated"]),
        of_older_boundaries=older,
        groups=raw.get("groups", []),
        consultations=raw.get("consultations", []),
        in_confidence_withheld=withheld_in_confidence(raw.get("consultations", [])),
        sessions=thaw_consultations(raw.get("consultations", []), diagnosis["dated"]),
    )


def _thaw_coverage(rows: Iterable[dict[str, Any]]) -> Iterable[Coverage]:
    for row in rows:
        yield Coverage(
            source=row["source"],
            areas=None if row["districts"] is None else frozenset(row["districts"]),
            online=row["online"],
            start=datetime.date.fromisoformat(row["start"]),
            end=datetime.date.fromisoformat(row["end"]),
            completeness=row["completeness"],
        )


def _history(period: Period, coverage: tuple[Coverage, ...]) -> tuple[Period, ...]:
    """Windows before the period, the newest first, back to where the first source began to look."""
    if not coverage:
        return ()
    begin = min(row.start for row in coverage)
    earlier = (period.years_earlier(years) for years in range(1, MOST_HISTORY + 1))
    return tuple(window for window in earlier if window.start >= begin)


def extracted_on(imports: Iterable[dict[str, Any]], dated: datetime.date) -> datetime.date:
    """The day up to which every source has told: each one's latest export, the earliest of these."""
    latest: dict[str, datetime.date] = {}
    for row in imports:
        day = datetime.date.fromisoformat(row["extracted_on"])
        latest[row["source"]] = max(day, latest.get(row["source"], day))
    return min([*latest.values(), dated])


def _events(table: dict[str, Any], types: dict[str, str], dated: datetime.date) -> tuple[tuple[Event, ...], int]:
    """Rows as events of the analysis; places in older boundaries count for the city, not for a district."""
    position = {name: index for index, name in enumerate(table["columns"])}
    parse = _DateCache()
    older = 0
    events = []
    for row in table["rows"]:
        value = {name: row[index] for name, index in position.items()}
        place, district = value["place"], value["district"]
        if district is not None and ":" in district:
            older += 1
            place, district = "city_wide", None
        longitude, latitude = value["cell_longitude"], value["cell_latitude"]
        review_by = parse(value["review_by"])
        events.append(
            Event(
                key=str(value["id"]),
                first_day=parse.known(value["first_day"]),
                last_day=parse.known(value["last_day"]),
                reported=parse(value["reported_on"]),
                place=place,
                district=district,
                spot=None if longitude is None else (longitude, latitude),
                currents=tuple(value["currents"]),
                manifestations=tuple(value["manifestations"]),
                targets=tuple(value["targets"]),
                space=value["space"],
                setting=value["setting"] or None,
                source=value["source"],
                source_type=types[value["source"]],
                reliability=value["reliability"],
                credibility=int(value["credibility"]),
                stale=review_by is not None and review_by < dated,
                platform=value["platform"],
            )
        )
    return tuple(events), older


class _DateCache:
    """Dates repeat: parse each distinct text once."""

    def __init__(self) -> None:
        self._known: dict[str, datetime.date] = {}

    def known(self, text: str) -> datetime.date:
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = datetime.date.fromisoformat(text)
        return found

    def __call__(self, text: str | None) -> datetime.date | None:
        return None if text is None else self.known(text)
