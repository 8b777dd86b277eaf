"""How wide each column of a table becomes, from what its cells hold.

A column is never narrower than its longest word (up to a share of the page), and short columns are served first, so
that dates and figures stay on one line and long sentences are the ones that wrap.
"""

from collections.abc import Sequence

from output.document import Table
from output.fonts import breakable, text_width

PADDING = 6.0  # on either side of a cell
BETWEEN = 12.0  # more of it where a figure set to the end is followed by words set to the start
SAFETY = 1.5
LONGEST_WORD_SHARE = 0.42
NEARLY_FULL, LEAST = 0.75, 0.4  # shares of the text width
LOOSENESS = 1.7  # a table of short cells does not stretch further than this


def paddings(table: Table) -> list[tuple[float, float]]:
    """Room before and after the text of each column, in reading direction."""
    aligns = [column.align for column in table.columns]
    before = [
        PADDING + (BETWEEN if at and aligns[at - 1] == "end" and aligns[at] == "start" else 0.0)
        for at in range(len(aligns))
    ]
    return [(space, PADDING) for space in before]


def column_widths(table: Table, available: float, size: float) -> list[float]:
    """Width of each column in points, together at most `available`."""
    count = len(table.columns)
    spaces = [sum(pair) + SAFETY for pair in paddings(table)]
    weights = [column.weight for column in table.columns]
    cap = available * max(LONGEST_WORD_SHARE, 1 / count)
    minima: list[float] = []
    maxima: list[float] = []
    for index, column in enumerate(table.columns):
        texts = [column.label, *(row[index] for row in table.rows)]
        words = {word for text in texts for word in text.split()}
        longest_word = max((text_width(word, size, 600) for word in words), default=0.0)
        longest_text = max(text_width(text, size, 600) for text in texts)
        minima.append(min(longest_word, cap) + spaces[index])
        maxima.append(max(min(longest_text, available * 2) + spaces[index], minima[-1]))
    if all(weight is not None and weight > 0 for weight in weights):
        return _weighted([weight or 0 for weight in weights], minima, available)
    return _shared(minima, maxima, available)


def _weighted(weights: Sequence[float], minima: Sequence[float], available: float) -> list[float]:
    """As the weights say, but for columns too narrow for their longest word: the others give them room, if they can."""
    widths = [weight / sum(weights) * available for weight in weights]
    missing = sum(max(least - width, 0) for width, least in zip(widths, minima, strict=True))
    to_spare = sum(max(width - least, 0) for width, least in zip(widths, minima, strict=True))
    if not missing or missing > to_spare:
        return widths
    return [
        least if width < least else width - (width - least) / to_spare * missing
        for width, least in zip(widths, minima, strict=True)
    ]


def broken_cells(texts: Sequence[str], rooms: Sequence[float], size: float) -> list[str]:
    """The cells of one row, with break opportunities in words wider than the room their column has."""
    return [breakable(text, room, size, 600) for text, room in zip(texts, rooms, strict=True)]


def _shared(minima: list[float], maxima: list[float], available: float) -> list[float]:
    if sum(minima) >= available:
        return [width / sum(minima) * available for width in minima]
    if sum(maxima) <= available:
        loose = sum(maxima) * LOOSENESS
        total = available if loose > available * NEARLY_FULL else max(loose, available * LEAST)
        return [width * total / sum(maxima) for width in maxima]
    # Short columns keep their cells on one line; only those wider than a common limit give way.
    low, high = 0.0, available
    for _ in range(40):
        limit = (low + high) / 2
        if sum(_limited(minima, maxima, limit)) > available:
            high = limit
        else:
            low = limit
    return _limited(minima, maxima, low)


def _limited(minima: list[float], maxima: list[float], limit: float) -> list[float]:
    return [max(least, min(most, limit)) for least, most in zip(minima, maxima, strict=True)]
