"""Other counts that print the same, found by moving one count and making up for it along the sums it stands in.

Cheap, and enough for nearly all; where it finds nothing, `audit` asks the solver.
"""

from collections.abc import Iterable, Mapping, Sequence

# So many counts are moved before it is given up, and so many ways out are tried of one sum.
MOST_MOVES, MOST_WAYS = 200, 4


class Moves:
    """Counts at places, each between two ends, with sums {place: number} that come to a total.

    `counts` must hold; whatever `other` finds holds too.
    """

    def __init__(
        self, counts: Sequence[int], low: Sequence[int], high: Sequence[int], sums: Sequence[Mapping[int, int]]
    ) -> None:
        self.counts, self._low, self._high = counts, low, high
        self._sums = sums
        self._sums_of: list[list[int]] = [[] for _ in counts]
        for name, row in enumerate(sums):
            for place, number in row.items():
                if number:
                    self._sums_of[place].append(name)

    def other(self, place: int, value: int) -> dict[int, int] | None:
        """What is counted otherwise, with this value at this place; None where no short way there is found."""
        changed = {place: value}
        off: dict[int, int] = {}
        self._shift(off, place, value - self.counts[place])
        self._left = MOST_MOVES
        return changed if self._make_up(changed, off) else None

    def _shift(self, off: dict[int, int], place: int, by: int) -> None:
        for name in self._sums_of[place]:
            off[name] = off.get(name, 0) + by * self._sums[name][place]

    def _make_up(self, changed: dict[int, int], off: dict[int, int]) -> bool:
        """Move further counts, none of them twice, until every sum holds again."""
        name = next((name for name, by in off.items() if by), None)
        if name is None:
            return True
        for place, value in list(self._ways(name, off[name], changed))[:MOST_WAYS]:
            self._left -= 1
            if self._left < 0:
                return False
            by = value - self.counts[place]
            changed[place] = value
            self._shift(off, place, by)
            if self._make_up(changed, off):
                return True
            del changed[place]
            self._shift(off, place, -by)
        return False

    def _ways(self, name: int, off: int, changed: Mapping[int, int]) -> Iterable[tuple[int, int]]:
        """Counts of a sum that can make up for it alone, those first that stand in the fewest other sums."""
        row = self._sums[name]
        found = []
        for place, number in row.items():
            if place in changed or not number or off % number:
                continue
            value = self.counts[place] - off // number
            if self._low[place] <= value <= self._high[place]:
                found.append((len(self._sums_of[place]), place, value))
        return [(place, value) for _sums, place, value in sorted(found)]
