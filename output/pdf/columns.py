"""How wide each column of a table becomes, from what its cells hold.

A column is never narrower than its longest word (up to a share of the page), and short columns are served first, so
that dates and figures stay on one line and long sentences are the ones that wrap. Where weights are given, columns
that need less than theirs leave it to those whose cells would wrap. Where a page has no room for every word, the type
becomes smaller first; then names give way, and heads and figures keep theirs.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from output.document import Column, Table
from output.fonts import breakable, pieces, text_width

BETWEEN = 2.0  # times the padding, where a figure set to the end is followed by words set to the start
SAFETY = 1.5
LONGEST_WORD_SHARE = 0.42
NEARLY_FULL, LEAST = 0.75, 0.4  # shares of the text width
LOOSENESS = 1.7  # a table of short cells does not stretch further than this


@dataclass(frozen=True)
class Fit:
    """In points: the type of the cells, that of the head, and the room on either side of a cell."""

    size: float
    head: float
    padding: float


# From generous to crowded. The head gives way last.
FITS = (Fit(8.5, 8.5, 5.5), Fit(8.3, 8.3, 5), Fit(8, 8, 4), Fit(8, 7.5, 4), Fit(8, 7, 3))


def fit(table: Table, available: float) -> Fit:
    """The most generous one in which heads keep their words whole and figures their line; else the last one."""
    return next((each for each in FITS if sum(_one_line(table, available, each)) <= available), FITS[-1])


def paddings(table: Table, fitted: Fit) -> list[tuple[float, float]]:
    """Room before and after the text of each column, in reading direction."""
    aligns = [column.align for column in table.columns]
    between = BETWEEN * fitted.padding
    before = [
        fitted.padding + (between if at and aligns[at - 1] == "end" and aligns[at] == "start" else 0.0)
        for at in range(len(aligns))
    ]
    return [(space, fitted.padding) for space in before]


def column_widths(table: Table, available: float, fitted: Fit) -> list[float]:
    """Width of each column in points, together at most `available`."""
    weights = [column.weight for column in table.columns]
    minima = _one_line(table, available, fitted)
    if sum(minima) > available:
        minima = _between(_kept(table, available, fitted), minima, available)
    if all(weight is not None and weight > 0 for weight in weights):
        widths = _weighted([weight or 0 for weight in weights], minima, available)
        return _left_to_those_that_wrap(widths, _maxima(table, minima, available, fitted, _in_two_lines))
    return _shared(minima, _maxima(table, minima, available, fitted, _in_one_line), available)


def _maxima(
    table: Table, minima: Sequence[float], available: float, fitted: Fit, head: Callable[[str, Fit], float]
) -> list[float]:
    """What each column needs so that no cell of it wraps, and its head as `head` says."""
    maxima = []
    for column, cells, least, pair in zip(table.columns, _cells(table), minima, paddings(table, fitted), strict=True):
        longest = max([head(column.label, fitted), *(text_width(cell, fitted.size, 600) for cell in cells)])
        maxima.append(max(min(longest, available * 2) + sum(pair) + SAFETY, least))
    return maxima


def _in_one_line(label: str, fitted: Fit) -> float:
    return text_width(label, fitted.head, 600)


def _in_two_lines(label: str, fitted: Fit) -> float:
    words = label.split(" ")
    parts = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words) + 1))
    return min(max(text_width(part, fitted.head, 600) for part in both) for both in parts)


def _cells(table: Table) -> list[list[str]]:
    """The cells of each column."""
    return [[row[index] for row in table.rows] for index in range(len(table.columns))]


def _words(texts: Sequence[str]) -> set[str]:
    return {piece for text in texts for piece in pieces(text)}


def _needs(
    table: Table, available: float, fitted: Fit, unbroken: Callable[[Column, list[str]], Iterable[str]]
) -> list[float]:
    """What each column needs for the words of its head, and for those texts of its cells that must not break."""
    cap = available * max(LONGEST_WORD_SHARE, 1 / len(table.columns))
    widths = []
    for column, cells, pair in zip(table.columns, _cells(table), paddings(table, fitted), strict=True):
        needed = [text_width(word, fitted.head, 600) for word in _words([column.label])]
        needed += [text_width(text, fitted.size, 600) for text in unbroken(column, cells)]
        widths.append(min(max(needed, default=0.0), cap) + sum(pair) + SAFETY)
    return widths


def _one_line(table: Table, available: float, fitted: Fit) -> list[float]:
    """Words whole, and figures with their interval on one line."""
    return _needs(
        table, available, fitted, lambda column, cells: set(cells) if column.align == "end" else _words(cells)
    )


def _kept(table: Table, available: float, fitted: Fit) -> list[float]:
    """Where the page has no room for all: the words of the head, and no figure broken inside."""
    return _needs(table, available, fitted, lambda column, cells: _figures(cells) if column.align == "end" else ())


def _figures(cells: Iterable[str]) -> set[str]:
    return {figure for cell in cells for figure in cell.split()}


def _between(kept: Sequence[float], wanted: Sequence[float], available: float) -> list[float]:
    """What must be kept, and of the rest a share of what each column would like."""
    room, asked = available - sum(kept), sum(wanted) - sum(kept)
    if room <= 0 or asked <= 0:
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


def _left_to_those_that_wrap(widths: Sequence[float], needed: Sequence[float]) -> list[float]:
    missing = [max(need - width, 0) for width, need in zip(widths, needed, strict=True)]
    to_spare = [max(width - need, 0) for width, need in zip(widths, needed, strict=True)]
    moved = min(sum(missing), sum(to_spare))
    if not moved:
        return list(widths)
    return [
        width + moved * (less / sum(missing) - more / sum(to_spare))
        for width, less, more in zip(widths, missing, to_spare, strict=True)
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
