"""Section 11 says what was recorded of services and the network: each sentence where it is true, nowhere else."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import chain
from typing import Any

import pytest

from output.document import Heading, Table
from reports.partner.view import partner_view
from reports.sections import network, services
from reports.sections.contents import ASSETS
from reports.sections.context import SectionContext
from tests.reports.hearings import Row, body, city, finding, need, service, session
from tests.reports.sentences.saying import is_sentence, pattern_of, templates_of, texts

TWO_NEEDS = session("Police", needs=[need("Police"), need("Church", "funding")])
ALL_LEVELS = ["primary", "secondary", "tertiary"]
DIRECTORY = [body("Youth Club", "trust", "places"), body("Museum", "expertise", in_network=False)]
MANY = [service("training", title=f"Course {n:02}") for n in range(18)]


def _city(*sessions: Row, rows: Any = (), bodies: Any = (), **more: Any) -> SectionContext:
    return city(*sessions, services=list(rows), organisations=list(bodies), **more)


def _with_aims(mission: str, goal: str, **more: Any) -> SectionContext:
    context = _city(**more)
    context.frozen.city.update(mission=mission, common_goal=goal)
    return context


def _for_members(*bodies: Row) -> SectionContext:
    """What the edition for every member is made of."""
    return partner_view(_city(TWO_NEEDS, bodies=bodies).frozen).context


def _worlds() -> dict[str, SectionContext]:
    nine = tuple(6 for _district in range(9))
    return {
        "of before": city(TWO_NEEDS),
        "nothing": _city(),
        "directory alone": _city(TWO_NEEDS, bodies=DIRECTORY),
        "one member": _city(bodies=DIRECTORY[:1]),
        "brings nothing": _city(bodies=[body("Museum")]),
        "brings all": _city(bodies=[body("Museum", "trust", "expertise", "places", "languages")]),
        "said it may be read, but not here": _city(bodies=[body("Museum", "expertise", may_share=True)]),
        "for members, one said so": _for_members(*DIRECTORY, body("Library", "places", may_share=True)),
        "for members, nobody said so": _for_members(*DIRECTORY),
        "a service, no needs": _city(rows=[service("training")]),
        "for members, a service, no needs": replace(_city(rows=[service("training")]), tells_records=False),
        "for members, no service": replace(_city(rows=[]), tells_records=False),
        "a service for one of two": _city(TWO_NEEDS, rows=[service("training")], bodies=DIRECTORY),
        "a service for every need": _city(TWO_NEEDS, rows=[service("training", "funding", levels=ALL_LEVELS)]),
        "a service for another": _city(session("Police", needs=[need("Police")]), rows=[service("safe_spaces")]),
        "in a district": _city(TWO_NEEDS, rows=[service("training", districts=["01"])]),
        "in one of nine": _city(TWO_NEEDS, rows=[service("training", districts=["01"])], records=nine),
        "seventeen": _city(rows=MANY[:17]),
        "eighteen": _city(rows=MANY),
        "stale": _city(rows=[service("training", review_by="2025-12-31")]),
        "commitment and asset": _city(
            session("Police", findings=[finding("Police", "commitment"), finding("Police", "asset")])
        ),
        "mission": _with_aims("That everybody is safe.", ""),
        "both aims": _with_aims("That everybody is safe.", "Fewer threats.", bodies=DIRECTORY),
    }


@pytest.fixture(scope="module")
def worlds() -> dict[str, SectionContext]:
    return _worlds()


def _rows(context: SectionContext) -> list[Row]:
    return context.frozen.services or []


def _raised(context: SectionContext) -> set[str]:
    return {row["category"] for each in context.frozen.consultations for row in each["needs"]}


def _served(context: SectionContext) -> set[str]:
    return {code for row in _rows(context) for code in row["needs"]}


def _told(context: SectionContext, kind: str) -> bool:
    return any(row["kind"] == kind for each in context.frozen.consultations for row in each["findings"])


def _aims(context: SectionContext) -> bool:
    return bool(context.frozen.city.get("mission") or context.frozen.city.get("common_goal"))


def _brought(context: SectionContext) -> set[str]:
    return {code for row in context.frozen.organisations or () for code in row["brings"]}


SENTENCES: dict[str, Callable[[SectionContext], bool]] = {
    "Services were not kept yet": lambda c: c.frozen.services is None,
    "No service is recorded, so what serves": lambda c: c.frozen.services == [] and c.tells_records,
    # to whoever may not read all of them nothing is said of what is recorded
    "No service is told of here": lambda c: c.frozen.services == [] and not c.tells_records,
    "%(count)s service is recorded": lambda c: bool(_rows(c)),
    "%(services)s; which needs there are was not told": lambda c: bool(_rows(c)) and not _raised(c) and c.tells_records,
    "%(services)s; which needs there are is told in no": lambda c: (
        bool(_rows(c)) and not _raised(c) and not c.tells_records
    ),
    "%(services)s, and at least one for every need": lambda c: (
        bool(_rows(c) and _raised(c)) and _raised(c) <= _served(c)
    ),
    "%(services)s; for %(alone)s of %(raised)s need": lambda c: bool(_rows(c)) and not _raised(c) <= _served(c),
    "No service is recorded at these levels": lambda c: (
        bool(_rows(c)) and {level for row in _rows(c) for level in row["levels"]} < set(ALL_LEVELS)
    ),
    "Another service stands in table %(table)s.": lambda c: len(_rows(c)) > 16,
    "Services as they are recorded and offered": lambda c: bool(_rows(c)),
    "%(count)s of %(all)s districts": lambda c: len(c.frozen.areas) > 4 and any(row["districts"] for row in _rows(c)),
    "Table %(table)s names the districts.": lambda c: (
        len(c.frozen.areas) > 4 and any(row["districts"] for row in _rows(c))
    ),
    "(to be looked at again)": lambda c: any(row["review_by"] for row in _rows(c)),
    "%(members)s of %(count)s organisation": lambda c: c.tells_records and bool(c.frozen.organisations),
    # how many others there are is told to nobody who may not read of them
    "Named are organisations that said": lambda c: not c.tells_records and bool(c.frozen.organisations),
    "What each can bring is as they say themselves.": lambda c: bool(_brought(c)),
    "No organisation says that it can bring: %(missing)s.": lambda c: (
        c.tells_records and bool(c.frozen.organisations) and len(_brought(c)) < 4
    ),
    "What people told that protects": lambda c: _told(c, "asset"),
    "The network's mission and common goal are not": lambda c: (
        not _aims(c) and bool(_rows(c) or c.frozen.organisations or _told(c, "commitment"))
    ),
}  # fmt: skip


@cache
def _templates() -> dict[str, tuple[str, ...]]:
    return templates_of([network, services])


def test_every_sentence_has_a_condition() -> None:
    says = {text for text in _templates() if is_sentence(text)}
    assert {text for text in says if not any(text.startswith(start) for start in SENTENCES)} == set()


def _words(context: SectionContext) -> Iterator[str]:
    yield from texts(list(network.blocks(context)))


@pytest.mark.parametrize("start", SENTENCES)
def test_a_sentence_is_printed_where_it_is_true_and_nowhere_else(start: str, worlds: dict[str, SectionContext]) -> None:
    pattern = pattern_of(
        tuple(chain.from_iterable(each for text, each in _templates().items() if text.startswith(start)))
    )
    found = {name for name, context in worlds.items() if any(map(pattern.search, _words(context)))}
    assert found == {name for name, context in worlds.items() if SENTENCES[start](context)}
    assert found
    assert found != set(worlds)


def test_the_section_has_content_where_anything_stands_under_a_heading(worlds: dict[str, SectionContext]) -> None:
    for name, context in worlds.items():
        headed = any(isinstance(block, Heading) for block in network.blocks(context))
        assert ASSETS.has_content(context) is headed, name


def _tables(context: SectionContext) -> list[Table]:
    return [each for each in network.blocks(context) if isinstance(each, Table)]


def test_needs_stand_beside_what_serves_them_and_where_nobody_does() -> None:
    rows = [
        service("training", title="Course", districts=["00", "02"]),
        service("training", "safe_spaces", title="Hall", districts=["02", "03"], contact_role="duty desk"),
    ]
    context = _city(TWO_NEEDS, rows=rows)
    first, second = _tables(context)[:2]
    cells = {row[0]: list(row[1:]) for row in first.rows}
    assert cells == {
        "Training": ["Course; Hall", "District 1"],
        "Funding": ["nothing that is recorded", "everywhere"],
        "Safe spaces (not raised)": ["Hall", "District 0 and District 1"],
    }
    assert [list(row) for row in second.rows] == [
        ["Training", "Course", "Youth Club", "Primary", "District 0 and District 2", "–"],
        ["Training and Safe spaces", "Hall", "Youth Club: duty desk", "Primary", "District 2 and District 3", "–"],
    ]


def test_that_a_need_was_not_raised_is_told_only_where_a_consultation_is_told_of() -> None:
    heard, unheard = (_tables(_city(*said, rows=[service("training")]))[0] for said in ([TWO_NEEDS], []))
    assert {row[0] for row in heard.rows} == {"Training", "Funding"}
    assert [list(row) for row in unheard.rows] == [["Training", "Open evenings", "–"]]


def test_nothing_is_cut_what_the_section_has_no_room_for_stands_in_the_annex() -> None:
    context = _city(rows=MANY[::-1])
    (table,) = services.tables(context)
    assert (table.number, [row[1] for row in table.rows]) == ("A16", [f"Course {n:02}" for n in range(18)])
    nine = _city(TWO_NEEDS, rows=[service("training", districts=["01"])], records=tuple(6 for _district in range(9)))
    (missing,) = services.tables(nine)
    assert missing.number == "A17"
    assert [row[-1] for row in _tables(nine)[0].rows if row[0] == "Training"] == ["8 of 9 districts"]
    assert all(f"District {n}" in missing.rows[0][1] for n in (0, 2, 3, 4, 5, 6, 7, 8))
    assert not list(services.tables(_city(rows=MANY[:16])))
