"""Columns of a table: wide enough for their longest word wherever the page has the room."""

import pytest

from output.document import Column, Table
from output.fonts import text_width
from output.pdf.columns import broken_cells, column_widths, paddings


def _table(*labels: tuple[str, float]) -> Table:
    return Table(columns=[Column(label, weight=weight) for label, weight in labels], rows=[["x"] * len(labels)])


def test_widths_are_as_the_weights_say_where_every_word_fits() -> None:
    assert column_widths(_table(("a", 1), ("b", 3)), 400, 9) == [100, 300]


def test_a_column_too_narrow_for_a_word_gets_room_from_the_others() -> None:
    table = _table(("Civilsamfundsorganisationer", 1), ("Hvor", 5), ("Hvornår", 4))
    widths = column_widths(table, 470, 9)
    assert widths[0] >= text_width("Civilsamfundsorganisationer", 9, 600) + sum(paddings(table)[0])
    assert sum(widths) == pytest.approx(470)
    rooms = [width - sum(space) for width, space in zip(widths, paddings(table), strict=True)]
    labels = [column.label for column in table.columns]
    assert broken_cells(labels, rooms, 9) == labels


def test_words_break_only_where_no_column_has_room_to_spare() -> None:
    table = _table(("Civilsamfundsorganisationer", 1), ("Kriminalitetsforebyggelse", 1))
    assert column_widths(table, 100, 9) == [50, 50]
