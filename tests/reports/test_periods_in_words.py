"""A period reads well wherever it stands: as a label, and within a sentence, in both languages."""

import ast
import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from analysis.records import Period
from reports.sections.periods import in_period, long_period, short_period

# first day, last day; the label, within an English sentence, within a Danish one
KINDS = {
    "a year": ("2023-01-01", "2023-12-31", "2023", "in 2023", "i 2023"),
    "two years": ("2022-01-01", "2023-12-31", "2022–2023", "in 2022–2023", "i 2022–2023"),
    "a quarter": (
        "2023-10-01", "2023-12-31", "October–December 2023", "in October–December 2023", "i oktober–december 2023",
    ),
    "a month": ("2024-02-01", "2024-02-29", "February 2024", "in February 2024", "i februar 2024"),
    "months of two years": (
        "2022-10-01", "2023-03-31", "October 2022 – March 2023", "from October 2022 to March 2023",
        "fra oktober 2022 til marts 2023",
    ),
    "days": (
        "2023-10-07", "2023-12-31", "7 October 2023 – 31 December 2023", "from 7 October 2023 to 31 December 2023",
        "fra 7. oktober 2023 til 31. december 2023",
    ),
    "days of one month": (
        "2023-10-01", "2023-10-30", "1 October 2023 – 30 October 2023", "from 1 October 2023 to 30 October 2023",
        "fra 1. oktober 2023 til 30. oktober 2023",
    ),
    "a day": ("2023-10-07", "2023-10-07", "7 October 2023", "on 7 October 2023", "den 7. oktober 2023"),
}  # fmt: skip

# "in" and its like before a bare label: a label of days cannot follow them.
BARE = re.compile(r"\b(in|of|since|during|on|i|af|siden|den) %\((period|then|now|window|comparison)\)s", re.IGNORECASE)


@pytest.mark.parametrize(("first", "last", "label", "english", "danish"), KINDS.values(), ids=KINDS)
def test_each_kind_of_period_reads_well(first: str, last: str, label: str, english: str, danish: str) -> None:
    period = Period(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))

    assert (short_period(period), in_period(period)) == (label, english)
    with translation.override("da"):
        assert in_period(period) == danish


def test_by_its_days_a_year_is_told_too() -> None:
    period = Period(datetime.date(2023, 1, 1), datetime.date(2023, 12, 31))

    assert long_period(period) == "1 January 2023 – 31 December 2023"


def test_no_sentence_puts_a_preposition_before_a_label() -> None:
    found = [text for folder in ("reports", "output", "home", "planning") for text in _texts(Path(folder))]

    assert "%(before)s %(in_then)s" in " ".join(found)
    assert [text for text in found if BARE.search(text) and text != "in %(period)s"] == []


def _texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.py")):
        source = path.read_text()
        for node in ast.walk(ast.parse(source)) if "%(" in source else ():
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "%(" in node.value:
                yield node.value
