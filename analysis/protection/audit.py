"""What a reader can still narrow down, given all that is printed: by integers, not below zero, within sums and bands.

A small count is kept where for each value from 0 to the threshold less one there is a set of tables that prints the
same. Such a set is looked for by moving single counts (`moves`), then by an integer program (HiGHS, Huangfu and Hall
2018, through `scipy.optimize.milp`), and checked in exact whole numbers against every sum and band: what is called kept
has been shown to be so, and a set that the solver misses is as good as none.

Who knows the rule knows more: two hidden counts beside which nothing else had to be hidden are both small. So a hidden
small count stays below the threshold in such a set, and what is hidden for its sake at or above it.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy
from numpy.typing import NDArray

from analysis.disclosure import Band
from analysis.protection.bounds import tightened
from analysis.protection.cells import Cell, Key, Printed, Sum, Tables
from analysis.protection.moves import Joined, Moves

SEED = 20_241
# Room above the counts themselves for whatever is moved: a set of tables needs no more.
ROOM = 100
# Of what the solver found so many are kept, to begin from anew.
NEAR = 2
# So much is asked of the solver of cells that hang together, and so much of one question: in counts and not in seconds,
# so that an edition is the same on every machine. What is left after that is taken for told.
MOST_QUESTIONS, MOST_NODES = 400, 200


@dataclass(frozen=True)
class _Part:
    """Cells that no printed count cuts off from each other, with the sums between them and the ends of each."""

    keys: tuple[Key, ...]
    sums: tuple[tuple[dict[int, int], int], ...]
    low: list[int]
    high: list[int]
    truth: list[int]

    def narrowed(self, small: Collection[Key], threshold: int) -> set[Key]:
        """Those small ones that cannot take some value below the threshold."""
        told = self.ruled_out(small, threshold)
        moves = self._moves_from(self.truth)
        asked = (place for place, key in enumerate(self.keys) if key in small and key not in told)
        wanted = ((place, value) for place in asked for value in range(threshold) if value != self.truth[place])
        hard = [each for each in wanted if not self._is_moved(moves, *each)]
        return told | self._narrowed(hard, {place for place, _value in hard})

    def ruled_out(self, small: Collection[Key], threshold: int) -> set[Key]:
        """Those of which some value below the threshold lies outside of the ends that sums leave."""
        low, high = self._reach
        asked = ((place, key) for place, key in enumerate(self.keys) if key in small)
        return {key for place, key in asked if low[place] > 0 or high[place] < threshold - 1}

    @cached_property
    def _reach(self) -> tuple[list[int], list[int]]:
        return tightened(self.low, self.high, self.sums)

    def _moves_from(self, counts: Sequence[int]) -> Moves:
        return Moves(counts, *self._reach, self._joined)

    @cached_property
    def _joined(self) -> Joined:
        return Joined(len(self.keys), [row for row, _total in self.sums])

    def _is_moved(self, moves: Moves, place: int, value: int) -> bool:
        changed = moves.other(place, value)
        return changed is not None and changed[place] == value and self._still_holds(changed, moves.counts)

    def _still_holds(self, changed: Mapping[int, int], counts: Sequence[int]) -> bool:
        """In exact whole numbers; sums of which nothing changed hold as they did."""
        off: dict[int, int] = defaultdict(int)
        for at, count in changed.items():
            for name, number in self._joined.sums_of[at]:
                off[name] += number * (count - counts[at])
        return all(self.low[at] <= count <= self.high[at] for at, count in changed.items()) and not any(off.values())

    def _narrowed(self, hard: Collection[tuple[int, int]], places: Collection[int]) -> set[Key]:
        """By the solver; the farthest first, for one set of tables mostly serves many, and leads to others nearby."""
        left, found, near = set(hard), set[int](), deque[Moves](maxlen=NEAR)
        random, sums = np.random.default_rng(SEED), self._constraints() if hard else []
        questions = 0
        for place, value in sorted(hard, key=lambda each: (-abs(each[1] - self.truth[each[0]]), each)):
            if (place, value) not in left or place in found:
                continue
            if any(self._is_moved(moves, place, value) for moves in near):
                continue
            signs = random.choice([-1.0, 1.0], len(self.keys))
            other = self._other(place, value, sums, signs, places) if questions < MOST_QUESTIONS else None
            questions += 1
            if other is None:
                found.add(place)
            else:
                left -= {(each, other[each]) for each in places}
                near.appendleft(self._moves_from(other))
        return {self.keys[place] for place in found}

    def _other(
        self,
        place: int,
        value: int,
        sums: "list[scipy.optimize.LinearConstraint]",
        signs: NDArray[np.float64],
        places: Collection[int],
    ) -> list[int] | None:
        """Other counts that print the same, with this value at this place; None where there are none."""
        if not self.low[place] <= value <= self.high[place]:
            return None
        low, high = np.array(self.low), np.array(self.high)
        low[place] = high[place] = value
        weights = np.zeros(len(low))
        weights[sorted(places)] = signs[sorted(places)]
        found = scipy.optimize.milp(
            weights,
            integrality=np.ones(len(low), dtype=int),
            bounds=scipy.optimize.Bounds(low, high),
            constraints=sums,
            options={"node_limit": MOST_NODES},
        )
        counts = [] if found.x is None else [round(count) for count in found.x]
        return counts if counts and self._holds(counts, place, value) else None

    def _holds(self, counts: Sequence[int], place: int, value: int) -> bool:
        """In exact whole numbers."""
        ends = zip(self.low, counts, self.high, strict=True)
        return (
            counts[place] == value
            and all(low <= count <= high for low, count, high in ends)
            and all(sum(number * counts[at] for at, number in row.items()) == total for row, total in self.sums)
        )

    def _constraints(self) -> "list[scipy.optimize.LinearConstraint]":
        if not self.sums:
            return []
        at = [(row, place, number) for row, (each, _) in enumerate(self.sums) for place, number in each.items()]
        rows, places, numbers = zip(*at, strict=True)
        matrix = scipy.sparse.csr_array(
            (np.array(numbers, float), (rows, places)), shape=(len(self.sums), len(self.keys))
        )
        totals = np.array([total for _row, total in self.sums], float)
        return [scipy.optimize.LinearConstraint(matrix, totals, totals)]


@dataclass(frozen=True)
class Reader:
    """What a reader of what is shown can tell, of small counts.

    `shown` may leave cells out, which are not printed then; what was printed before is known all the same. Of `dropped`
    tables nothing is printed, whatever their counts are.
    """

    tables: Tables
    shown: Mapping[Key, Printed]
    threshold: int
    dropped: frozenset[str] = frozenset()

    def narrowed(self, small: Iterable[Key]) -> list[Key]:
        """Of these small counts those of which something can be told, in the order of the cells."""
        found = self._told(small, _Part.narrowed)
        return [cell.key for cell in self.tables.cells if cell.key in found]

    def ruled_out(self, small: Iterable[Key]) -> set[Key]:
        """Some of what is `narrowed`, at little cost: what follows from one sum at a time."""
        return self._told(small, _Part.ruled_out)

    @cached_property
    def _exact(self) -> dict[Key, int]:
        exact = {key: each for key, each in self.shown.items() if isinstance(each, int)}
        return exact | {key: self.tables.of[key].count for key in self.tables.printed_before}

    def _told(self, small: Iterable[Key], of_part: Callable[[_Part, Collection[Key], int], set[Key]]) -> set[Key]:
        """Of these what is printed exactly, and what is told within each part."""
        asked = set(small)
        parts = (of_part(part, asked.intersection(part.keys), self.threshold) for part in self._parts)
        return (asked & self._exact.keys()).union(*parts)

    @cached_property
    def _parts(self) -> list[_Part]:
        """The cells that are not printed exactly, in parts that are of no matter to each other."""
        tables, exact = self.tables, self._exact
        most = max((cell.count for cell in tables.cells), default=0) + ROOM
        ends = {cell.key: _ends(cell, self.shown, self.threshold, most, self.dropped) for cell in tables.cells}
        parts = []
        for keys in _connected([key for key in ends if key not in exact], tables.sums, exact):
            place = {key: each for each, key in enumerate(keys)}
            touching = {each for key in keys for each in tables.sums_with[key]}
            parts.append(
                _Part(
                    keys=tuple(keys),
                    sums=tuple(_row(each, place, exact) for each in tables.sums if each in touching),
                    low=[ends[key].low for key in keys],
                    high=[ends[key].high for key in keys],
                    truth=[tables.of[key].count for key in keys],
                )
            )
        return parts


def _ends(cell: Cell, shown: Mapping[Key, Printed], threshold: int, most: int, dropped: Collection[str]) -> Band:
    """Between which counts a reader knows a cell to lie, by what is printed of it or by why nothing is."""
    printed = shown.get(cell.key)
    if isinstance(printed, Band):
        return printed
    if cell.is_banded or not (cell.is_printed and cell.is_protected) or cell.table in dropped:
        return Band(0, most)
    return Band(0, threshold - 1) if cell.count < threshold else Band(threshold, most)


def _row(each: Sum, place: Mapping[Key, int], exact: Mapping[Key, int]) -> tuple[dict[int, int], int]:
    """A sum as numbers at the places of open cells, and what they come to: printed counts are on the other side."""
    row: dict[int, int] = defaultdict(int)
    total = 0
    for key, number in ((each.whole, 1), *((part, -1) for part in each.parts)):
        if key in place:
            row[place[key]] += number
        else:
            total -= number * exact[key]
    return dict(row), total


def _connected(keys: Iterable[Key], sums: Iterable[Sum], exact: Mapping[Key, int]) -> list[list[Key]]:
    """Cells that stand in one sum, directly or through others; each list in the order given."""
    leads_to = {key: key for key in keys}

    def first(key: Key) -> Key:
        while leads_to[key] != key:
            leads_to[key] = leads_to[leads_to[key]]
            key = leads_to[key]
        return key

    for each in sums:
        there = [key for key in (each.whole, *each.parts) if key not in exact]
        for key in there[1:]:
            leads_to[first(key)] = first(there[0])
    found: dict[Key, list[Key]] = defaultdict(list)
    for key in leads_to:
        found[first(key)].append(key)
    return list(found.values())
