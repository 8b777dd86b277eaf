"""How far each count can lie at all, by one sum at a time: what is ruled out so needs no search."""

from collections import deque
from collections.abc import Mapping, Sequence

# Sums are looked at so often on average, and then left: ends that are too wide are still true.
MOST_LOOKS = 100


def tightened(
    low: Sequence[int], high: Sequence[int], sums: Sequence[tuple[Mapping[int, int], int]]
) -> tuple[list[int], list[int]]:
    """The ends of counts at places, brought in as far as sums {place: number} that come to a total allow.

    Interval labels carried along the sums until none moves (Davis 1987, Artificial Intelligence 32, 281–331), in whole
    numbers: no counts that keep to all ends and sums lie outside of what is returned. Some that lie inside may still be
    impossible. Raises ValueError where no counts keep to all of them.
    """
    low, high = list(low), list(high)
    sums_of: list[list[int]] = [[] for _ in low]
    for name, (row, _total) in enumerate(sums):
        for place in row:
            sums_of[place].append(name)
    waiting = deque(range(len(sums)))
    is_waiting = [True] * len(sums)
    for _look in range(MOST_LOOKS * len(sums)):
        if not waiting:
            break
        name = waiting.popleft()
        is_waiting[name] = False
        for place in _brought_in(*sums[name], low, high):
            for other in sums_of[place]:
                if not is_waiting[other]:
                    is_waiting[other] = True
                    waiting.append(other)
    return low, high


def _brought_in(row: Mapping[int, int], total: int, low: list[int], high: list[int]) -> list[int]:
    """The places of a sum whose ends moved: each count is the total less all the others, as small or large as these
    can be."""
    least = sum(number * (low if number > 0 else high)[place] for place, number in row.items())
    most = sum(number * (high if number > 0 else low)[place] for place, number in row.items())
    moved = []
    for place, number in row.items():
        if not number:
            continue
        nearest, farthest = (low, high) if number > 0 else (high, low)
        # number · count is the total less all others
        ends = total - most + number * farthest[place], total - least + number * nearest[place]
        begin, end = ends if number > 0 else (-ends[1], -ends[0])
        first, last = max(low[place], -(-begin // abs(number))), min(high[place], end // abs(number))
        if first > last:
            raise ValueError("No counts keep to these ends and sums.")
        if (first, last) != (low[place], high[place]):
            low[place], high[place] = first, last
            moved.append(place)
    return moved
