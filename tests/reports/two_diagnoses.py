"""Two diagnoses to be set beside each other, made without a database; each pair says only in what they differ."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from analysis.pair import Variation
from analysis.records import Period
from reports.sections.context import SectionContext
from reports.sections.differences import Differences, Judged, Printed, Priorities, between, judged
from reports.snapshot import SnapshotData
from reports.snapshot.ranked import Ranked
from tests.analysis.makers import YEAR, coverage, events
from tests.reports.hearings import BODIES, GROUPS, city, group, need, session
from tests.reports.landscapes import AREAS, reading_of, steady

BEFORE = YEAR.years_earlier(1)
KEYS = ("city.change", "targets.most")


def statement(key: str, words: str, place: int = 1, confidence: str = "moderate") -> Printed:
    return Printed(key, words, confidence, place)


RANKED = [
    Ranked("training", "", "medium", "high"),
    Ranked("training", "D01", "low", "low", unsettled=True),
    Ranked("funding", "D02", "low", "medium"),
]
# one moved by a person, one less settled and in the same band, one gone and one new
MOVED = [
    Ranked("training", "", "high", "high", moved=True),
    Ranked("training", "D01", "low", "low"),
    Ranked("training", "D03", "low", "low", unsettled=True),
]
ONE = (statement("city.change", "Recorded events: 10 in 2024."),)


def made(context: SectionContext, number: int, **fields: Any) -> SnapshotData:
    """The snapshot of a diagnosis under a number of its own."""
    language = fields.pop("language", "en")
    told = {**context.frozen.diagnosis, "number": number, "language": language}
    return replace(context.frozen, diagnosis=told, **fields)


def differences_between(
    before: SectionContext,
    now: SectionContext,
    *,
    judgements: Judged | None = None,
    methods: tuple[str, str] = ("4", "4"),
    priorities: Priorities | None = ((), ()),
    then: dict[str, Any] | None = None,
    here: dict[str, Any] | None = None,
) -> Differences:
    """Of no. 1 and no. 2; `then` and `here` are what their snapshots say besides."""
    kept = judged(ONE, ONE) if judgements is None else judgements
    variation = Variation.of(now.landscape.families)
    first, second = made(before, 1, **(then or {})), made(now, 2, **(here or {}))
    return between(first, second, variation, judgements=kept, priorities=priorities, methods=methods)


def yearly(before: Sequence[Any], now: Sequence[Any], **fields: Any) -> Differences:
    """The records of 2024 and of 2025, in all six years of both."""
    first = reading_of(before, period=BEFORE, windows=5)
    return differences_between(first, reading_of(now), **fields)


def voices(before: Sequence[Any], now: Sequence[Any], **fields: Any) -> Differences:
    return differences_between(city(*before), city(*now), **fields)


def pairs() -> dict[str, Differences]:
    """Every kind of pair that some sentence is for."""
    still = steady(20)
    planted = events(300, 2025, "D03", currents=("jihadist",), targets=("lgbti",))
    same = reading_of(still)
    school = {"source": "school", "source_type": "school"}
    heard = session(*BODIES, districts=["00"], head_counts=[group("young")], needs=[need("Police", "training")])
    few = session("Police", "Church", head_counts=[group("older")], needs=[need("Church", "funding")])
    secret = session(rule="confidential", organisations=[], sectors={})
    two = judged(
        (*ONE, statement("targets.most", "Most often: A.", 2), statement("online.share", "5 of 20.", 3)),
        (*ONE, statement("targets.most", "Most often: B.", 2, "low"), statement("district.D03.change", "More.", 3)),
    )
    half = Period(BEFORE.start.replace(month=7), YEAR.end.replace(month=6, day=30))
    return {
        "itself": between(made(same, 1), made(same, 1), Variation(), judgements=judged(ONE, ONE), methods=("4", "4")),
        "nothing": yearly(still, still),
        "planted": yearly(still, still + planted),
        "planted in the same period": differences_between(same, reading_of(still + planted)),
        "backwards": differences_between(reading_of(still + planted), reading_of(still, period=BEFORE, windows=5)),
        "a half year on": differences_between(reading_of(still, period=half, windows=4), reading_of(still + planted)),
        "half a year and a year": differences_between(
            reading_of(still, period=Period(half.start, BEFORE.end), windows=4), same
        ),
        "next to nothing": yearly(events(2, 2024, "D00"), events(3, 2025, "D00")),
        "a source began": differences_between(
            reading_of(still, period=BEFORE, windows=5),
            reading_of(still + events(60, 2025, "D00", **school), [coverage(), coverage("school", first=2025)]),
        ),
        "another source": differences_between(
            reading_of(still, [coverage(last=2024)], period=BEFORE, windows=5),
            reading_of(events(60, 2025, "D00", **school), [coverage("school", first=2025)]),
        ),
        "other boundaries": yearly(
            still, still, then={"boundaries": {**same.frozen.boundaries, "name": "2010"}}
        ),
        "four districts": differences_between(
            reading_of(steady(20, AREAS[:4]), areas=AREAS[:4], period=BEFORE, windows=5),
            reading_of(steady(20, AREAS[:4]), areas=AREAS[:4]),
        ),
        "other markings": yearly(still, still, then={"marked_up_to": ""}),
        "before consultations were kept": yearly(still, still, then={"tells_voices": False}),
        "another method": yearly(still, still, methods=("3", "4")),
        "two languages": yearly(
            still, still, here={"language": "da"},
            judgements=judged(ONE, (statement("city.change", "Registrerede: 10."),), one_language=False),
        ),
        "judgements": yearly(still, still, judgements=two),
        "priorities moved": yearly(still, still, priorities=(RANKED, MOVED)),
        "before needs were weighed": yearly(still, still, priorities=None),
        "undecided": replace(yearly(still, still), judged=None),
        "voices gained": voices([few], [heard]),
        "voices lost": voices([heard], [few]),
        "in confidence": voices([heard], [heard, secret]),
        "a gap closed": differences_between(
            reading_of(still[:-1], [coverage(areas=frozenset(a.code for a in AREAS[1:]))], period=BEFORE, windows=5),
            same,
        ),
        "a gap opened": differences_between(
            reading_of(still, period=BEFORE, windows=5),
            reading_of(still, [coverage(completeness="sporadic", online=False)]),
        ),
    }  # fmt: skip


__all__ = ["GROUPS", "KEYS", "differences_between", "made", "pairs", "statement", "voices", "yearly"]
