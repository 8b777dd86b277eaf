"""What is printed of a set of tables: as much as keeps every small count from every reader."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import chain

from analysis.disclosure import band
from analysis.protection.audit import Reader
from analysis.protection.cells import HIDDEN, Key, Printed, Protected, Tables, overlapping
from analysis.protection.elimination import printable

# So often one more cell is hidden beside each count that is still told something of; then its table is dropped.
ROUNDS = 5
# A table of so many cells of which more than half are told goes at once: cell by cell nothing would be left of it.
LARGE = 20


def protect(tables: Tables, threshold: int, hidden: Iterable[Key] = ()) -> Protected:
    """Decide for every cell whether its count, its band or nothing is printed. `hidden` are hidden from the start: what
    another edition hides, for readers of both.

    Primary: counts below the threshold. Secondary: `printable`. Then every small count must be able to take each value
    from 0 to the threshold less one given all that is printed (`Reader.narrowed`); beside each that cannot the least
    important printed cell of its sums is hidden too, and what is still told after five rounds takes its table with it.
    A large table that is told for the most part goes at once. What dropped tables would have told is asked last: mostly
    others told it, which have gone by then.
    """
    closed = set(hidden)
    exact = printable(tables, threshold, closed)
    left = _not_lost(tables, threshold)
    dropped: set[str] = set()
    attempt = 0
    while attempt <= len(tables.cells):
        shown = {
            cell.key: _shown(tables, cell.key, exact, closed, threshold) for cell in tables.cells if cell.is_printed
        }
        reader = Reader(tables, shown, threshold, frozenset(dropped))
        if mostly := _mostly(tables, reader.ruled_out(left)) - dropped:
            dropped |= mostly
            closed |= {key for key in shown if key[0] in mostly}
            continue
        told, left = _told(reader, left)
        if not told:
            return Protected(shown, reader.dropped)
        for key in told:
            further = _least_important(tables, shown, key) if attempt < ROUNDS else None
            if further is not None:
                closed.add(further)
            else:
                dropped.add(_next_table(tables, key, reader.dropped))
        closed |= {key for key in shown if key[0] in dropped}
        attempt += 1
    raise AssertionError("Something is hidden in every round, and there is no more than that.")


def _told(reader: Reader, left: Sequence[Key]) -> tuple[list[Key], list[Key]]:
    """Those of tables that are there; where there are none, those of dropped ones. And what is left to be asked: what a
    reader cannot tell of more they cannot tell of less either."""
    there = [key for key in left if key[0] not in reader.dropped]
    gone = [key for key in left if key[0] in reader.dropped]
    if told := reader.narrowed(there):
        return told, [*told, *gone]
    told = reader.narrowed(gone)
    return told, told


def _mostly(tables: Tables, told: Iterable[Key]) -> set[str]:
    """The large tables of which more than half is told."""
    size = Counter(cell.table for cell in tables.cells if cell.is_printed)
    return {table for table, count in Counter(key[0] for key in told).items() if count * 2 > size[table] >= LARGE}


def _not_lost(tables: Tables, threshold: int) -> list[Key]:
    """The small counts of which nothing was told before: what is out is not taken back by hiding more."""
    small = [cell.key for cell in tables.small(threshold)]
    lost = set(Reader(tables, {}, threshold).narrowed(small)) if tables.printed_before else set()
    return [key for key in small if key not in lost]


def _shown(tables: Tables, key: Key, exact: set[Key], closed: set[Key], threshold: int) -> Printed:
    cell = tables.of[key]
    if key in tables.printed_before:
        return cell.count
    if key in closed:
        return HIDDEN
    if cell.is_banded:
        return band(cell.count, threshold)
    return cell.count if key in exact else HIDDEN


def _least_important(tables: Tables, shown: dict[Key, Printed], key: Key) -> Key | None:
    """Of what is printed in the sums of a cell, or in the sums of these, the cell that can best be done without."""
    near = {key}
    for _step in range(2):
        near = overlapping(tables, near) or near
        for cell in reversed(tables.cells):
            may_go = cell.key in near and cell.key != key and cell.key not in tables.printed_before
            if may_go and shown.get(cell.key) is not HIDDEN:
                return cell.key
    return None


def _next_table(tables: Tables, key: Key, dropped: Collection[str]) -> str:
    """The table of a cell; where that is gone, the least important that stands in one sum with it, else of all."""
    near = overlapping(tables, [key])
    order = chain(
        [key[0]] if tables.of[key].is_printed else [],
        (cell.table for cell in reversed(tables.cells) if cell.is_printed and cell.key in near),
        (cell.table for cell in reversed(tables.cells) if cell.is_printed),
    )
    found = next((table for table in order if table not in dropped), None)
    if found is None:
        raise AssertionError(f"{key} is told of though nothing is printed.")
    return found
