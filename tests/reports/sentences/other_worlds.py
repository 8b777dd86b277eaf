"""Cities for the sentences of sections 3, 4, 6, 7, 10 and 12 and of the annex, by what is so in each."""

import datetime
from dataclasses import replace
from functools import cache
from typing import Any

from analysis.records import Coverage, Period, PracticeChange
from mapping.vocabulary import Target
from reports.sections.context import SectionContext
from reports.sections.decisions import Decided, Release
from tests.analysis.makers import coverage, event, events
from tests.reports.analysing import analysed_once
from tests.reports.hearings import BODIES, city, factor, need, outlook, service, session
from tests.reports.landscapes import AREAS, kinds_of_cities, reading_of, steady, twice_settled, unfinished
from tests.reports.sentences.voiced_worlds import all_worlds

OF_RECORDS = (
    "still", "rising", "rising in spring", "a jump", "nine records", "nothing at all", "nobody looked", "no residents",
    "a gap, and a part", "all in part", "two sources", "months not known", "one record", "a group trebles",
    "each source its half", "one district rises", "two windows, more", "four districts", "uneven", "a series",
    "the year before remains as totals", "one district rises, few live there", "looked more completely",
)  # fmt: skip
TWO_YEARS = Period(datetime.date(2024, 1, 1), datetime.date(2025, 12, 31))
OF_VOICES = (
    "full",
    "worry",
    "blind spot",
    "worry in a quiet city",
    "worry without residents",
    "worry, in two sessions",
)


def judged(**fields: Any) -> Decided:
    usual: dict[str, Any] = {
        "statement": "So it is.", "likelihood": "", "confidence": "low", "reasons": (), "evidence": (),
        "state": "confirmed", "accepted_unread": False,
    }  # fmt: skip
    return Decided(**{**usual, **fields})


def online(count: int, year: int, platform: str = "", **fields: Any) -> list[Any]:
    return [one._replace(platform=platform) for one in events(count, year, "D00", space="online", **fields)]


def short(context: SectionContext, **fields: Any) -> SectionContext:
    """Of so few records, as the job makes it."""
    made = {**context.frozen.diagnosis, "sections": [], "long_because": "", **fields}
    frozen = replace(context.frozen, diagnosis=made)
    return SectionContext(frozen, analysed_once(frozen))


@cache
def worlds() -> dict[str, SectionContext]:
    makers, voiced = kinds_of_cities(), all_worlds()
    found = {name: makers[name]() for name in OF_RECORDS}
    found |= {f"said: {name}": voiced[name] for name in OF_VOICES}
    looked = [coverage(online=True)]
    together = [
        event(datetime.date(year, month, 3), "D00", space=space, setting="street" if space == "offline" else None)
        for year in range(2020, 2026)
        for month in range(1, 13)
        for space in ("offline", "online")
        for _n in range(month)
    ]
    found |= {
        "online, some": reading_of([*steady(20), *online(12, 2024), *online(30, 2025, "Chat")], looked),
        "online, no platform": reading_of([*steady(20), *online(30, 2025)], looked),
        "online, few": reading_of(online(3, 2025), looked),
        "online, nothing recorded": reading_of([], looked),
        "online moves with the rest": reading_of(together, looked),
        "online looked at until last year": reading_of(
            steady(20),
            [coverage(), Coverage("web", None, True, datetime.date(2020, 1, 1), datetime.date(2024, 12, 31))],
        ),
        "a source that ended": reading_of(steady(20), [coverage(), coverage("old", last=2024)]),
        "stale": reading_of([each._replace(stale=True) for each in steady(20)]),
        "a current known of all": reading_of(steady(20, currents=("right_wing",))),
        "two years": reading_of(steady(20), period=TWO_YEARS, apart=2, windows=3),
        "another method": reading_of(steady(20), previous_method="3"),
        "twelve looked at": reading_of(
            steady(20, AREAS[:4]), [coverage(areas=frozenset(area.code for area in AREAS[:4]))]
        ),
    }
    found |= _begun_in_between()
    found["residents of some"] = reading_of(
        steady(20), areas=[replace(area, population=None) if n < 3 else area for n, area in enumerate(AREAS)]
    )
    found["residents of some, who differ"] = reading_of(
        steady(20), areas=[replace(area, population=1_000 * n or None) for n, area in enumerate(AREAS)]
    )
    found["residents of two sources"] = _of_two_sources(found["still"])
    found["few"] = short(reading_of(steady([5, 5, 5, 5, 5, 4], AREAS[:4], targets=("lgbti",)), areas=AREAS[:6]))
    found["few before, and none"] = short(reading_of(steady([6, 6, 6, 6, 6, 0], AREAS[:3]), areas=AREAS[:3]))
    found["few, of two sources"] = short(
        reading_of(events(9, 2025, "D00") + events(9, 2025, "D01", source_type="school"))
    )
    found["few, said"] = short(voiced["worry in a quiet city"])
    found["few, a gap"] = short(
        reading_of(events(12, 2025, "D00"), [coverage(areas=frozenset(area.code for area in AREAS[:4]))])
    )
    group: dict[str, Any] = {"targets": ("antisemitic",)}
    found["few, everybody said"] = short(voiced["full"])
    found["few, some in confidence"] = short(voiced["in confidence, three"])
    found["few, one session"] = short(voiced["one session"])
    found["few, one district rises"] = short(reading_of(steady(2) + twice_settled(13, 2025, "D00")))
    found["few, one district is far"] = short(reading_of(steady(2) + events(6, 2025, "D03")))
    found["few, a group rises"] = short(reading_of(steady(1, targets=("lgbti",)) + events(30, 2025, "D00", **group)))
    found["few, a group rises, one year before"] = short(
        reading_of(
            steady([0, 0, 0, 0, 2, 2]) + events(1, 2024, "D00", **group) + events(16, 2025, "D00", **group),
            [coverage(first=2024)],
            windows=2,
        )
    )
    found["few, and 9 and 12 left out"] = short(voiced["one session"], sections=[3, 2, 5, 14])
    found["few, the second"] = short(reading_of(events(12, 2025, "D00")), number=2)
    still = found["still"]
    day = {"file_name": "a.csv", "rows_read": 3, "added": 2, "not_counted": []}
    left = [{"row": 3, "column": "DAY", "value": "?"}]
    in_time, later = {**day, "extracted_on": "2026-01-31"}, {**day, "extracted_on": "2026-02-02", "not_counted": left}
    found["a period that has not ended"] = unfinished(steady(20))
    found["from a file"] = replace(still, frozen=replace(still.frozen, imports=[in_time]))
    found["from a file taken out later"] = replace(still, frozen=replace(still.frozen, imports=[later]))
    found["older boundaries"] = replace(still, frozen=replace(still.frozen, of_older_boundaries=3))
    found |= _asked_for(still, voiced["full"])
    found |= _pictured(looked)
    found |= _compared_with_concern()
    for name, because in (("released", ""), ("released by one", "There is one officer.")):
        made = Release(datetime.date(2026, 2, 3), (("Is anybody named?", "no", ""),), because)
        found[name] = replace(still, release=made)
    found["a long one of few"] = short(found["nine records"], long_because="It is asked for.")
    found["the same event twice"] = replace(still, frozen=replace(still.frozen, left_out_as_same=(0, 1)))
    found["before markings were asked"] = replace(still, frozen=replace(still.frozen, marked_up_to=""))
    found["approved by one"] = replace(still, frozen=replace(still.frozen, alone_because=("There is one officer.",)))
    late = event(datetime.date(2024, 3, 1), "D00", reported=datetime.date(2025, 6, 1))
    found["one reported late"] = reading_of([*steady(20), late])
    found["four windows"] = reading_of(steady([0, 0, 20, 20, 20, 20]), [coverage(first=2022)], windows=4)
    found["few, not all compared"] = short(
        reading_of([*events(9, 2025, "D00"), *events(5, 2024, "D01"), late], [coverage(first=2024)], windows=2)
    )
    found["unread"] = replace(still, judgements=(judged(accepted_unread=True),))
    found["read"] = replace(
        still,
        judgements=(
            judged(),
            judged(likelihood="likely"),
        ),
    )
    found["rewritten and sure"] = replace(still, judgements=(judged(state="rewritten", likelihood="likely"),))
    found["undecided"] = replace(still, judgements=(judged(state="proposed"),))
    return found


def _of_two_sources(context: SectionContext) -> SectionContext:
    """With residents of one district from elsewhere."""
    first, *rest = context.frozen.boundaries["districts"]
    named = [{**first, "population_source": "Own count 2015"}, *rest]
    return replace(
        context, frozen=replace(context.frozen, boundaries={**context.frozen.boundaries, "districts": named})
    )


def _begun_in_between() -> dict[str, SectionContext]:
    """A source that begins in the period, with more than all others told."""
    begins = Coverage("school", None, False, datetime.date(2025, 8, 15), datetime.date(2025, 12, 31))
    began, more = (
        [event(datetime.date(2025, 9, 3), "D00", source="school", source_type="school") for _n in range(count)]
        for count in (300, 700)
    )
    return {
        "a source begins in the year": reading_of([*steady(20), *began], [coverage(), begins]),
        "a source begins in two years": reading_of(
            [*steady(20), *began, *more], [coverage(), begins], period=TWO_YEARS, apart=2, windows=3
        ),
    }


def _asked_for(still: SectionContext, full: SectionContext) -> dict[str, SectionContext]:
    """With sections left out, and in another order."""
    asked = {
        "12 left out": (still, [3, 2, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14]),
        "9 left out, and others": (full, [3, 2, 5, 12, 14]),
        "the landscape left out": (still, [2, 3, 9, 12, 14]),
        "none left out, moved": (still, [2, 3, 9, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14]),
        "some left out, moved": (full, [2, 3, 12, 9, 14]),
    }
    return {
        name: replace(
            made, frozen=replace(made.frozen, diagnosis={**made.frozen.diagnosis, "sections": sections,
                                                         "long_because": "It is asked for."})
        )
        for name, (made, sections) in asked.items()
    }  # fmt: skip


def _pictured(looked: list[Coverage]) -> dict[str, SectionContext]:
    """With what smaller pictures are made of: hours, severity, and codes that go together; and with what is marked."""
    still = steady(20)
    one: dict[str, Any] = {"currents": ("right_wing",), "targets": ("antisemitic",)}
    other: dict[str, Any] = {"currents": ("jihadist",), "targets": ("lgbti",)}
    crossing = event(datetime.date(2024, 12, 20), "D00", last_day=datetime.date(2025, 1, 9))
    changed = PracticeChange("police", datetime.date(2023, 1, 1), "a new form")
    return {
        "hours of some": reading_of([*still, *events(19, 2025, "D00", hour=3)]),
        "hours of enough": reading_of([*still, *events(20, 2025, "D00", hour=3)]),
        "severity of some": reading_of([*still, *events(19, 2025, "D00", severity=3)]),
        "severity of enough": reading_of([*still, *events(20, 2025, "D00", severity=3)]),
        "two that go together": reading_of([*steady(4, **one), *steady(4, **other)], looked),
        "across two periods": reading_of([*still, crossing]),
        "recorded otherwise": reading_of(still, changes=[changed]),
        "a trigger event": replace(
            made := reading_of(still),
            frozen=replace(made.frozen, trigger_days=((datetime.date(2022, 3, 1), "Trial"),)),
        ),
        "seven groups": reading_of([one for each in list(Target)[:7] for one in steady(2, targets=(str(each),))]),
        "one district a little apart": reading_of(steady(20) + events(15, 2025, "D04")),
    }


def _compared_with_concern() -> dict[str, SectionContext]:
    """Sixteen districts with a rate and concern told of each: as much of both, more of one where less of the other is,
    or neither; and something to tell in every section."""
    names = [name for name, sector in BODIES.items() if sector in {"faith", "youth"}]
    records = [2 + 3 * n for n in range(16)]

    def told(levels: list[int], **more: Any) -> SectionContext:
        rows = [outlook(name, level, district=f"{n:02}") for n, level in enumerate(levels) for name in names]
        said = [need("Church", districts=["15"])]
        sessions = [session(*names, outlook=rows, needs=said if first else []) for first in (True, False, False)]
        return city(*sessions, records=records, **more)

    rising = [1 + n // 4 for n in range(16)]
    online = {"source": "police", "districts": None, "online": True, "start": "2022-01-01", "end": "2025-12-31",
              "still_looking": False, "completeness": "full"}  # fmt: skip
    return {
        "more concern where more is recorded": told(
            rising, services=[service("training")], factors=[factor()], coverage=[online]
        ),
        "more concern where less is recorded": told(rising[::-1]),
        "concern wherever": told([1, 5, 1, 5, 5, 1, 5, 1] * 2),
    }
