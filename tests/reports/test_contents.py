"""The sections of a diagnosis: what is said to be empty is empty, on every page and in every sentence."""

import dataclasses
import datetime
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from accounts.city import city_context
from accounts.models import City
from analysis.records import Period
from output.document import Heading, Report, Section, SideBySide, Table
from reports.actions import create_diagnosis
from reports.models.diagnoses import SECTION_NUMBERS
from reports.partner.sections import WRITTEN as FOR_PARTNERS
from reports.proposals import propose
from reports.sections.analysed import analysed
from reports.sections.contents import ONLINE, PERCEIVED, SECTIONS
from reports.sections.context import SectionContext
from reports.sections.report import WRITTEN, build_report
from reports.sections.standing import Numbered
from reports.snapshot import freeze, load
from tests.stakeholders.makers import make_consultation, make_organisation

YEAR = Period(datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))
# Sentences that say a section is empty, with its number, wherever in the diagnosis they stand.
EMPTY = {
    "Nobody was consulted in the period": "9",
    "no consultation is recorded": "9",
    "Nobody was consulted, so which need comes first": "9",
    "Nobody looked online": "6",
    "No source of this diagnosis covers online spaces": "6",
}
# No part of the edition that every member reads.
RESTRICTED = (ONLINE, PERCEIVED)
ALL_OF_THEM = "There is not enough yet for these sections, which is a gap and no result: "

Raw = dict[str, Any]


@pytest.fixture
def snapshot(elver: City) -> Raw:
    """Of a city in which one consultation was held and nobody looked online."""
    with city_context(elver.pk, via="test"):
        club = make_organisation(elver, name="Harbour Youth Club", sector="youth")
        make_consultation(
            elver, organisations=[club], state="approved", approved_at="2026-01-15T00:00Z", districts=["00"],
            held="districts", first_day=datetime.date(2025, 5, 2),
        )  # fmt: skip
        made = create_diagnosis(
            city_id=elver.pk, period=YEAR, dated=datetime.date(2026, 2, 1), long_because="All of it is asked for."
        )
        raw: Raw = json.loads(freeze(made))
    assert len(raw["consultations"]) == 1
    assert raw["diagnosis"]["sections"] == []
    assert raw["diagnosis"]["long_because"] == "All of it is asked for."
    return raw


def _nobody_consulted(raw: Raw) -> None:
    raw["consultations"] = []


def _somebody_looked_online(raw: Raw) -> None:
    raw["coverage"][0]["online"] = True


def _something_happened_online(raw: Raw) -> None:
    """Though no source looks there."""
    columns = raw["observations"]["columns"]
    for row in raw["observations"]["rows"]:
        row[columns.index("space")] = "online"


def _as_it_is(_raw: Raw) -> None:
    pass


def _report(raw: Raw) -> Report:
    frozen = load(json.dumps(raw).encode())
    return build_report(SectionContext(frozen, analysed(frozen)))


def _words(part: Any) -> str:
    if isinstance(part, str):
        return part
    if dataclasses.is_dataclass(part):
        return " ".join(_words(getattr(part, each.name)) for each in dataclasses.fields(part))
    return " ".join(map(_words, part)) if isinstance(part, list | tuple) else ""


def _has_content(section: Section) -> bool:
    """Whether more is printed of it than that there is nothing: whatever there is stands under a heading."""
    columns = [part for block in section.blocks if isinstance(block, SideBySide) for part in block.columns]
    beside = [each for part in columns for each in part]
    return any(isinstance(block, Heading) for block in [*section.blocks, *beside])


@pytest.mark.parametrize("consulted", [_as_it_is, _nobody_consulted])
@pytest.mark.parametrize("online", [_as_it_is, _somebody_looked_online, _something_happened_online])
def test_a_section_is_said_to_be_empty_where_it_is_and_nowhere_else(
    snapshot: Raw, consulted: Callable[[Raw], None], online: Callable[[Raw], None]
) -> None:
    consulted(snapshot)
    online(snapshot)
    report = _report(snapshot)
    words = _words(report.sections)
    printed = {section.number: _has_content(section) for section in report.sections}
    listed = words.split(ALL_OF_THEM)[1].split(".")[0]
    for section in SECTIONS:
        is_there = printed.get(str(section.number), False)
        assert (str(section) in listed) is not is_there, section
    for sentence, number in EMPTY.items():
        assert (sentence in words) is not printed[number], sentence
    assert printed["9"] is (consulted is _as_it_is)
    assert printed["6"] is (online is not _as_it_is)


def test_numbers_and_titles_are_those_of_the_table_in_its_order(snapshot: Raw) -> None:
    printed = [f"{section.number} {section.title}" for section in _report(snapshot).sections]
    assert printed == [str(section) for section in SECTIONS if section in WRITTEN]


def test_every_section_is_numbered_written_and_may_be_asked_for() -> None:
    numbered = {int(section.number) for section in SECTIONS}
    assert len(numbered) == len(SECTIONS)
    assert numbered == {int(each) for each in Numbered}, "in Numbered of reports/sections/standing.py, and in SECTIONS"
    assert numbered == set(SECTION_NUMBERS), "SECTION_NUMBERS of reports/models/diagnoses.py, with a migration"
    unwritten = [str(section) for section in SECTIONS if section not in WRITTEN]
    assert not unwritten, f"in WRITTEN of reports/sections/report.py: {unwritten}"
    untold = {str(section) for section in SECTIONS if section not in FOR_PARTNERS} ^ {str(each) for each in RESTRICTED}
    assert not untold, f"in WRITTEN of reports/partner/sections.py, or in RESTRICTED: {sorted(untold)}"


def test_a_judgement_stands_with_a_section_that_is_printed(snapshot: Raw) -> None:
    frozen = load(json.dumps(snapshot).encode())
    found = {each.section for each in propose(SectionContext(frozen, analysed(frozen)))}
    assert found
    assert found <= {section.number for section in WRITTEN}


def test_every_table_that_a_sentence_leads_to_is_there(snapshot: Raw) -> None:
    columns = snapshot["observations"]["columns"]
    two = {"currents": "jihadist", "manifestations": "propaganda", "targets": "anti_muslim"}
    for number, row in enumerate(snapshot["observations"]["rows"]):
        row[columns.index("setting")] = ("street", "school")[number % 2]
        for name, code in two.items():
            row[columns.index(name)] = [code] if number % 3 else row[columns.index(name)]
    report = _report(snapshot)
    tables = [block for section in report.sections for block in section.blocks if isinstance(block, Table)]
    meant = set(re.findall(r"\b[Tt]able (A\d+)", _words(report.sections)))
    assert meant == {"A1", "A2", "A3", "A4", "A5", "A6", "A9"}
    assert meant <= {table.number for table in tables}
    # each number once, and in order
    numbers = [int(table.number.removeprefix("A")) for table in tables if table.number]
    assert numbers == sorted(set(numbers))
    assert {1, 9, 19} <= set(numbers)
