"""Other counts that print the same, found by moving one count and making up for it along the sums it stands in.

Cheap, and enough for nearly all; where it finds nothing, `audit` asks the solver.
"""

from collections.abc import Mapping, Sequence

# So many counts are moved before it is given up, and so many ways out are tried of one sum.
MOST_MOVES, MOST_WAYS = 200, 4


class Joined:
    """Which of so many places stand in which sums {place: number}."""

    def __init__(self, places: int, sums: Sequence[Mapping[int, int]]) -> None:
        self.sums_of: list[list[tuple[int, int]]] = [[] for _ in range(places)]
        for name, row in enumerate(sums):
            for place, number in row.items():
                if number:
                    self.sums_of[place].append((name, number))
        # of each sum those first that stand in the fewest others
        self.rows = [
            [
                (place, number)
                for _sums, place, number in sorted(
                    (len(self.sums_of[place]), place, number) for place, number in row.items() if number
                )
            ]
            for row in sums
        ]


class Moves:
    """Counts at places, each between two ends, joined by sums that come to a total.

    `counts` must hold; whatever `other` finds holds too.
    """

    def __init__(self, counts: Sequence[int], low: Sequence[int], high: Sequence[int], joined: Joined) -> None:
        self.counts, self._low, self._high = counts, low, high
        self._joined = joined

    def other(self, place: int, value: int) -> dict[int, int] | None:
        """What is counted otherwise, with this value at this place; None where no short way there is found."""
        changed = {place: value}
        off: dict[int, int] = {}
        self._shift(off, place, value - self.counts[place])
        self._left = MOST_MOVES
        return changed if self._make_up(changed, off) else None

    def _shift(self, off: dict[int, int], place: int, by: int) -> None:
        pop = off.pop
        for name, number in self._joined.sums_of[place]:
            # put behind the others, however it stood before
            if now := pop(name, 0) + by * number:
                off[name] = now

    def _make_up(self, changed: dict[int, int], off: dict[int, int]) -> bool:
        """Move further counts, none of them twice, until every sum holds again."""
        if not off:
            return True
        name = next(iter(off))
        for place, value in self._ways(name, off[name], changed):
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

    def _ways(self, name: int, off: int, changed: Mapping[int, int]) -> list[tuple[int, int]]:
        """Some counts of a sum that can make up for it alone."""
        counts, low, high = self.counts, self._low, self._high
        found: list[tuple[int, int]] = []
        for place, number in self._joined.rows[name]:
            if place in changed or off % number:
                continue
            value = counts[place] - off // number
            if low[place] <= value <= high[place]:
                found.append((place, value))
                if len(found) == MOST_WAYS:
                    break
        return found
