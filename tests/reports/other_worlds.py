"""Cities for the sentences of sections 3, 4, 6, 7, 10 and 12 and of the annex, by what is so in each."""

import datetime
from dataclasses import replace
from functools import cache
from typing import Any

from analysis.records import Coverage
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.sections.decisions import Decided
from tests.analysis.makers import coverage, event, events
from tests.reports.landscapes import AREAS, kinds_of_cities, reading_of, steady
from tests.reports.voiced_worlds import all_worlds

OF_RECORDS = (
    "still", "rising", "rising in spring", "a jump", "nine records", "nothing at all", "nobody looked", "no residents",
    "a gap, and a part", "all in part", "two sources", "months not known", "one record", "a group trebles",
    "each source its half", "one district rises", "two windows, more", "four districts", "uneven", "a series",
)  # fmt: skip
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
    return SectionContext(frozen, analysed(frozen))


@cache
def worlds() -> dict[str, SectionContext]:
    makers, voiced = kinds_of_cities(), all_worlds()
    found = {name: makers[name]() for name in OF_RECORDS}
    found |= {f"said: {name}": voiced[name] for name in OF_VOICES}
    looked = [coverage(online=True)]
    together = [
        event(datetime.date(year, month, 3), "D00", space=space, setting=None)
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
        "another method": reading_of(steady(20), previous_method="3"),
        "twelve looked at": reading_of(
            steady(20, AREAS[:4]), [coverage(areas=frozenset(area.code for area in AREAS[:4]))]
        ),
    }
    found["residents of some"] = reading_of(
        steady(20), areas=[replace(area, population=None) if n < 3 else area for n, area in enumerate(AREAS)]
    )
    found["few"] = short(reading_of(steady([5, 5, 5, 5, 5, 4], AREAS[:4], targets=("lgbti",)), areas=AREAS[:6]))
    found["few, of two sources"] = short(
        reading_of(events(9, 2025, "D00") + events(9, 2025, "D01", source_type="school"))
    )
    found["few, said"] = short(voiced["worry in a quiet city"])
    found["few, a gap"] = short(
        reading_of(events(12, 2025, "D00"), [coverage(areas=frozenset(area.code for area in AREAS[:4]))])
    )
    found["few, the second"] = short(reading_of(events(12, 2025, "D00")), number=2)
    still = found["still"]
    day = {"file_name": "a.csv", "rows_read": 3, "added": 2, "not_counted": []}
    left = [{"row": 3, "column": "DAY", "value": "?"}]
    in_time, later = {**day, "extracted_on": "2026-01-31"}, {**day, "extracted_on": "2026-02-02", "not_counted": left}
    found["from a file"] = replace(still, frozen=replace(still.frozen, imports=[in_time]))
    found["from a file taken out later"] = replace(still, frozen=replace(still.frozen, imports=[later]))
    found["older boundaries"] = replace(still, frozen=replace(still.frozen, of_older_boundaries=3))
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
