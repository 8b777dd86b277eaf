"""Section 10: what was recorded beside what was raised. Each sentence stands where it is true and nowhere else."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from output.document import Block, Bullets, Figure, Heading, KeySentence, SideBySide, SmallPrint, Table
from reports.sections.contents import PERCEIVED
from reports.sections.context import SectionContext
from reports.sections.perceived import blocks
from stakeholders.vocabulary import BLOCKS, StakeholderBlock
from tests.reports.hearings import BODIES, Row, city, finding, need, outlook, session

CIVIL = [name for name in BODIES if BLOCKS[BODIES[name]] == StakeholderBlock.CIVIL_SOCIETY]


def _told(code: str, *levels: int, **said: Any) -> list[Row]:
    """Sessions about one district, each heard from all of civil society; what was said stands in the first."""
    rated = [[outlook(name, level, district=code) for name in CIVIL] for level in levels]
    return [
        session(*CIVIL, districts=[code], outlook=rows, **(said if not at else {})) for at, rows in enumerate(rated)
    ]


def _both_ways() -> SectionContext:
    """District 0 is much recorded and little spoken of, district 1 the other way round, 2 like the rest."""
    words = [need("Church", statement="A meeting place", districts=["01"])]
    harm = [finding("Mosque", statement="Nobody reports it", districts=["01"])]
    return city(
        *_told("00", 1, 1, 2, 1),
        *_told("01", 5, 5, 4, 5, needs=words, findings=harm),
        *_told("02", 5, 5, 4, 5),
        records=(60, 2, 22, 20, 20, 20),
    )


def _all(found: Iterable[Block]) -> Iterator[Block]:
    """What stands side by side one after the other, as it is read."""
    for block in found:
        if isinstance(block, SideBySide):
            for column in block.columns:
                yield from _all(column)
        else:
            yield block


def _text(context: SectionContext) -> str:
    found = []
    for block in _all(blocks(context)):
        match block:
            case KeySentence() | SmallPrint():
                found.append(str(block.text))
            case Bullets():
                found += map(str, block.items)
            case Heading():
                found.append(block.text)
            case Figure():
                found += [block.alt, str(block.caption)]
    return "\n".join(found)


def test_the_sentence_the_picture_and_the_table_say_the_same() -> None:
    context = _both_ways()
    assert PERCEIVED.has_content(context)
    key, picture, table, beside = blocks(context)[:4]
    assert isinstance(beside, SideBySide)
    drawn = beside.columns[0][0]
    assert isinstance(key, KeySentence)
    assert isinstance(picture, Figure)
    assert isinstance(drawn, Figure)
    assert isinstance(table, Table)
    assert key.text == (
        "Raised but little recorded: District 1; recorded but not raised: District 0. "
        "2 of 3 districts of which both sides are known could be placed."
    )
    assert picture.alt == (
        "Four fields. Raised but little recorded: District 1; recorded and raised: no district; neither recorded nor "
        "raised much: no district; recorded but not raised: District 0."
    )
    assert "Concern is not known in: District 3, District 4 and District 5." in drawn.alt
    assert [(row[0], row[1], row[4], row[-1]) for row in table.rows] == [
        ("District 1", "2", "4.8", "raised but little recorded"),
        ("District 0", "60", "1.3", "recorded but not raised"),
        ("District 2", "22", "4.8", "cannot be placed"),
    ]


def test_the_words_of_a_district_stand_beside_its_field() -> None:
    told = _text(_both_ways())
    assert "A meeting place (Faith" in told
    assert "Nobody reports it (Faith" in told
    assert "Nothing that may be told in words was said of these alone: District 0." in told


def test_words_of_the_whole_city_are_not_put_in_the_mouth_of_a_district() -> None:
    everywhere = [
        need("Church", statement="More buses"),
        need("Mosque", statement="Later hours", districts=["00", "01"]),
    ]
    told = _text(city(*_told("01", 5, 5, 4, 5, needs=everywhere), records=(60, 2, 22, 20)))
    assert "Raised but little recorded: District 1." in told
    assert "More buses" not in told
    assert "Later hours" not in told


@pytest.mark.parametrize(
    "silent",
    [
        pytest.param(lambda: city(records=(60, 2, 22)), id="nobody was consulted"),
        pytest.param(lambda: city(*_told("01", 5, 5), records=(60, 2, 22)), id="two sessions"),
        pytest.param(
            lambda: city(*(session("Church", outlook=[outlook("Church", 5, district="01")]) for _n in range(5))),
            id="one organisation",
        ),
    ],
)
def test_where_nobody_was_asked_concern_is_unknown_and_nothing_is_placed(silent: object) -> None:
    context: SectionContext = silent()  # type: ignore[operator]
    assert not PERCEIVED.has_content(context)
    (only,) = blocks(context)
    assert isinstance(only, KeySentence)
    assert "unknown, never low" in str(only.text)


def test_without_residents_there_is_no_rate_to_set_beside() -> None:
    (only,) = blocks(city(*_told("01", 5, 5, 4, 5), records=(60, 2, 22), residents=0))
    assert isinstance(only, KeySentence)
    assert str(only.text).startswith("Too few districts have a rate")


def test_districts_alike_are_known_and_not_placed() -> None:
    key, table, *_rest = blocks(city(*_told("01", 3, 3, 4, 2), records=(20, 20, 20, 20)))
    assert isinstance(key, KeySentence)
    assert key.text == "Both sides are known of 1 district; it cannot be placed with enough certainty."
    assert isinstance(table, Table)
    assert [row[-1] for row in table.rows] == ["cannot be placed"]


@pytest.mark.parametrize(
    ("upwards", "reading"),
    [
        (True, "More was raised where more was recorded."),
        (False, "More was raised where less was recorded."),
        (None, "Whether the two go together cannot be told."),
    ],
)
def test_the_orders_are_compared_from_fifteen_districts_on(upwards: bool | None, reading: str) -> None:
    def level(at: int) -> int:
        return 1 + (at * 7 % 5 if upwards is None else at // 3 if upwards else (14 - at) // 3)

    told = [row for at in range(15) for row in _told(f"{at:02}", *[level(at)] * 3)]
    assert reading in _text(city(*told, records=[10 + 3 * at for at in range(15)]))
    assert "Kendall" not in _text(city(*told[:42], records=[10 + 3 * at for at in range(15)]))


def test_no_word_calls_a_place_anything() -> None:
    told = _text(_both_ways()).lower()
    assert not any(word in told for word in ("dangerous", "radical", "extremist", "hot spot", "problem"))
