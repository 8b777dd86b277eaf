"""How far ratings agree: van der Eijk's A."""

from collections.abc import Sequence


def agreement(counts: Sequence[int]) -> float | None:
    """A of an ordered scale, from -1 (half at either end) over 0 (evenly spread) to 1 (all in one category).

    `counts` are the ratings in each category, in order; None where there are none. The distribution is taken apart into
    layers of equal height; each layer has A = U (1 - (S - 1) / (K - 1)), with K categories, S of them not empty, and
    U = ((K - 2) TU - (K - 1) TDU) / ((K - 2) (TU + TDU)), TU the unimodal and TDU the other triples of categories; A is
    their mean, weighted by their ratings. Source: van der Eijk (2001), Measuring agreement in ordered rating scales,
    Quality and Quantity 35.
    """
    total = sum(counts)
    if not total:
        return None
    left, weighted = list(counts), 0.0
    while any(left):
        height = min(count for count in left if count)
        pattern = [1 if count else 0 for count in left]
        weighted += height * sum(pattern) * _of_layer(pattern)
        left = [count - height if count else 0 for count in left]
    return weighted / total


def _of_layer(pattern: Sequence[int]) -> float:
    size, filled = len(pattern), sum(pattern)
    if filled == size:
        return 0.0
    if filled == 1:
        return 1.0
    unimodal = otherwise = 0
    for first in range(size):
        for middle in range(first + 1, size):
            for last in range(middle + 1, size):
                match (pattern[first], pattern[middle], pattern[last]):
                    case (1, 1, 0) | (0, 1, 1):
                        unimodal += 1
                    case (1, 0, 1):
                        otherwise += 1
    shape = ((size - 2) * unimodal - (size - 1) * otherwise) / ((size - 2) * (unimodal + otherwise))
    return shape * (1 - (filled - 1) / (size - 1))
