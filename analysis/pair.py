"""Two diagnoses side by side: what of their records may be compared, and what of it moved beyond noise.

Each diagnosis has its own records, as they were when it was made. Compared is like with like: the same calendar dates,
cells that the same source looked at alike in both, reports that came in as early. Of one and the same period nothing is
noise: what differs came into the records or left them, and is told as it is, without a word of change.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from analysis.change import FEWEST_OF_A_DAY, Change, Counted, city_change, members_changes
from analysis.comparison import CATEGORIES, FAMILIES, NO_GROUP, Family
from analysis.coverage import ONLINE, Cell, covers
from analysis.questions.against_city import FEWEST_MEMBERS, against_one_window
from analysis.questions.dispersion import Dispersion
from analysis.questions.expectation import LEAST_ALPHA
from analysis.questions.family import FEWEST
from analysis.questions.new_in_records import appearances_since
from analysis.records import Area, Coverage, Event, Period, PracticeChange
from analysis.tally import normalised, place_of
from analysis.words import Word

Day = datetime.date | None


class Unlike(StrEnum):
    """Why something of two diagnoses cannot be compared."""

    ERASED = "erased"
    MARKINGS = "markings"
    DATES = "dates"
    SOURCES = "sources"
    NO_SOURCE = "no_source"
    BOUNDARIES = "boundaries"
    DISTRICTS = "districts"
    VOICES = "voices"
    PRIORITIES = "priorities"
    METHOD = "method"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looked where for one diagnosis, and up to when they have told. `boundaries` names the division it counts by.

    `extracted` is the day up to which each source has told, `extracted_on` that of all others.
    """

    period: Period
    areas: Sequence[Area]
    boundaries: str
    coverage: Sequence[Coverage]
    changes: Sequence[PracticeChange]
    extracted: Mapping[str, datetime.date]
    extracted_on: datetime.date


@dataclass(frozen=True, slots=True)
class Ground:
    """What of the records of two diagnoses may be compared; the earlier one first.

    `windows` are the days compared of each, None where there are none; `cells` those looked at alike, `lags` how many
    days after its window a report of a source counts (none where the period is the same). `left_out` are sources that
    looked in either and in no cell alike. Without `by_district` the divisions differ, and only what looked at the whole
    city is compared.
    """

    windows: tuple[Period, Period] | None
    cells: frozenset[Cell] = frozenset()
    lags: Mapping[str, int] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    by_district: bool = True
    unlike: tuple[Unlike, ...] = ()

    @property
    def is_same_period(self) -> bool:
        return self.windows is not None and self.windows[0] == self.windows[1]


def windows_of(first: Period, second: Period) -> tuple[Period, Period] | None:
    """The days of two periods that may be compared: the whole of both where they are the same calendar dates; of two
    that share days, what each has alone, where that is the same calendar dates. None where a season would read as a
    change. `first` is the one that ends first.
    """
    if first == second:
        return first, second
    if first.end < second.start:
        return (first, second) if _same_dates(first, second) else None
    if first.start < second.start and first.end < second.end:
        alone = (
            Period(first.start, second.start - datetime.timedelta(days=1)),
            Period(first.end + datetime.timedelta(days=1), second.end),
        )
        return alone if _same_dates(*alone) else None
    return None


def _same_dates(first: Period, second: Period) -> bool:
    """Whether one is the other whole years later; the end of February is one day, whatever its number."""
    years = second.start.year - first.start.year
    ends = [(end.month, 28 if (end.month, end.day) == (2, 29) else end.day) for end in (first.end, second.end)]
    starts = [(start.month, start.day) for start in (first.start, second.start)]
    return years > 0 and starts[0] == starts[1] and ends[0] == ends[1] and second.end.year - first.end.year == years


def common_ground(first: Looking, second: Looking) -> Ground:
    """Of the diagnosis whose period ends first, and the other. Pure of their records."""
    windows = windows_of(first.period, second.period)
    if windows is None:
        return Ground(None, unlike=(Unlike.DATES,))
    by_district = first.boundaries == second.boundaries
    rows = [_whole_city(each) if not by_district else list(each.coverage) for each in (first, second)]
    areas = [area.code for area in first.areas] if by_district else []
    changes = [*first.changes, *second.changes]
    looked = [{row.source for row in each.coverage if windows[n].touches(row.start, row.end)}
              for n, each in enumerate((first, second))]  # fmt: skip
    cells = frozenset(
        cell for source in sorted(looked[0] & looked[1]) if not _recording_changed(source, changes, windows)
        for cell in _alike(source, rows, windows, areas)
    )  # fmt: skip
    left_out = tuple(sorted((looked[0] | looked[1]) - {source for source, _place in cells}))
    unlike = (*(() if by_district else (Unlike.BOUNDARIES,)), *((Unlike.SOURCES,) if left_out else ()))
    if not cells:
        return Ground(None, left_out=left_out, by_district=by_district, unlike=(*unlike, Unlike.NO_SOURCE))
    same = windows[0] == windows[1]
    lags = {} if same else {source: _lag(source, first, second) for source, _place in cells}
    return Ground(windows, cells, lags, left_out, by_district, unlike)


def _whole_city(looking: Looking) -> list[Coverage]:
    """Rows of sources that looked at every district; of the others what they looked at online."""
    every = {area.code for area in looking.areas}
    return [
        Coverage(row.source, None if row.areas is None or row.areas >= every else frozenset(), row.online, row.start,
                 row.end, row.completeness, row.still_looking)
        for row in looking.coverage
    ]  # fmt: skip


def _recording_changed(source: str, changes: Iterable[PracticeChange], windows: tuple[Period, Period]) -> bool:
    """In or between the windows; of one and the same period both have the same change in them."""
    if windows[0] == windows[1]:
        return False
    return any(each.source == source and windows[0].start < each.on <= windows[1].end for each in changes)


def _alike(
    source: str, rows: Sequence[Sequence[Coverage]], windows: tuple[Period, Period], areas: Sequence[str]
) -> Iterator[Cell]:
    own = [[row for row in each if row.source == source] for each in rows]
    for place in (*areas, ONLINE, None):
        how = [_how(each, place, window) for each, window in zip(own, windows, strict=True)]
        if how[0] and how[0] == how[1]:
            yield source, place


def _how(rows: Iterable[Coverage], place: str | None, window: Period) -> frozenset[str]:
    """How completely a place was looked at on every day of a window; nothing where it was not on some day."""
    there = [row for row in rows if _reaches(row, place)]
    if covers(there, window) < 1:
        return frozenset()
    return frozenset(row.completeness for row in there if window.touches(row.start, row.end))


def _reaches(row: Coverage, place: str | None) -> bool:
    if place == ONLINE:
        return row.online
    if place is None:
        return row.areas is None or bool(row.areas)
    return row.areas is None or place in row.areas


def _lag(source: str, first: Looking, second: Looking) -> int:
    """As many days as the one that was made sooner after its period had."""
    return min((each.extracted.get(source, each.extracted_on) - each.period.end).days for each in (first, second))


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


@dataclass(frozen=True, slots=True)
class Variation:
    """How much counts vary as usual, learnt from the earlier windows of the later diagnosis."""

    spread: Dispersion = field(default_factory=Dispersion)
    alphas: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, families: Mapping[str, Family]) -> "Variation":
        return cls(families["districts"].spread, {name: families[name].alpha for name in CATEGORIES})


@dataclass(frozen=True, slots=True)
class Moved:
    """One figure that differs: of "city" or of a family, and how many there were in each.

    `word` says what may be said of the way from the earlier to the later, None of one and the same period; and whether
    it is so because `of_one_day`.
    """

    family: str
    key: str
    first: int
    second: int
    word: Word | None = None
    of_one_day: bool = False


@dataclass(frozen=True, slots=True)
class Moves:
    """What moved beyond noise, of so many that were asked; and what could not be asked."""

    found: tuple[Moved, ...] = ()
    asked: int = 0
    unlike: tuple[Unlike, ...] = ()


def moves(first: Figures, second: Figures, ground: Ground, districts: Sequence[str], variation: Variation) -> Moves:
    """The figures that moved between two diagnoses, the earlier first.

    By the tests of one window against one before (`analysis.change`): the city at 0.05, each family at a rate of false
    discoveries of 10 %; a category that was in neither by the test of what is new, with one window and so without that
    word. Districts are read against the city, at least 8 of them with a variation that two earlier windows told. Of one
    and the same period every difference is told, and no word.
    """
    if ground.windows is None:
        return Moves()
    if ground.is_same_period:
        found = tuple(each for family in ("city", *FAMILIES) for each in _differing(family, first, second))
        return Moves(found, asked=len(found))
    city = _of_city(first, second, ground)
    told, unlike = _of_districts(first, second, districts, variation) if ground.by_district else ([], False)
    members = [each for name in CATEGORIES for each in _of_members(name, first, second, ground, variation)]
    every = [*city, *told, *members]
    return Moves(
        found=tuple(moved for moved in every if moved.word is not None and moved.word.is_finding),
        asked=len(every),
        unlike=(Unlike.DISTRICTS,) if unlike else (),
    )


def _differing(family: str, first: Figures, second: Figures) -> Iterator[Moved]:
    one, other = first.families.get(family, {}), second.families.get(family, {})
    for key in sorted({*one, *other}):
        if one.get(key, 0) != other.get(key, 0):
            yield Moved(family, key, one.get(key, 0), other.get(key, 0))


def _of_city(first: Figures, second: Figures, ground: Ground) -> list[Moved]:
    if not first.compared or first.compared + second.compared < FEWEST:
        return []
    return [_moved("city", city_change(_counted("city", ("city",), first, second, ground)), second)]


def _moved(family: str, change: Change, second: Figures) -> Moved:
    if found := second.fullest.get(family, {}).get(change.key):
        change = change.resting_on(*found[:2], next_most=found[2])
    return Moved(family, change.key, change.before, change.now, change.word, of_one_day=change.day is not None)


def _of_members(family: str, first: Figures, second: Figures, ground: Ground, variation: Variation) -> Iterator[Moved]:
    keys = tuple(sorted({*first.families.get(family, {}), *second.families.get(family, {})}))
    if not keys:
        return
    counted = _counted(family, keys, first, second, ground)
    alpha = variation.alphas.get(family, LEAST_ALPHA)
    there = appearances_since(counted.now, counted.earlier[:, 0], counted.dates, alpha)
    for n, change in enumerate(members_changes(counted, alpha)):
        if there.new[n] or there.gone[n]:
            yield Moved(family, change.key, change.before, change.now, Word.HIGHER if there.new[n] else Word.LOWER)
        elif change.expected is not None:
            yield _moved(family, change, second)


def _counted(family: str, keys: tuple[str, ...], first: Figures, second: Figures, ground: Ground) -> Counted:
    if ground.windows is None:
        raise ValueError("Nothing of the two may be compared.")
    earlier, now = ([of.families.get(family, {}).get(key, 0) for key in keys] for of in (first, second))
    dates = [
        (second if there else first).dates.get(family, {}).get(key, 0) if bool(there) != bool(before) else 0
        for key, there, before in zip(keys, now, earlier, strict=True)
    ]
    years = [window.start.year for window in reversed(ground.windows)]
    return Counted(
        keys=keys,
        now=np.array(now, dtype=np.int64),
        earlier=np.array(earlier, dtype=np.int64)[:, None],
        times=np.array(years, dtype=np.float64),
        dates=np.array(dates, dtype=np.int64),
    )


def _of_districts(
    first: Figures, second: Figures, districts: Sequence[str], variation: Variation
) -> tuple[list[Moved], bool]:
    """And whether they could not be asked: too few, or with a variation nobody knows."""
    if len(districts) < FEWEST_MEMBERS or not variation.spread.known:
        return [], True
    earlier, now = (
        np.array([of.families.get("districts", {}).get(code, 0) for code in districts], dtype=np.int64)
        for of in (first, second)
    )
    if not earlier.sum() or not now.sum():
        return [], False
    read = against_one_window(now, earlier, variation.spread)
    ratio = read.ratio
    told = []
    for n, code in enumerate(districts):
        if not np.isnan(read.p[n]):
            moved = (Word.ROSE if ratio[n] > 1 else Word.FELL) if read.found[n] else Word.CANNOT_TELL
            told.append(Moved("districts", code, int(earlier[n]), int(now[n]), moved))
    return told, False
