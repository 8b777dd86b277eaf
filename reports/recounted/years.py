"""What a diagnosis prints of years before the comparison: records that can be compared, as its analysis counts them."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from analysis.records import Period
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.sections.counted import PROPERTY
from reports.sections.over_years import counted_before, printed_before, whole_before
from reports.selection import ALL, EARLIER, RawSnapshot, Selection
from reports.snapshot import SnapshotData, canonical, load

Counts = dict[tuple[str, str], int]
# Of the city or a family, of which of it, and when.
Figure = tuple[str, str, Period]


def counted_over_years(raw: RawSnapshot, today: RawSnapshot) -> tuple[Counts, Counts]:
    """Each figure that is printed of such a year, as it is printed and as it would be now. One of which it cannot be
    said now stays as it was: too little is left of it to be compared. Computes two landscapes, which takes seconds."""
    then, now = (_context(each) for each in (raw, today))
    return _both(then.frozen, counted_before(then), printed_before(then), counted_before(now))


def totals_over_years(raw: RawSnapshot, today: RawSnapshot) -> tuple[Counts, Counts]:
    """The same of the whole city alone, which takes no landscape: all that is told of what was erased."""
    then, now = (load(canonical(each)) for each in (raw, today))
    was, printed = whole_before(then)
    return _both(then, was, printed, whole_before(now)[0])


def _both(
    then: SnapshotData, was: Mapping[Figure, int], printed: AbstractSet[Figure], would_be: Mapping[Figure, int]
) -> tuple[Counts, Counts]:
    keys = sorted(printed & was.keys(), key=lambda key: (key[2].start, key[:2]))
    still = {key[:2] for key in would_be}
    return (
        {_named(then, *key): was[key] for key in keys},
        {_named(then, *key): _now(would_be, still, key, was[key]) for key in keys},
    )


def _context(raw: RawSnapshot) -> SectionContext:
    frozen = load(canonical(raw))
    return SectionContext(frozen, analysed(frozen))


def _now(would_be: Mapping[Figure, int], still: set[tuple[str, str]], key: Figure, was: int) -> int:
    if key in would_be:
        return would_be[key]
    return was if key[:2] in still else 0


def _named(then: SnapshotData, family: str, key: str, window: Period) -> tuple[str, str]:
    years = then.period.start.year - window.start.year
    return f"{EARLIER}{years}", ALL if family == "city" else str(Selection(PROPERTY[family], (key,)))
