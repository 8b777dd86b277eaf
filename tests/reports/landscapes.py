"""Landscapes of small cities as the sections read them, made without a database; each says only what it is about."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from accounts.markings import Marking
from analysis.change import Change
from analysis.records import Area, Coverage, Declared, Event, Period, PracticeChange, Total
from analysis.words import Word
from reports.sections.context import SectionContext
from reports.snapshot import SnapshotData
from tests.analysis.makers import YEAR, coverage, event, events
from tests.reports.analysing import analysed_once
from tests.reports.conftest import PROCESSING

AREAS = [Area(f"D{n:02}", f"District {n}", 10_000) for n in range(10)]
YEARS = range(2020, 2026)
SQUARE = {"type": "Polygon", "coordinates": [[[3, 56], [3.1, 56], [3.1, 56.1], [3, 56.1], [3, 56]]]}


def steady(per_year: int | Sequence[int], areas: Iterable[Area] = AREAS, **fields: Any) -> list[Event]:
    """So many a year in each district, from 2020 to 2025."""
    counts = [per_year] * len(YEARS) if isinstance(per_year, int) else per_year
    return [
        one
        for year, count in zip(YEARS, counts, strict=True)
        for area in areas
        for one in events(count, year, area.code, **fields)
    ]


def twice_settled(count: int, year: int, district: str, **fields: Any) -> list[Event]:
    """So many in two kinds of place each."""
    return [one for kind in ("street", "home") for one in events(count, year, district, setting=kind, **fields)]


def reading_of(
    rows: Sequence[Event],
    looked: Sequence[Coverage] | None = None,
    *,
    areas: Sequence[Area] = AREAS,
    windows: int = 6,
    period: Period = YEAR,
    apart: int = 1,
    changes: Sequence[PracticeChange] = (),
    declared: Sequence[Declared] = (),
    totals: Sequence[Total] = (),
    previous_method: str = "",
    dated: datetime.date = datetime.date(2026, 1, 31),
) -> SectionContext:
    looked = [coverage()] if looked is None else looked
    keys = sorted({row.source for row in looked} | {row.source for row in rows})
    types = {row.source: row.source_type for row in rows}
    frozen = SnapshotData(
        sha256="0" * 64,
        city={"slug": "elverhavn", "name": "Elverhavn", "country": "DK", "languages": ["en"]},
        diagnosis={"number": 1, "dated": dated, "language": "en"},
        boundaries={
            "name": "2020",
            "valid_from": "2020-01-01",
            "districts": [
                {"code": a.code, "name": a.name, "population": a.population, "area_km2": 1.0, "geometry": SQUARE,
                 "population_source": ""}
                for a in areas
            ],
        },
        sources=[{"key": key, "name": key.title(), "source_type": types.get(key, "police")} for key in keys],
        imports=[],
        processing_record={**PROCESSING, "retention": {}},
        areas=tuple(areas),
        coverage=tuple(looked),
        events=tuple(rows),
        period=period,
        comparison=period.years_earlier(apart),
        history=tuple(period.years_earlier(apart * back) for back in range(1, windows)),
        extracted_on=datetime.date(2026, 1, 31),
        extracted={},
        practice_changes=tuple(changes),
        declared=tuple(declared),
        previous_method=previous_method,
        of_older_boundaries=0,
        groups=[],
        consultations=[],
        sessions=(),
        in_confidence=0, marked_up_to="amber", marking=Marking.AMBER, trigger_days=(),
        totals=tuple(totals),
    )  # fmt: skip
    return SectionContext(frozen, analysed_once(frozen))


def unfinished(rows: Sequence[Event], day: datetime.date = datetime.date(2025, 10, 1)) -> SectionContext:
    """As a snapshot of that day is read, of a year that goes on: nothing is known of what came after it."""
    known = [each for each in rows if each.first_day <= day]
    return reading_of(known, [replace(coverage(), end=day)], dated=day)


def _unknown_month(count: int) -> list[Event]:
    first, last = datetime.date(2025, 3, 1), datetime.date(2025, 6, 30)
    return [event(first, "D00", last_day=last) for _n in range(count)]


def _marked(context: SectionContext) -> SectionContext:
    days = ((datetime.date(2024, 6, 30), "Verdict"), (datetime.date(2025, 10, 7), "Attack abroad"))
    return replace(context, frozen=replace(context.frozen, trigger_days=days))


@cache
def cities() -> Mapping[str, SectionContext]:
    """Every kind of city that some sentence of the landscape is for."""
    return {kind: make() for kind, make in kinds_of_cities().items()}


def rests_on_a_day(context: SectionContext, change: Change) -> bool:
    """Whether a member is above what was to be expected, and would not be with the events of its fullest day counted
    once, but would with those of any other; where all that was recorded is compared."""
    if not {Word.ABOVE, Word.HIGHER} & set(change.words) or change.expected is None:
        return False
    own = [
        each.first_day
        for each in context.frozen.events
        if each.first_day == each.last_day
        and context.frozen.period.holds(each.first_day, each.last_day)
        and change.key in {"city", *each.currents, *each.manifestations, *each.targets}
    ]
    most, next_most = (*sorted(Counter(own).values(), reverse=True), 0)[:2]
    return most >= 5 and change.now - most + 1 <= change.expected.high < change.now - next_most + 1


def redrawn(rows: Sequence[Event], on: datetime.date) -> SectionContext:
    """With districts that are there since a day: what was recorded before lies in others."""
    older = [each for each in rows if each.first_day < on]
    placed = [each._replace(place="city_wide", district=None) if each.first_day < on else each for each in rows]
    made = reading_of(placed)
    boundaries = {**made.frozen.boundaries, "valid_from": on.isoformat()}
    return replace(made, frozen=replace(made.frozen, boundaries=boundaries, of_older_boundaries=len(older)))


def on_one_day() -> list[Event]:
    """Fifty events a year, and three hundred more against the same group on one day of the last, in every district."""
    day = datetime.date(2025, 5, 3)
    march = [event(day, area.code, targets=("antisemitic",)) for area in AREAS for _n in range(30)]
    return steady(5, targets=("antisemitic",)) + march


def kinds_of_cities() -> dict[str, Callable[[], SectionContext]]:
    """What makes each: analysing all of them takes longer than most tests that look at a few."""
    school: dict[str, Any] = {"source": "school", "source_type": "school"}
    group = {"targets": ("antisemitic",)}
    others = ("anti_muslim", "lgbti", "disability", "race_colour")
    half = frozenset(a.code for a in AREAS[:5])
    rest = frozenset(a.code for a in AREAS[5:])
    still = steady(20)
    window = Period(datetime.date(2025, 3, 1), datetime.date(2025, 5, 31))
    asked = [Declared("A day in March", "targets", key, window) for key in ("antisemitic", "gender")]
    few = [Area("D00", "District 0", 2_000), *AREAS[1:]]
    remain = [Total(year, "district", area.code, "police", 0, 20) for year in (2020, 2021, 2022) for area in AREAS]
    named = [one for name in others for one in steady(5, AREAS[:4], targets=(name,))]
    return {
        "still": lambda: reading_of(still),
        "still over nine years": lambda: reading_of(
            [one for year in range(2017, 2026) for a in AREAS for one in events(40, year, a.code)], windows=9
        ),
        "rising": lambda: reading_of(steady([10, 13, 17, 22, 29, 38])),
        "rising by each of two types": lambda: reading_of(
            [each for one in ({}, school) for each in steady([10, 13, 17, 22, 29, 38], **one)],
            [coverage(), coverage("school")],
        ),
        "rising in spring": lambda: reading_of(steady([20, 26, 34, 44, 58, 76]), period=window),
        "falling": lambda: reading_of(steady([38, 29, 22, 17, 13, 10])),
        "rising, the last year less": lambda: reading_of(steady([10, 14, 20, 28, 40, 36])),
        "falling, the last year more": lambda: reading_of(steady([40, 28, 20, 14, 10, 11])),
        "a jump": lambda: reading_of(steady([10, 10, 10, 10, 10, 60])),
        "a slump": lambda: reading_of(steady([60, 60, 60, 60, 60, 6])),
        "two windows, more": lambda: reading_of(steady([0, 0, 0, 0, 8, 60]), [coverage(first=2024)], windows=2),
        "two windows, less": lambda: reading_of(steady([0, 0, 0, 0, 60, 4]), [coverage(first=2024)], windows=2),
        "nine records": lambda: reading_of(events(9, 2025, "D00")),
        "twelve records of two kinds": lambda: reading_of(twice_settled(6, 2025, "D00")),
        "all gone": lambda: reading_of(steady([20, 20, 20, 20, 20, 0])),
        "nothing before": lambda: reading_of(events(30, 2025, "D00")),
        "nothing at all": lambda: reading_of([]),
        "one district rises": lambda: reading_of(still + twice_settled(30, 2025, "D00")),
        "one district falls": lambda: reading_of(
            steady(60, AREAS[:1])[: 60 * 5] + steady(40, AREAS[1:]) + events(6, 2025, "D00")
        ),
        "one district rises, few live there": lambda: reading_of(still + twice_settled(30, 2025, "D00"), areas=few),
        "one district rises by rumours": lambda: reading_of(
            still + events(60, 2025, "D00", reliability="E", credibility=5)
        ),
        "no residents": lambda: reading_of(still, areas=[Area(a.code, a.name, None) for a in AREAS]),
        "no settings": lambda: reading_of(steady(20, setting=None)),
        "no dates, one district far above": lambda: reading_of(
            still + [event(datetime.date(2025, 1, 1), "D00", last_day=datetime.date(2025, 12, 31)) for _n in range(90)]
        ),
        "no settings, one district far above": lambda: reading_of(
            steady(10, setting=None) + events(90, 2025, "D00", setting=None)
        ),
        "one point": lambda: reading_of(still + events(60, 2025, "D00", spot=(3.0, 56.0))),
        "looked more completely": lambda: reading_of(
            still, [coverage(last=2024, completeness="sporadic"), coverage(first=2025)]
        ),
        "each source its half": lambda: reading_of(still, [coverage(areas=half), coverage("b", areas=rest)]),
        "all in part": lambda: reading_of(still, [coverage(completeness="sporadic")]),
        "a year that has not ended": lambda: unfinished(still),
        "nobody looked": lambda: reading_of([], [coverage(last=2024)]),
        "a gap, and a part": lambda: reading_of(
            still[:-1],
            [
                coverage(areas=frozenset(a.code for a in AREAS[2:])),
                coverage("b", areas=frozenset({"D01"}), completeness="sporadic"),
            ],
        ),
        "a second source in one district": lambda: reading_of(
            still + events(30, 2025, "D00", **school),
            [coverage(), coverage("school", first=2025, areas=frozenset({"D00"}))],
        ),
        "a source that begins in the year": lambda: reading_of(
            still + [event(datetime.date(2025, 9, 3), "D00", **school) for _n in range(300)],
            [coverage(), Coverage("school", None, False, datetime.date(2025, 8, 15), datetime.date(2025, 12, 31))],
        ),
        "a second source in two districts makes all others fall": lambda: reading_of(
            steady(10) + [one for area in AREAS[:2] for one in events(60, 2025, area.code, **school)],
            [coverage(), coverage("school", first=2025, areas=frozenset({"D00", "D01"}), completeness="sporadic")],
        ),
        "one record": lambda: reading_of(events(1, 2025, "D00")),
        "one record in doubt": lambda: reading_of([*still[1:], still[0]._replace(reliability="E")]),
        "two sources, one record in doubt": lambda: reading_of(
            [still[0]._replace(credibility=5), *still[1:], *steady(10, **school)], [coverage(), coverage("school")]
        ),
        "two sources": lambda: reading_of(still + steady(10, **school), [coverage(), coverage("school")]),
        "four districts": lambda: reading_of(steady(20, AREAS[:4]), areas=AREAS[:4]),
        "one district": lambda: reading_of(steady(20, AREAS[:1]), areas=AREAS[:1]),
        "few in each district": lambda: reading_of(steady([0, 0, 0, 0, 1, 0])),
        "only the city": lambda: reading_of([one for year in YEARS for one in events(30, year, None)]),
        "a new group": lambda: reading_of(named + events(30, 2025, "D00", **group), declared=asked),
        "a group is gone": lambda: reading_of(
            named + [one for year in range(2020, 2025) for one in events(15, year, "D00", **group)]
        ),
        "a group trebles": lambda: reading_of(
            named + steady([10, 10, 10, 10, 10, 45], AREAS[:1], **group), declared=asked
        ),
        "a group that began to be told of": lambda: reading_of(
            named + events(60, 2025, "D00", **group, **school), [coverage(), coverage("school", first=2025)]
        ),
        "months not known": lambda: reading_of(still + _unknown_month(3)),
        "a trigger event in each period": lambda: _marked(reading_of(still)),
        "no month known": lambda: reading_of(_unknown_month(20)),
        "a series": lambda: reading_of(still[:-20] + [each._replace(series="tag") for each in still[-20:]]),
        "two series": lambda: reading_of(
            still[:-20] + [each._replace(series=str(n % 2)) for n, each in enumerate(still[-20:])]
        ),
        "a series of some": lambda: reading_of(
            still[:-10] + [each._replace(series="tag") for each in still[-10:]] + events(15, 2025, AREAS[-1].code)
        ),
        "series of two": lambda: reading_of(
            still[:-20] + [each._replace(series=str(n % 22)) for n, each in enumerate(events(44, 2025, AREAS[-1].code))]
        ),
        "the year before remains as totals": lambda: reading_of(
            [each for each in still if each.first_day.year > 2024],
            totals=[
                Total(year, "district", area.code, "police", 0, 20) for year in range(2020, 2025) for area in AREAS
            ],
        ),
        "nobody looked at half of the year before": lambda: reading_of(
            [each for each in still if each.first_day.year != 2024 or each.first_day.month > 6],
            [
                coverage(last=2023),
                Coverage("police", None, True, datetime.date(2024, 7, 1), datetime.date(2025, 12, 31)),
            ],
        ),
        "years of which totals remain": lambda: reading_of(
            [each for each in still if each.first_day.year > 2022], totals=remain
        ),
        "an autumn of which nothing remains": lambda: reading_of(
            [each for each in still if each.first_day.year > 2022],
            period=Period(datetime.date(2025, 10, 1), datetime.date(2025, 12, 31)),
            totals=remain,
        ),
        "uneven": lambda: reading_of(steady(6, AREAS[:5]) + steady(30, AREAS[5:])),
        "districts of this year": lambda: redrawn(still, datetime.date(2025, 1, 1)),
        "districts of this summer": lambda: redrawn(still, datetime.date(2025, 7, 1)),
        "a jump on one day": lambda: reading_of(on_one_day()),
    }
