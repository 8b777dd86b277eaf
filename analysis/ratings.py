"""Ratings of concern and of trust: how many of each level, the middle one, and what is expected of the next year."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median_high, median_low

from analysis.disclosure import may_show_rating
from analysis.sessions import Rated, Session

# From the worst to the best.
DIRECTIONS = ("much_worse", "worse", "same", "better", "much_better")
Counts = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Ratings:
    """Ratings of one thing by one block, or by one sector of it: how many of each level from 1 to 5.

    `middles` are the two middle ones of an even number, which may differ; of an odd number they are the same.
    `directions` counts what they expect, in the order of DIRECTIONS; None where too few said.
    """

    of: str
    block: str
    counts: Counts
    middles: tuple[int, int]
    directions: Counts | None = None
    sector: str = ""

    @property
    def expected(self) -> tuple[str, str] | None:
        """The two middle directions."""
        if self.directions is None:
            return None
        places = [place for place, count in enumerate(self.directions) for _each in range(count)]
        return DIRECTIONS[median_low(places)], DIRECTIONS[median_high(places)]


def ratings(rated: Iterable[Rated]) -> tuple[tuple[Ratings, ...], bool]:
    """By what is rated and the block of whoever rated it, then by those of its sectors that can be told; and whether
    there were others that too few gave."""
    of_block: dict[tuple[str, str], list[Rated]] = defaultdict(list)
    for each in rated:
        of_block[each.of, each.unit.block].append(each)
    told: list[Ratings] = []
    for (of, block), rows in sorted(of_block.items()):
        if _enough(rows):
            told.append(_ratings(of, block, "", rows))
            told += [_ratings(of, block, sector, found) for sector, found in _sectors(rows).items()]
    return tuple(told), len({(each.of, each.block) for each in told}) < len(of_block)


def _enough(rows: Iterable[Rated]) -> bool:
    return may_show_rating({row.by for row in rows})


def _sectors(rows: Sequence[Rated]) -> dict[str, list[Rated]]:
    """Sectors of a block of which enough rated, where the block less all of them is nobody or enough as well: else
    the ratings of the others could be had by subtraction."""
    found: dict[str, list[Rated]] = defaultdict(list)
    for row in rows:
        found[row.unit.sector].append(row)
    shown = {sector: each for sector, each in sorted(found.items()) if sector and _enough(each)}
    while shown and not _covers(rows, shown) and not _enough(row for row in rows if row.unit.sector not in shown):
        del shown[min(shown, key=lambda sector: (len({row.by for row in shown[sector]}), sector))]
    return shown if len(shown) > 1 or not _covers(rows, shown) else {}


def _covers(rows: Sequence[Rated], shown: Mapping[str, Sequence[Rated]]) -> bool:
    return all(row.unit.sector in shown for row in rows)


def _ratings(of: str, block: str, sector: str, rows: Sequence[Rated]) -> Ratings:
    levels = _once([(row, row.level) for row in rows])
    expected = [(row, DIRECTIONS.index(row.direction)) for row in rows if row.direction]
    counts = levels.count(1), levels.count(2), levels.count(3), levels.count(4), levels.count(5)
    places = _once(expected) if _enough(row for row, _place in expected) else None
    return Ratings(
        of=of,
        block=block,
        sector=sector,
        counts=counts,
        middles=(median_low(levels), median_high(levels)),
        directions=(places.count(0), places.count(1), places.count(2), places.count(3), places.count(4))
        if places
        else None,
    )


# What is rated, the block of whoever rated it, and a sector of that or "".
RatedBy = tuple[str, str, str]


def sessions_by_level(
    sessions: Iterable[Session], rated_in: Callable[[Session], Iterable[Rated]]
) -> dict[RatedBy, tuple[frozenset[str], ...]]:
    """In which sessions each level from 1 to 5 was given, of an organisation on the record all in which it rated: five
    sets of keys, as many as levels. Nothing where one that was held in confidence is among them: nothing says which
    of them it is."""
    levels: dict[tuple[str, str], list[int]] = defaultdict(list)
    given: dict[RatedBy, list[tuple[Session, Rated]]] = defaultdict(list)
    for session in sessions:
        for row in rated_in(session):
            levels[row.of, row.unit.key].append(row.level)
            for sector in {"", row.unit.sector}:
                given[row.of, row.unit.block, sector].append((session, row))
    counted = {key: median_low(own) for key, own in levels.items()}
    found = {}
    for of, rows in given.items():
        if not any(session.in_confidence for session, _row in rows):
            sets: list[set[str]] = [set(), set(), set(), set(), set()]
            for session, row in rows:
                level = counted[row.of, row.unit.key] if row.unit.is_named else row.level
                sets[level - 1].add(session.key)
            found[of] = tuple(map(frozenset, sets))
    return found


def _once(given: Sequence[tuple[Rated, int]]) -> list[int]:
    """An organisation on the record counts once, by the lower median of what it gave; of whoever is not named each
    rating counts."""
    named: dict[str, list[int]] = defaultdict(list)
    others = []
    for row, value in given:
        if row.unit.is_named:
            named[row.unit.key].append(value)
        else:
            others.append(value)
    return [*(median_low(values) for values in named.values()), *others]
