"""Columns of a table: wide enough for their longest word wherever the page has the room."""

import pytest

from output.charts.canvas import wrapped
from output.document import Column, Table
from output.fonts import text_width
from output.pdf.columns import FITS, broken_cells, column_widths, fit, paddings

PLAIN = FITS[0]


def _table(*labels: tuple[str, float]) -> Table:
    return Table(columns=[Column(label, weight=weight) for label, weight in labels], rows=[["x"] * len(labels)])


def test_widths_are_as_the_weights_say_where_every_word_fits() -> None:
    assert column_widths(_table(("a", 1), ("b", 3)), 400, PLAIN) == [100, 300]


def test_a_column_too_narrow_for_a_word_gets_room_from_the_others() -> None:
    table = _table(("Civilsamfundsorganisationer", 1), ("Hvor", 5), ("Hvornår", 4))
    widths = column_widths(table, 470, PLAIN)
    assert widths[0] >= text_width("Civilsamfundsorganisationer", PLAIN.size, 600) + sum(paddings(table, PLAIN)[0])
    assert sum(widths) == pytest.approx(470)
    rooms = [width - sum(space) for width, space in zip(widths, paddings(table, PLAIN), strict=True)]
    labels = [column.label for column in table.columns]
    assert broken_cells(labels, rooms, PLAIN.size) == labels


def test_columns_that_need_less_leave_it_to_those_whose_cells_would_wrap() -> None:
    """Nine columns as wide as those of a category, of which the last holds a sentence."""
    said = "rising over 6 years, from 73 in 2018"
    weights = (4, 1.4, 1.4, 1.2, 1.2, 1.2, 2.2, 3)
    table = Table(
        columns=[Column("Head", align="end" if 0 < at < 7 else "start", weight=w) for at, w in enumerate(weights)],
        rows=[["Property damage", "144", "195", "52 %", "1.4", "3 of 6, shared", "161 (65–283)", said]],
    )
    fitted = fit(table, 491)
    rooms = [w - sum(s) for w, s in zip(column_widths(table, 491, fitted), paddings(table, fitted), strict=True)]
    assert text_width(said, fitted.size, 600) <= 2 * rooms[-1]
    assert all(
        text_width(cell, fitted.size, 600) <= room for cell, room in zip(table.rows[0][:-1], rooms, strict=False)
    )


def test_a_head_of_several_words_keeps_the_room_that_two_lines_of_it_take() -> None:
    table = Table(
        columns=[Column("With the city", "end", weight=2), Column("Reading", weight=2)],
        rows=[["1.0", "rose against the city " * 9]],
    )
    widths = column_widths(table, 300, PLAIN)
    assert widths[0] - sum(paddings(table, PLAIN)[0]) >= text_width("the city", PLAIN.head, 600)


def test_words_break_only_where_no_column_has_room_to_spare() -> None:
    table = _table(("Civilsamfundsorganisationer", 1), ("Kriminalitetsforebyggelse", 1))
    assert column_widths(table, 100, PLAIN) == [50, 50]


RATES = ("Rate, sources alike (95 %)", "Smoothed, sources alike")
RATER = ("Rate ved ensartet dækning (95 %)", "Udjævnet, ensartet dækning")
# The heads of the widest tables there are, in both languages, above names that leave them no room.
HEADS = {
    "districts": ("Code", "District", "Residents", "2022", "2023", *RATES, "Change"),
    "distrikter": ("Kode", "Distrikt", "Indbyggere", "2022", "2023", *RATER, "Ændring"),
    "long": ("Population group", "Organisations", "Consultations", "Representatives", "Participants", "Disagreements"),
    "dates": ("Currents", "1 October 2022 – 31 December 2022", "1 October 2023 – 31 December 2023", "Ratio (95 %)"),
}


@pytest.mark.parametrize("labels", HEADS.values(), ids=HEADS)
@pytest.mark.parametrize("name", ["Torvet", "Yonge-St.Clair", "Interkommunalsamarbejdsudvalget", "Ø" * 60])
@pytest.mark.parametrize("weighted", [True, False])
def test_no_word_of_a_head_breaks(labels: tuple[str, ...], name: str, weighted: bool) -> None:
    """Each word is narrower than what its column leaves it, so nothing breaks it; nor a figure."""
    ends = ["start" if at in {1, len(labels) - 1} else "end" for at in range(len(labels))]
    columns = [
        Column(label, align=end, weight=1.0 + (at == 1) if weighted else None)  # type: ignore[arg-type]
        for at, (label, end) in enumerate(zip(labels, ends, strict=True))
    ]
    figures = ["18.3 (9.6–31.5)" if end == "end" else name for end in ends]
    table = Table(columns=columns, rows=[figures, figures])
    fitted = fit(table, 471)
    widths = column_widths(table, 471, fitted)
    assert sum(widths) == pytest.approx(471, abs=0.01) or sum(widths) < 471
    rooms = [width - sum(space) for width, space in zip(widths, paddings(table, fitted), strict=True)]
    assert broken_cells(labels, rooms, fitted.head) == list(labels)
    kept = [cell for cell, end in zip(figures, ends, strict=True) if end == "end"]
    assert [c for c, end in zip(broken_cells(figures, rooms, fitted.size), ends, strict=True) if end == "end"] == kept


def test_a_table_is_set_smaller_only_where_it_must() -> None:
    short = Table(columns=[Column("District"), Column("Records")], rows=[["Torvet", "1"]])
    assert fit(short, 471) == FITS[0]
    crowded = Table(columns=[Column("Repræsentanter") for _ in range(7)], rows=[])
    assert fit(crowded, 560).head < 9


def test_a_figure_with_its_interval_stands_on_one_line_in_the_widest_table() -> None:
    heads = ("Code", "District", "Residents", "2024", "2025", *RATES, "Ratio", "Reading")
    row = ["E17", "Stationsbyen", "10,640", "14", "45", "42.3 (30.2–57.6)", "36.65", "0.90 (0.11–3.8)", "cannot tell"]
    columns = [Column(head, "start" if head in {"Code", "District", "Reading"} else "end") for head in heads]
    table = Table(columns=columns, rows=[row])
    fitted = fit(table, 471)
    rooms = [w - sum(s) for w, s in zip(column_widths(table, 471, fitted), paddings(table, fitted), strict=True)]
    assert all(text_width(row[at], fitted.size, 600) <= rooms[at] for at in (2, 5, 6, 7))


def test_nothing_is_put_into_a_name_that_breaks_after_its_hyphen() -> None:
    """Who looks for the name in the file finds it."""
    assert broken_cells(["Somerset-Eastwood"], [60], 9) == ["Somerset-Eastwood"]
    assert "\u200b" in broken_cells(["Somerset-Eastwood"], [30], 9)[0]
    assert wrapped("Somerset-Eastwood", 60, 9) == ["Somerset-", "Eastwood"]
    assert wrapped("in Somerset-Eastwood", 100, 9) == ["in Somerset-Eastwood"]
