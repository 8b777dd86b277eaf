"""The records of one of two diagnoses, counted as far as they may be compared."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from analysis.change import FEWEST_OF_A_DAY
from analysis.comparison import CATEGORIES, FAMILIES, NO_GROUP
from analysis.coverage import ONLINE
from analysis.pair.ground import Ground
from analysis.records import Event, Period
from analysis.tally import normalised, place_of

Day = datetime.date | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The records of one diagnosis: all of its period, and what may be compared of them.

    `families` holds, for "city" and each family, how many there are under each name, a series once; `dates` the
    distinct days they lie on; `fullest` the day that has most of them, how many, and how many the next has, where that
    may be what made the count.
    """

    recorded: int = 0
    families: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    dates: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    fullest: Mapping[str, Mapping[str, tuple[datetime.date, int, int]]] = field(default_factory=dict)

    @property
    def compared(self) -> int:
        return self.families.get("city", {}).get("city", 0)


def figures(events: Iterable[Event], period: Period, ground: Ground, which: int) -> Figures:
    """Count the records of one of the two; `which` is 0 for the first and 1 for the second."""
    recorded = 0
    # of each unit the first of its days, as in `Comparison`; what lasted longer than a day is of none
    units: dict[str, dict[str, dict[str, Day]]] = {name: defaultdict(dict) for name in ("city", *FAMILIES)}
    days: dict[str, dict[str, set[datetime.date]]] = {name: defaultdict(set) for name in ("city", *FAMILIES)}
    for event in events:
        if not period.holds(event.first_day, event.last_day):
            continue
        recorded += 1
        if ground.windows is None or not _counts(event, ground, ground.windows[which]):
            continue
        unit = event.key if event.series is None else f"series {event.series}"
        day = event.first_day if event.first_day == event.last_day else None
        for family, key in _members(event, ground):
            own = units[family][key]
            own[unit] = day if event.series is None else min(filter(None, (day, own.get(unit))), default=None)
            days[family][key].add(event.first_day)
    fullest = {name: _fullest(units[name]) for name in ("city", *CATEGORIES)}
    return Figures(recorded, _sizes(units), _sizes(days), fullest)


def _fullest(units: Mapping[str, Mapping[str, Day]]) -> dict[str, tuple[datetime.date, int, int]]:
    found = {}
    for key, own in sorted(units.items()):
        counts = Counter(filter(None, own.values()))
        day = min(counts, key=lambda each: (-counts[each], each), default=None)
        if day is not None and counts[day] >= FEWEST_OF_A_DAY:
            found[key] = (day, counts.pop(day), max(counts.values(), default=0))
    return found


def behind(events: Iterable[Event], period: Period, ground: Ground, which: int, of: tuple[str, str]) -> list[Event]:
    """The records that one of these figures is made of, of every series all; `of` is its family and key."""
    return [
        event
        for event in events
        if period.holds(event.first_day, event.last_day)
        and ground.windows is not None
        and _counts(event, ground, ground.windows[which])
        and of in _members(event, ground)
    ]


def _sizes(sets: Mapping[str, Mapping[str, Collection[object]]]) -> dict[str, dict[str, int]]:
    return {family: {key: len(found) for key, found in sorted(own.items())} for family, own in sets.items()}


def _counts(event: Event, ground: Ground, window: Period) -> bool:
    place = place_of(event.place, event.district)
    cell = (event.source, place if ground.by_district or place == ONLINE else None)
    if cell not in ground.cells or not window.holds(event.first_day, event.last_day):
        return False
    if ground.is_same_period:
        return True
    return (event.reported or event.last_day) <= window.end + datetime.timedelta(days=ground.lags[event.source])


def _members(event: Event, ground: Ground) -> Iterator[tuple[str, str]]:
    yield "city", "city"
    if event.district is not None and ground.by_district:
        yield "districts", event.district
    for family in CATEGORIES:
        for name in {normalised(each) for each in getattr(event, family)} - NO_GROUP:
            yield family, name
