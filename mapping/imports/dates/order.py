"""Rows that stand by day, but for those in which day and month are exchanged: no spelling tells these from the others.

A date whose day is after the 12th cannot be exchanged with its month. Where such dates go up or down through the file,
each other date has to lie between its neighbours; if it does only with day and month exchanged, it was exchanged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from mapping.imports.dates.doubts import EARLY, Written
from mapping.imports.doubts import SWAPPED_DATES, Doubts

# Of the sure dates so many pairs have to be in order, and so many dates must be, before anything is said of others.
IN_ORDER, FEWEST_SURE = 0.95, 6
# So many rows fit exchanged alone; from this share of those of which it can be told on, the file is refused.
FEWEST_EXCHANGED, REFUSED_FROM = 3, 0.5


@dataclass(slots=True)
class _Fits:
    exchanged: list[Written]
    as_written: int = 0
    neither: int = 0


def check_order(column: str, dates: Sequence[Written], doubts: Doubts) -> None:
    """Dates that stand where they do with day and month exchanged alone."""
    rows = sorted(dates, key=lambda each: each.row)
    falls = _falls(rows)
    if falls is None:
        return
    fits = _fits(rows, falls=falls)
    if len(fits.exchanged) < max(FEWEST_EXCHANGED, fits.neither):
        return
    first = fits.exchanged[0]
    text = _(
        "Column %(column)s: the rows stand by day, but %(count)d dates (first row %(row)d, “%(text)s”) fit between "
        "their neighbours only with day and month exchanged. A spreadsheet seems to have exchanged them. Export the "
        "dates again as text, in one spelling such as YYYY-MM-DD."
    ) % {"column": column, "count": len(fits.exchanged), "row": first.row, "text": first.text}
    if len(fits.exchanged) >= REFUSED_FROM * (len(fits.exchanged) + fits.as_written):
        doubts.ask(SWAPPED_DATES, text)
    else:
        doubts.tell(text)


def _is_sure(each: Written) -> bool:
    return each.day.day > EARLY or each.day.day == each.day.month


def _falls(rows: Sequence[Written]) -> bool | None:
    """Whether the sure dates go down through the file; None where they go neither way."""
    sure = [each.day for each in rows if _is_sure(each)]
    if len(sure) < FEWEST_SURE:
        return None
    pairs = list(pairwise(sure))
    for falls in (False, True):
        if sum((one >= other) if falls else (one <= other) for one, other in pairs) >= IN_ORDER * len(pairs):
            return falls
    return None


def _fits(rows: Sequence[Written], *, falls: bool) -> _Fits:
    """How the other dates lie between the sure ones before and behind them."""
    lowest, highest = date.min, date.max
    fits, behind = _Fits([]), _behind(rows)
    before = highest if falls else lowest
    for each, after in zip(rows, behind, strict=True):
        if _is_sure(each):
            before = each.day
            continue
        end = after or (lowest if falls else highest)
        start, end = (end, before) if falls else (before, end)
        written, exchanged = (start <= day <= end for day in (each.day, _exchanged(each.day)))
        if exchanged and not written:
            fits.exchanged.append(each)
        elif written and not exchanged:
            fits.as_written += 1
        elif not written:
            fits.neither += 1
    return fits


def _behind(rows: Sequence[Written]) -> list[date | None]:
    """Of each row the next sure date behind it."""
    found: list[date | None] = []
    following: date | None = None
    for each in reversed(rows):
        found.append(following)
        if _is_sure(each):
            following = each.day
    return found[::-1]


def _exchanged(day: date) -> date:
    return date(day.year, day.day, day.month)
