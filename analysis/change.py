"""The change of a city, of its districts and of a family of categories: the three questions, and their words."""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.questions.against_city import FEWEST_MEMBERS, FEWEST_WINDOWS, AgainstCity, against_city
from analysis.questions.dispersion import Counts, Dispersion, Values
from analysis.questions.expectation import LEAST_ALPHA, Expectations, expectations, members_alpha
from analysis.questions.family import ALONE, FALSE_DISCOVERY, FEWEST, adjusted, level_of
from analysis.questions.new_in_records import appearances
from analysis.questions.trend import FEWEST_WINDOWS as FEWEST_OF_A_TREND
from analysis.questions.trend import Trends, trends
from analysis.words import Word, claim

# "Than earlier years lead one to expect" needs years, in the plural.
FEWEST_EARLIER = 2
# What one day alone can make. A trend stays without its last window, what is new was recorded on three dates at least.
OF_ONE_DAY = frozenset({Word.ABOVE, Word.HIGHER, Word.ROSE})
# Fewer are of one day anyhow, where a hundred are of a year.
FEWEST_OF_A_DAY = 5


@dataclass(frozen=True, slots=True)
class Trend:
    """The yearly factor over all windows with its interval at the level of the family."""

    yearly: float
    low: float
    high: float
    p: float
    found: bool


@dataclass(frozen=True, slots=True)
class Expected:
    """What the earlier windows lead one to expect: a count and those that would not have surprised.

    `ratio_low` and `ratio_high` bound now ÷ expected. All at the level of the family.
    """

    count: float
    low: float
    high: float
    ratio_low: float
    ratio_high: float
    p: float
    found: bool


@dataclass(frozen=True, slots=True)
class Against:
    """A district against the city: now ÷ what the city's growth makes of its earlier windows, with its interval.

    `with_the_city` is that count. Of one that was found to have risen, `most` is the largest count with which it would
    not have been; infinite of all others.
    """

    ratio: float
    low: float
    high: float
    p: float
    found: bool
    with_the_city: float = 0.0
    most: float = math.inf


@dataclass(frozen=True, slots=True)
class Change:
    """One member: its counts in comparable windows and what may be said of them.

    `before` is the count of the window it is compared with, `earlier` those of all earlier windows, that one first, and
    `years` from the first day of all to the last. Every word is true; the first says most. A series counts once in all
    of them; `in_series` events of now are in `series` of them. `day` is the one without which it would not be above
    what was to be expected, with so many events `on_day`; most have none.
    """

    key: str
    before: int
    now: int
    earlier: tuple[int, ...] = ()
    years: int = 0
    words: tuple[Word, ...] = (Word.TOO_FEW,)
    trend: Trend | None = None
    expected: Expected | None = None
    against: Against | None = None
    in_series: int = 0
    series: int = 0
    day: datetime.date | None = None
    on_day: int = 0

    @property
    def events(self) -> int:
        """Events now, each of a series by itself."""
        return self.now - self.series + self.in_series

    @property
    def word(self) -> Word:
        return self.words[0]

    @property
    def with_day_as_one(self) -> int:
        """What there would be now, had the events of its one day counted once, as a series does."""
        return self.now - self.on_day + 1

    @property
    def may_rest_on_a_day(self) -> bool:
        return self._most_unsurprising >= 0

    def resting_on(self, day: datetime.date, on_day: int, *, next_most: int = 0) -> "Change":
        """The same with the day that has most of its events, where it would not surprise with these counted as one, and
        would with those of any other day; `next_most` are of the day after it."""
        told, other = (replace(self, day=day, on_day=count) for count in (on_day, next_most))
        is_it = told.with_day_as_one <= self._most_unsurprising < other.with_day_as_one
        return told if is_it and on_day >= FEWEST_OF_A_DAY else self

    @property
    def _most_unsurprising(self) -> float:
        """The largest count now that none of the words which one day can make would be said of; −1 where there is none
        such word, or its bound is not known."""
        if OF_ONE_DAY.isdisjoint(self.words):
            return -1
        if Word.ROSE in self.words:
            bound = self.against.most if self.against else math.inf
        else:
            bound = self.expected.high if self.expected else math.inf
        return bound if math.isfinite(bound) else -1

    @property
    def findings(self) -> tuple[Word, ...]:
        return tuple(word for word in self.words if word.is_finding)

    @property
    def ratio(self) -> float | None:
        """Now to the window it is compared with; a plain fact. None where there was nothing."""
        return self.now / self.before if self.before else None

    @property
    def rank(self) -> int:
        """1 for the highest of the windows; those that are equal share the better rank."""
        return 1 + sum(count > self.now for count in self.earlier)


@dataclass(frozen=True, slots=True)
class Counted:
    """The comparable counts of a family: `now` (members,), `earlier` (members, windows), the comparison first.

    `times` are the years of the current window and of the earlier ones, `years` is how many they span; `dates` the
    distinct days of the records of members that appear or vanish.
    """

    keys: tuple[str, ...]
    now: Counts
    earlier: Counts
    times: Values
    dates: Counts
    years: int = 0
    # Of the events now: how many are in a series, and in how many; none where there is no series at all.
    in_series: Counts | None = None
    series: Counts | None = None

    @property
    def all(self) -> Counts:
        return np.column_stack([self.now, self.earlier])


def city_change(counted: Counted, *, intervals: bool = True) -> Change:
    """The city, or one group asked alone: trend and expectation at 0.05 each, α = 0.03."""
    return _over_time(counted, np.array([LEAST_ALPHA]), alone=True, intervals=intervals)[0]


def alpha_of(counted: Counted) -> float:
    """The α of a family of categories (see `members_alpha`), of those that are asked."""
    return members_alpha(counted.earlier[_asked(counted)], counted.times[1:])


def members_changes(counted: Counted, alpha: float, *, intervals: bool = True) -> tuple[Change, ...]:
    """Currents, kinds or targeted groups: trend and expectation, each with false discoveries held at 10 %; and new.

    Asked are those with at least 10 records in all windows and some before the current one; their α is `alpha_of`.
    """
    changes = _over_time(counted, np.full(len(counted.keys), alpha), alone=False, intervals=intervals)
    found = appearances(counted.now, counted.earlier, counted.dates, alpha)
    return tuple(
        _appeared(change, new=bool(found.new[i]), gone=bool(found.gone[i])) for i, change in enumerate(changes)
    )


def _appeared(change: Change, *, new: bool, gone: bool) -> Change:
    if not (new or gone):
        return change
    return replace(change, words=(Word.NEW if new else Word.NO_LONGER, *change.findings))


def districts_changes(
    counted: Counted, spread: Dispersion, *, intervals: bool = True
) -> tuple[tuple[Change, ...], AgainstCity | None]:
    """Districts against the city; with fewer than 8 of them or fewer than two earlier windows counts and no words."""
    members = range(len(counted.keys))
    if len(members) < FEWEST_MEMBERS or counted.earlier.shape[1] < FEWEST_WINDOWS or not counted.earlier.sum():
        return tuple(_plain(counted, i) for i in members), None
    asked = against_city(counted.now, counted.earlier, spread)
    told = ~np.isnan(asked.p)
    nothing = np.zeros(len(told)), np.full(len(told), np.inf)
    level = level_of(asked.p[told])
    low, high = asked.within(level) if intervals else nothing
    most = asked.most_without_rise(level) if intervals else nothing[1]
    ratio, with_the_city = asked.ratio, asked.growth * asked.earlier
    changes = []
    for i in members:
        change = _plain(counted, i)
        if told[i]:
            change = _against(
                change,
                Against(
                    ratio=float(ratio[i]),
                    low=float(low[i]),
                    high=float(high[i]),
                    p=float(asked.p[i]),
                    found=bool(asked.found[i]),
                    with_the_city=float(with_the_city[i]),
                    most=float(most[i]),
                ),
            )
        changes.append(change)
    return tuple(changes), asked


def _against(change: Change, against: Against) -> Change:
    moved = Word.ROSE if against.ratio > 1 else Word.FELL
    word = moved if against.found else claim(against.low, against.high)
    return replace(change, words=(word,), against=against)


def _plain(counted: Counted, i: int) -> Change:
    """Counts, and no word but that they are few or tell nothing."""
    earlier = tuple(int(count) for count in counted.earlier[i])
    now = int(counted.now[i])
    word = Word.TOO_FEW if now + sum(earlier) < FEWEST else Word.CANNOT_TELL
    change = Change(counted.keys[i], earlier[0], now, earlier, counted.years, (word,))
    if counted.in_series is None or counted.series is None:
        return change
    return replace(change, in_series=int(counted.in_series[i]), series=int(counted.series[i]))


def _asked(counted: Counted) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    earlier = counted.earlier.sum(axis=1)
    return np.asarray((counted.now + earlier >= FEWEST) & (earlier > 0))


def _over_time(counted: Counted, alpha: Values, *, alone: bool, intervals: bool) -> list[Change]:
    """The first question: over the years, and against expectation."""
    rows = np.flatnonzero(_asked(counted))
    changes = [_plain(counted, i) for i in range(len(counted.keys))]
    if not len(rows):
        return changes
    rate = ALONE if alone else FALSE_DISCOVERY
    expected = _expected(counted, rows, alpha, rate, intervals=intervals)
    trend = _trends(counted, rows, alpha, rate)
    for position, i in enumerate(rows):
        changes[i] = _told(changes[i], trend[position] if trend else None, expected[position])
    return changes


def _expected(
    counted: Counted, rows: Sequence[int] | Counts, alpha: Values, rate: float, *, intervals: bool
) -> list[Expected]:
    asked: Expectations = expectations(
        counted.now[rows], counted.earlier[rows], counted.times[1:], float(counted.times[0]), alpha[rows]
    )
    level = level_of(asked.p, rate)
    found = adjusted(asked.p) <= rate
    nothing = np.zeros(len(asked.p)), np.full(len(asked.p), np.inf)
    counts = asked.counts_within(level) if intervals else nothing
    ratios = asked.ratios_within(level) if intervals else nothing
    return [
        Expected(
            count=float(asked.expected[k]),
            low=float(counts[0][k]),
            high=float(counts[1][k]),
            ratio_low=float(ratios[0][k]),
            ratio_high=float(ratios[1][k]),
            p=float(asked.p[k]),
            found=bool(found[k]),
        )
        for k in range(len(found))
    ]


def _trends(counted: Counted, rows: Sequence[int] | Counts, alpha: Values, rate: float) -> list[Trend]:
    if counted.earlier.shape[1] + 1 < FEWEST_OF_A_TREND:
        return []
    # A member whose records lie in one window alone has no slope to speak of without it.
    asked: Trends = trends(counted.all[rows], counted.times, alpha[rows])
    found = (adjusted(asked.p) <= rate) & asked.steady
    low, high = asked.yearly_within(level_of(asked.p, rate))
    yearly = np.exp(asked.slope)
    return [
        Trend(float(yearly[k]), float(low[k]), float(high[k]), float(asked.p[k]), bool(found[k]))
        for k in range(len(found))
    ]


def _told(change: Change, trend: Trend | None, expected: Expected) -> Change:
    words = []
    if trend and trend.found:
        words.append(Word.RISING if trend.yearly > 1 else Word.FALLING)
    if expected.found:
        more = change.now > expected.count
        if len(change.earlier) < FEWEST_EARLIER:
            words.append(Word.HIGHER if more else Word.LOWER)
        else:
            words.append(Word.ABOVE if more else Word.BELOW)
    if not words:
        words.append(claim(expected.ratio_low, expected.ratio_high))
    return replace(change, words=tuple(words), trend=trend, expected=expected)
