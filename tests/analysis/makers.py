"""Events, areas and coverage for the tests of the analysis; each test says only what it is about."""

import datetime
import itertools
from typing import Any

from analysis.records import Area, Coverage, Event, Period

YEAR = Period(datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))
EXTRACTED = datetime.date(2026, 1, 31)
_KEYS = itertools.count(1)
NORTH, SOUTH = Area("N", "North", 10_000), Area("S", "South", 20_000)


def event(day: datetime.date, district: str | None = "N", **fields: Any) -> Event:
    values: dict[str, Any] = {
        "key": str(next(_KEYS)),
        "first_day": day,
        "last_day": day,
        "reported": None,
        "place": "district" if district else "city_wide",
        "district": district,
        "spot": None,
        "currents": ("none_known",),
        "manifestations": ("threat",),
        "targets": ("none",),
        "space": "offline",
        "setting": "street",
        "source": "police",
        "source_type": "police",
        "reliability": "B",
        "credibility": 2,
        "stale": False,
    }
    return Event(**{**values, **fields})


def events(count: int, year: int, district: str | None = "N", **fields: Any) -> list[Event]:
    """So many events, spread over the days of a year."""
    first = datetime.date(year, 1, 1)
    return [event(first + datetime.timedelta(days=(n * 37) % 365), district, **fields) for n in range(count)]


def coverage(source: str = "police", first: int = 2015, last: int = 2025, **fields: Any) -> Coverage:
    values: dict[str, Any] = {"areas": None, "online": True}
    return Coverage(
        source=source,
        start=datetime.date(first, 1, 1),
        end=datetime.date(last, 12, 31),
        **{**values, **fields},
    )
