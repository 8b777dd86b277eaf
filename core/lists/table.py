"""The table of a page, made of its columns. On phones each cell stands on a line of its own, behind its label."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from core.lists.columns import Column, Columns, of_page

# A text of so few letters stands on one line where there is room: beside a long title it took two.
SHORT = 14


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: `next` is what a click asks for, empty where the list is not sorted by it."""

    label: str
    is_number: bool
    is_hidden: bool
    next: str
    direction: str


@dataclass(frozen=True, slots=True)
class Table:
    """The table of rows that are no query and have no pages."""

    heads: Sequence[Head]
    body: SafeString
    found: int

    @classmethod
    def of(cls, columns: Columns, rows: Sequence[Any]) -> Self:
        shown = of_page(columns)
        return cls([head(column, "") for column in shown], body(shown, rows), len(rows))


def head(column: "Column[Any]", sort: str) -> Head:
    """A click sorts rising, then falling."""
    rising, falling = column.name, f"-{column.name}"
    return Head(
        label=str(column.label),
        is_number=column.is_number,
        is_hidden=column.is_actions,
        next="" if not column.sort else falling if sort == rising else rising,
        direction={rising: "ascending", falling: "descending"}.get(sort, "") if column.sort else "",
    )


def body(columns: "Sequence[Column[Any]]", rows: Iterable[Any]) -> SafeString:
    """Every row, the first column as its head. Put together here and not in a template, which takes five times as long;
    whatever is no HTML is escaped."""
    frames = [_frame(column, is_first=not place) for place, column in enumerate(columns)]
    return SafeString("".join(_line(columns, frames, row) for row in rows))


def _frame(column: "Column[Any]", *, is_first: bool) -> tuple[str, str, str]:
    """What stands before the text of a cell of a column, before a short one, and behind either."""
    if is_first:
        return '<th scope="row">', '<th scope="row">', "</th>"
    number = SafeString(' class="number"') if column.is_number else ""
    label = "" if column.is_actions else format_html(' data-label="{}"', column.label)
    return format_html("<td{}{}>", number, label), format_html("<td{}{} data-short>", number, label), "</td>"


def _line(columns: "Sequence[Column[Any]]", frames: Sequence[tuple[str, str, str]], row: Any) -> str:
    return f"<tr>{''.join(_cells(columns, frames, row))}</tr>"


def _cells(columns: "Sequence[Column[Any]]", frames: Sequence[tuple[str, str, str]], row: Any) -> Iterator[str]:
    for column, (before, before_short, behind) in zip(columns, frames, strict=True):
        text = conditional_escape(column.text(row))
        yield f"{before_short if len(text) <= SHORT else before}{text}{behind}"
