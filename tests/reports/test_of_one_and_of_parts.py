"""What is said where there is one of something, or none, and of periods that are no year."""

import datetime
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from analysis.records import Period
from output.web.page import page_of
from reports.partner.report import build_partner_report
from reports.partner.view import partner_view
from reports.proposals import propose
from reports.release.printed import printed_in
from reports.sections.context import SectionContext
from reports.sections.decisions import Decided
from reports.sections.periods import is_of_years, short_period
from reports.sections.report import build_report
from tests.reports.hearings import BODIES, body, city, factor, group, need, outlook, service, session
from tests.reports.sentences.voiced_worlds import confidential

# A number of one before a word for several, or before a verb of several; "1 of 4 districts" is none.
ONE_OF_SEVERAL = re.compile(
    r"(?<![\d.,])1 (?:[a-z]+ )?(?:records|events|districts|sessions|consultations|organisations|people|months|years|"
    r"judgements|sources|needs|groups|periods|services|invitations|statements|lie|are|were|have|do|name|say)\b"
)


def _one(**more: Any) -> SectionContext:
    said = session(
        "Police", people=1, districts=["00"], head_counts=[group("young", 1)], barriers=["time"],
        needs=[need("Police")], outlook=[outlook("Police", 4, "worse")],
    )  # fmt: skip
    return city(
        said, services=[service("training")], factors=[factor()], organisations=[body("Youth Club", "place")], **more
    )


FULL = [
    session(*BODIES, districts=["00", "01", "02", "03"], head_counts=[group("young"), group("older")],
            needs=[need("Police")])
    for _n in range(2)
]  # fmt: skip
# Made by whoever looks at one: every process of `make test` loads every file of tests.
OF_ONE: dict[str, Callable[[], SectionContext]] = {
    "nothing": lambda: city(records=(0,)),
    "one record in one of four districts": lambda: city(records=(1, 0, 0, 0)),
    "one record in the one district": lambda: _one(records=(1,)),
    "one district": lambda: _one(records=(60,)),
    "one of four looked at": lambda: city(
        records=(60, 0, 0, 0),
        coverage=[
            {"source": "police", "districts": ["00"], "online": True, "start": "2022-01-01", "end": "2025-12-31",
             "still_looking": False, "completeness": "full"},
        ],
    ),
    "one without a residents' figure apart": lambda: _one(records=(1, 20, 30, 8)),
}  # fmt: skip


def _said(context: SectionContext) -> Iterator[str]:
    proposed = list(propose(context))
    decided = tuple(
        Decided(p.statement, p.likelihood, p.confidence, p.reasons, p.evidence, "confirmed", False) for p in proposed
    )
    # one that is undecided, and all others decided
    if decided:
        decided = (replace(decided[0], state="proposed"), *decided[1:])
    restricted = build_report(replace(context, judgements=decided))
    partner = build_partner_report(partner_view(context.frozen))
    for report in (restricted, partner):
        yield from (each.text for each in printed_in(json.loads(page_of(report))))


def test_the_partner_edition_never_says_that_the_rules_find_no_gap() -> None:
    """It tells neither whether anybody looks online, nor of how many records the current is not known."""
    full = city(*FULL)
    told = list(_said(full))
    assert any(text.startswith("Current not known: 24 of 24") for text in told)
    page = json.loads(page_of(build_partner_report(partner_view(full.frozen))))
    for_partners = [each.text for each in printed_in(page)]
    assert not [text for text in for_partners if "rules for gaps" in text]
    assert "None that may be told here. That everything is known is not said by that." in for_partners


def test_nobody_is_named_below_where_everybody_was_heard() -> None:
    told = " ".join(_said(city(*FULL, *confidential())))
    assert "Every group the city set out to hear, every block and every district was heard." in told
    assert "confidential consultations something is not told" in told
    assert "named below" not in told


@pytest.mark.parametrize("name", OF_ONE)
def test_one_is_never_told_as_several(name: str) -> None:
    wrong = {found[0]: text for text in _said(OF_ONE[name]()) if (found := ONE_OF_SEVERAL.search(text))}
    assert wrong == {}


@pytest.mark.parametrize("name", OF_ONE)
def test_nothing_comes_from_nobody(name: str) -> None:
    """“come from nobody”."""
    wrong = [text for text in _said(OF_ONE[name]()) if re.search(r"\bc[ao]mes? from (?:nobody|[.;,]|$)", text)]
    assert wrong == []


def test_the_test_would_find_it() -> None:
    for text in ("Of 1 districts", "1 lie inside", "is about 1 of 1 districts", "1 proposed judgements are"):
        assert ONE_OF_SEVERAL.search(text), text
    for text in ("1 of 4 districts", "11 records", "1 record of 2", "0.1 events"):
        assert not ONE_OF_SEVERAL.search(text), text


def _days(start: str, end: str) -> Period:
    return Period(datetime.date.fromisoformat(start), datetime.date.fromisoformat(end))


@pytest.mark.parametrize(
    ("start", "end", "english", "danish"),
    [
        ("2025-01-01", "2025-12-31", "2025", "2025"),
        ("2024-01-01", "2025-12-31", "2024–2025", "2024–2025"),
        ("2025-10-01", "2025-12-31", "October–December 2025", "oktober–december 2025"),
        ("2024-02-01", "2024-02-29", "February 2024", "februar 2024"),
        ("2024-11-01", "2025-01-31", "November 2024 – January 2025", "november 2024 – januar 2025"),
        # not to the end of its last month
        ("2024-02-01", "2024-02-28", "1 February 2024 – 28 February 2024", "1. februar 2024 – 28. februar 2024"),
        ("2023-10-07", "2023-12-31", "7 October 2023 – 31 December 2023", "7. oktober 2023 – 31. december 2023"),
    ],
)
def test_a_period_is_named_as_short_as_it_can_be(start: str, end: str, english: str, danish: str) -> None:
    for language, words in (("en", english), ("da", danish)):
        with translation.override(language):
            assert short_period(_days(start, end)) == words
    assert is_of_years(_days(start, end)) is (english == "2025")


def test_alike_districts_are_not_told_from_the_least_to_the_most() -> None:
    alike = " ".join(_said(city(records=(6, 6, 6, 6))))
    assert "10,000 in each" in alike
    assert "in the middle one" not in alike
    assert "per square kilometre: 3,571 wherever that is known" in alike
