"""What the analysis takes: events, areas, who looked where, and periods. Plain values, no database."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

# Well graded on the Admiralty code: reliability A–C and credibility 1–3.
WELL_RELIABLE, WELL_CREDIBLE = frozenset("ABC"), frozenset({1, 2, 3})

SPORADIC = "sporadic"

Place = Literal["district", "city_wide", "online", "outside"]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of days, both ends included. Raises ValueError where it ends before it begins."""

    start: datetime.date
    end: datetime.date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"A period cannot end ({self.end}) before it begins ({self.start}).")

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def years(self) -> float:
        """Length in years of 365.25 days; whole calendar years count as whole numbers."""
        whole = self.end.year - self.start.year + 1
        if self == Period(datetime.date(self.start.year, 1, 1), datetime.date(self.end.year, 12, 31)):
            return float(whole)
        return self.days / 365.25

    @classmethod
    def of_months(cls, last: datetime.date, months: int) -> "Period":
        """So many calendar months, the last of them that of a day."""
        return cls(month_start(last, months - 1), month_end(last))

    def years_earlier(self, years: int) -> "Period":
        """The same calendar dates so many years before; 29 February becomes 28 February."""
        return Period(_years_earlier(self.start, years), _years_earlier(self.end, years))

    def holds(self, first: datetime.date, last: datetime.date) -> bool:
        """Whether all days from first to last lie in the period."""
        return self.start <= first and last <= self.end

    def touches(self, first: datetime.date, last: datetime.date) -> bool:
        return first <= self.end and last >= self.start


def _years_earlier(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


@dataclass(frozen=True, slots=True)
class Area:
    """A district: its code, its name, its residents (None where unknown)."""

    code: str
    name: str
    population: int | None

    def __post_init__(self) -> None:
        if self.population is not None and self.population < 0:
            raise ValueError(f"District {self.code} cannot have {self.population} residents.")


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where one source looked between two days: these areas, or the whole city where `areas` is None.

    Of one that is `still_looking` the last day is the last of which it has told.
    """

    source: str
    areas: frozenset[str] | None
    online: bool
    start: datetime.date
    end: datetime.date
    completeness: str = "full"
    still_looking: bool = False


@dataclass(frozen=True, slots=True)
class PracticeChange:
    """From this day on a source records otherwise than before, and why: what lies on both sides is not compared."""

    source: str
    on: datetime.date
    because: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """A trigger event's one question, declared before the numbers were seen: one group, in one window, asked alone.

    `family` is "currents", "manifestations", "targets" or "city"; `key` the group, "city" for the whole.
    """

    name: str
    family: str
    key: str
    window: Period


def is_well_graded(reliability: str, credibility: int) -> bool:
    return reliability in WELL_RELIABLE and credibility in WELL_CREDIBLE


class Event(NamedTuple):
    """One recorded event.

    `first_day` to `last_day` span the date as known (the same day where it is exact). `district` is an area's code
    where `place` is "district". `spot` is the grid cell it was placed in, (longitude, latitude). `reliability` and
    `credibility` are the two axes of the Admiralty code.
    """

    key: str
    first_day: datetime.date
    last_day: datetime.date
    reported: datetime.date | None
    place: Place
    district: str | None
    spot: tuple[float, float] | None
    currents: tuple[str, ...]
    manifestations: tuple[str, ...]
    targets: tuple[str, ...]
    space: str
    setting: str | None
    source: str
    source_type: str
    reliability: str
    credibility: int
    stale: bool
    platform: str = ""
    severity: int | None = None
    # Of the day, 0–23, where it is known.
    hour: int | None = None
    # What it is part of, where somebody said so: a series is counted once where change is tested.
    series: str | None = None

    @property
    def well_graded(self) -> bool:
        return is_well_graded(self.reliability, self.credibility)


@dataclass(frozen=True, slots=True)
class Total:
    """How many records of a year there were, of one source, whose time is over: under one code of one family.

    Families are `place` (a Place), `district`, `current`, `kind` and `group`. `months_late` is how many months after
    the year the last of them was reported, 0 within it.
    """

    year: int
    family: str
    code: str
    source: str
    months_late: int
    count: int


def first_of_series(events: Iterable[Event]) -> tuple[Event, ...]:
    """The units that are tested: the first event of every series, and all that are in none, in the order given."""
    seen: set[str] = set()
    kept = []
    for event in events:
        if event.series is None or event.series not in seen:
            kept.append(event)
        if event.series is not None:
            seen.add(event.series)
    return tuple(kept)


def month_start(day: datetime.date, back: int = 0) -> datetime.date:
    """The first day of a day's month, or of the month so many months before it."""
    number = day.year * 12 + day.month - 1 - back
    return datetime.date(number // 12, number % 12 + 1, 1)


def month_end(day: datetime.date) -> datetime.date:
    """The last day of a day's month."""
    return month_start(day, -1) - datetime.timedelta(days=1)
