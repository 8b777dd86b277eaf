"""Cells, the sums between them, and what is printed of a cell. Plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from analysis.disclosure import Band

# The table a cell stands in, then its codes: ("currents", "right_wing"), ("months", "2025-03").
Key = tuple[str, ...]
# What is printed of a cell: its count, the band it lies in, or one symbol for whatever is hidden.
Printed = int | Band | None
HIDDEN = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One count, in records. `is_banded`: at most its band is printed. `is_printed`: it stands in a table at all;
    others are what a reader can work with (the records without a current). `is_protected`: a small count of it is to
    be kept from every reader.
    """

    key: Key
    count: int
    is_banded: bool = False
    is_printed: bool = True
    is_protected: bool = True

    @property
    def table(self) -> str:
        return self.key[0]


@dataclass(frozen=True, slots=True)
class Sum:
    """What every reader knows of the tables: one cell is the sum of others."""

    whole: Key
    parts: tuple[Key, ...]


@dataclass(frozen=True)
class Tables:
    """Cells in the order of their importance, which no count has a say in: who knows the order learns nothing by it.

    `printed_before` are keys of which another edition or an earlier release printed the count. Raises ValueError where
    a key occurs twice, a count is below zero, or a sum does not hold.
    """

    cells: tuple[Cell, ...]
    sums: tuple[Sum, ...]
    printed_before: frozenset[Key] = frozenset()

    def __post_init__(self) -> None:
        if len(self.of) != len(self.cells):
            raise ValueError("Every cell is given once; a key occurs twice.")
        if any(cell.count < 0 for cell in self.cells):
            raise ValueError("A count cannot be below zero.")
        for each in self.sums:
            if self.of[each.whole].count != sum(self.of[part].count for part in each.parts):
                raise ValueError(f"{each.whole} is not the sum of its parts.")

    @cached_property
    def of(self) -> Mapping[Key, Cell]:
        return {cell.key: cell for cell in self.cells}

    @cached_property
    def sums_with(self) -> Mapping[Key, tuple[Sum, ...]]:
        """The sums a cell takes part in."""
        found: dict[Key, list[Sum]] = {cell.key: [] for cell in self.cells}
        for each in self.sums:
            for key in (each.whole, *each.parts):
                found[key].append(each)
        return {key: tuple(sums) for key, sums in found.items()}

    def small(self, threshold: int) -> list[Cell]:
        """Those whose count is to be kept: protected, and below the threshold, none included."""
        return [cell for cell in self.cells if cell.is_protected and cell.count < threshold]


@dataclass(frozen=True)
class Protected:
    """What is printed of every cell that stands in a table; `dropped` are tables of which nothing is."""

    shown: Mapping[Key, Printed]
    dropped: frozenset[str] = frozenset()

    def of_table(self, table: str) -> dict[Key, Printed]:
        return {key: shown for key, shown in self.shown.items() if key[0] == table}


def overlapping(tables: Tables, keys: Iterable[Key]) -> set[Key]:
    """The cells that stand in one sum with any of these."""
    return {other for key in keys for each in tables.sums_with[key] for other in (each.whole, *each.parts)}
