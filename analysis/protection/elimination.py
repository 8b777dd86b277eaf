"""What follows from sums and printed counts by arithmetic alone: Gaussian elimination in exact numbers.

Every sum is a row (whole − parts = 0), every printed count another. A cell whose own row lies in the span of these is
as good as printed. Langsrud (2024), "Secondary cell suppression by Gaussian elimination: an algorithm suitable for
handling issues with zeros and singletons", Privacy in Statistical Databases (LNCS 14915): candidates are taken in the
order of their importance, and one is printed unless a row that is to be kept would enter the span.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

from analysis.protection.cells import Key, Tables

# A number of an exact row: whole almost always, for which Python's integers are five times as fast as its fractions.
Number = int | Fraction
Row = dict[int, Number]


class Rows:
    """Reduced rows that span what is known, and with them what remains unknown of the rows that are to be kept.

    Each row has a pivot, which no other row and no kept row has an entry at.
    """

    def __init__(self) -> None:
        self._known: dict[int, Row] = {}
        self._kept: dict[int, Row] = {}
        # At which rows, and which kept rows, a column has an entry.
        self._known_at: dict[int, set[int]] = defaultdict(set)
        self._kept_at: dict[int, set[int]] = defaultdict(set)

    def reduced(self, row: Mapping[int, Number]) -> Row:
        """What of a row does not follow from what is known; nothing where all of it does."""
        left: Row = dict(row)
        for column, number in row.items():
            if known := self._known.get(column):
                _subtract(left, number, known)
        return left

    def keep(self, name: int, row: Mapping[int, Number]) -> None:
        """A row that must not come to be known. Raises ValueError where it is already."""
        left = self.reduced(row)
        if not left:
            raise ValueError(f"Row {name} follows from what is known.")
        self._kept[name] = left
        for column in left:
            self._kept_at[column].add(name)

    def gives_away(self, left: Row) -> bool:
        """Whether a kept row would follow, if this reduced row were known: whether it is a multiple of it."""
        column = min(left, key=lambda each: len(self._kept_at.get(each, ())))
        return any(_are_parallel(left, self._kept[name], column) for name in self._kept_at.get(column, ()))

    def add(self, left: Row) -> None:
        """From now on a reduced row is known."""
        pivot = min(left, key=lambda column: (len(self._known_at[column]) + len(self._kept_at[column]), column))
        divisor = left[pivot]
        row = {column: _divided(number, divisor) for column, number in left.items()}
        for rows, at in ((self._known, self._known_at), (self._kept, self._kept_at)):
            for name in list(at[pivot]):
                changed = rows[name]
                _subtract(changed, changed[pivot], row)
                for column in row:
                    (at[column].add if column in changed else at[column].discard)(name)
        self._known[pivot] = row
        for column in row:
            self._known_at[column].add(pivot)


def _subtract(row: Row, factor: Number, other: Row) -> None:
    """row − factor · other, in place; entries that vanish go."""
    for column, number in other.items():
        left = row.get(column, 0) - factor * number
        if left:
            row[column] = left
        else:
            del row[column]


def _are_parallel(one: Row, other: Row, column: int) -> bool:
    if one.keys() != other.keys():
        return False
    first, second = one[column], other[column]
    return all(number * second == other[place] * first for place, number in one.items())


def _divided(number: Number, divisor: Number) -> Number:
    if divisor in (1, -1):
        return number * divisor  # as nearly always, and without a fraction
    found = Fraction(number) / Fraction(divisor)
    return found.numerator if found.denominator == 1 else found


def _of_sums(tables: Tables, column: Mapping[Key, int]) -> Rows:
    rows = Rows()
    for each in tables.sums:
        row: Row = {column[each.whole]: 1}
        for part in each.parts:
            row[column[part]] = row.get(column[part], 0) - 1
        if left := rows.reduced({place: number for place, number in row.items() if number}):
            rows.add(left)
    return rows


def printable(tables: Tables, threshold: int, hidden: Iterable[Key] = ()) -> set[Key]:
    """The exact cells that may be printed together, so that no small count follows from them by arithmetic.

    Those of `hidden` are not. What was printed before is known; small counts that follow from it are lost already, and
    keep nothing else from being printed.
    """
    column = {cell.key: place for place, cell in enumerate(tables.cells)}
    rows = _of_sums(tables, column)
    for key in tables.printed_before:
        if left := rows.reduced({column[key]: 1}):
            rows.add(left)
    small = {cell.key for cell in tables.small(threshold)}
    for key in small:
        own: Row = {column[key]: 1}
        if rows.reduced(own):
            rows.keep(column[key], own)
    found, closed = set(tables.printed_before), small | set(hidden)
    for cell in tables.cells:
        if cell.is_banded or not cell.is_printed or cell.key in closed:
            continue
        left = rows.reduced({column[cell.key]: 1})
        if left and rows.gives_away(left):
            continue
        if left:
            rows.add(left)
        found.add(cell.key)
    return found - {key for key in closed if key not in tables.printed_before}


def follows(tables: Tables, known: Iterable[Key]) -> set[Key]:
    """The cells whose count follows by arithmetic from the sums and these counts, these included."""
    column = {cell.key: place for place, cell in enumerate(tables.cells)}
    rows = _of_sums(tables, column)
    for key in known:
        if left := rows.reduced({column[key]: 1}):
            rows.add(left)
    return {key for key, place in column.items() if not rows.reduced({place: 1})}
