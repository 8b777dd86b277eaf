"""How wide each column of a table becomes, from what its cells hold.

A column is never narrower than its longest word (up to a share of the page), and short columns are served first, so
that dates and figures stay on one line and long sentences are the ones that wrap. Where a page has no room for every
word, heads and figures keep theirs; where it has none for the heads, these are set smaller before one is broken.
"""

from collections.abc import Sequence

from output.document import Table
from output.fonts import breakable, pieces, text_width

PADDING = 6.0  # on either side of a cell
BETWEEN = 12.0  # more of it where a figure set to the end is followed by words set to the start
SAFETY = 1.5
LONGEST_WORD_SHARE = 0.42
HEAD_SIZES = (8.5, 8.0, 7.5, 7.0)
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


def head_size(table: Table, available: float, size: float) -> float:
    """The largest type in which no word of the head must break, not below the smallest."""
    sizes = [size, *(step for step in HEAD_SIZES if step < size)]
    return next((step for step in sizes if sum(_kept(table, available, size, step)) <= available), sizes[-1])


def column_widths(table: Table, available: float, size: float, head: float | None = None) -> list[float]:
    """Width of each column in points, together at most `available`; heads are set in `head`, else in `size`."""
    head = head or size
    spaces = [sum(pair) + SAFETY for pair in paddings(table)]
    weights = [column.weight for column in table.columns]
    cap = _cap(table, available)
    kept = _kept(table, available, size, head)
    minima = [
        max(least, min(max((text_width(piece, size, 600) for piece in _words(cells)), default=0.0), cap) + space)
        for least, cells, space in zip(kept, _cells(table), spaces, strict=True)
    ]
    if sum(minima) > available:
        minima = _between(kept, minima, available)
    if all(weight is not None and weight > 0 for weight in weights):
        return _weighted([weight or 0 for weight in weights], minima, available)
    maxima = []
    for column, cells, least, space in zip(table.columns, _cells(table), minima, spaces, strict=True):
        longest = max([text_width(column.label, head, 600), *(text_width(cell, size, 600) for cell in cells)])
        maxima.append(max(min(longest, available * 2) + space, least))
    return _shared(minima, maxima, available)


def _cells(table: Table) -> list[list[str]]:
    """The cells of each column."""
    return [[row[index] for row in table.rows] for index in range(len(table.columns))]


def _words(texts: Sequence[str]) -> set[str]:
    return {piece for text in texts for piece in pieces(text)}


def _cap(table: Table, available: float) -> float:
    return available * max(LONGEST_WORD_SHARE, 1 / len(table.columns))


def _kept(table: Table, available: float, size: float, head: float) -> list[float]:
    """What each column needs so that no word of its head, and no figure, breaks."""
    cap = _cap(table, available)
    widths = []
    for column, cells, pair in zip(table.columns, _cells(table), paddings(table), strict=True):
        figures = _words(cells) if column.align == "end" else set()
        needed = [text_width(word, head, 600) for word in _words([column.label])]
        needed += [text_width(word, size, 600) for word in figures]
        widths.append(min(max(needed, default=0.0), cap) + sum(pair) + SAFETY)
    return widths


def _between(kept: Sequence[float], wanted: Sequence[float], available: float) -> list[float]:
    """What must be kept, and of the rest a share of what each column would like."""
    room, asked = available - sum(kept), sum(wanted) - sum(kept)
    if room <= 0:
        return list(kept)
    return [least + (most - least) / asked * room for least, most in zip(kept, wanted, strict=True)]


def _weighted(weights: Sequence[float], minima: Sequence[float], available: float) -> list[float]:
    """As the weights say, but for columns too narrow for their longest word: the others give them room, if they can."""
    widths = [weight / sum(weights) * available for weight in weights]
    missing = sum(max(least - width, 0) for width, least in zip(widths, minima, strict=True))
    to_spare = sum(max(width - least, 0) for width, least in zip(widths, minima, strict=True))
    if not missing or missing > to_spare + 1e-6:
        return widths
    return [
        least if width <= least else width - (width - least) / to_spare * missing
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
