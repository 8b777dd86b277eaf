"""What a diagnosis prints of years before the comparison: records that can be compared, as its analysis counts them."""

from collections.abc import Mapping

from analysis.records import Period
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.sections.counted import PROPERTY
from reports.sections.over_years import counted_before, printed_before
from reports.selection import ALL, EARLIER, Frozen, Selection
from reports.snapshot import canonical, load

Counts = dict[tuple[str, str], int]


def counted_over_years(raw: Frozen, today: Frozen) -> tuple[Counts, Counts]:
    """Each figure that is printed of such a year, as it is printed and as it would be now. One of which it cannot be
    said now stays as it was: too little is left of it to be compared."""
    then, now = (_context(each) for each in (raw, today))
    was, would_be = counted_before(then), counted_before(now)
    keys = sorted(printed_before(then) & was.keys(), key=lambda key: (key[2].start, key[:2]))
    still = {key[:2] for key in would_be}
    return (
        {_named(then, *key): was[key] for key in keys},
        {_named(then, *key): _now(would_be, still, key, was[key]) for key in keys},
    )


def _context(raw: Frozen) -> SectionContext:
    frozen = load(canonical(raw))
    return SectionContext(frozen, analysed(frozen))


def _now(
    would_be: Mapping[tuple[str, str, Period], int], still: set[tuple[str, str]], key: tuple[str, str, Period], was: int
) -> int:
    if key in would_be:
        return would_be[key]
    return was if key[:2] in still else 0


def _named(context: SectionContext, family: str, key: str, window: Period) -> tuple[str, str]:
    years = context.frozen.period.start.year - window.start.year
    return f"{EARLIER}{years}", ALL if family == "city" else str(Selection(PROPERTY[family], (key,)))
