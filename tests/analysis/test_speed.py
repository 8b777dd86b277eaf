"""A large city is analysed in seconds, and ten times the records take no more than about ten times as long."""

import datetime
import time

import numpy as np

from analysis.landscape import analyse
from analysis.records import Area, Event
from tests.analysis.makers import EXTRACTED, YEAR, coverage, event

AREAS = [Area(f"{number:03}", f"District {number}", 20_000) for number in range(158)]
KINDS = ("police", "school", "media", "municipal")


def _events(count: int) -> list[Event]:
    rng = np.random.default_rng(1)
    days = [datetime.date(2020, 1, 1) + datetime.timedelta(days=n) for n in rng.integers(0, 2190, count).tolist()]
    places = rng.integers(0, len(AREAS), count).tolist()
    return [
        event(day, AREAS[place].code, source=KINDS[n % 4], source_type=KINDS[n % 4], targets=(f"group {n % 7}",))
        for n, (day, place) in enumerate(zip(days, places, strict=True))
    ]


def _seconds(count: int) -> float:
    rows = _events(count)
    looked = [coverage(kind, first=2020) for kind in KINDS]
    began = time.process_time()
    analyse(
        rows,
        AREAS,
        looked,
        period=YEAR,
        comparison=YEAR.years_earlier(1),
        history=[YEAR.years_earlier(k) for k in range(1, 6)],
        extracted_on=EXTRACTED,
    )
    return time.process_time() - began


def test_a_hundred_thousand_records_take_seconds() -> None:
    few, many = _seconds(10_000), _seconds(100_000)
    assert many < 10
    assert many < 15 * few
