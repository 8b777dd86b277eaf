"""Of districts that somebody spoke of it is not said that nobody did, nor of an empty city that nobody looked."""

from dataclasses import replace

import pytest

from output.document import Facts
from reports.sections import detectable, judgements, reached, say, scope
from reports.sections.context import SectionContext
from tests.reports.hearings import BODIES, city, finding, group, need, outlook, session
from tests.reports.landscapes import reading_of
from tests.reports.sentences.saying import texts

ALL_GROUPS = [group("young"), group("older")]


def silent(context: SectionContext) -> str:
    return "\n".join(reached.not_heard(context))


def test_a_district_is_spoken_of_by_what_is_told_of_it_in_a_session_about_the_whole_city() -> None:
    said = session(*BODIES, needs=[need("Church", districts=["01"])], findings=[finding("School", districts=["02"])])
    assert "No consultation about: District 0 and District 3." in silent(city(said))
    assert "No consultation here is about 2 of 4 districts." in list(say.of_voices(city(said)))


def test_a_rating_speaks_of_a_district_where_enough_gave_one() -> None:
    by_three = [outlook(name, 4, district="00") for name in ("Church", "Mosque", "Youth Club")]
    for rows, is_told in ((by_three, True), (by_three[:2], False)):
        told = silent(city(session(*BODIES, outlook=rows)))
        assert ("No consultation about: District 1, District 2 and District 3." in told) == is_told


@pytest.mark.parametrize(("count", "told"), [(1, ""), (3, ", "), (4, " and 2 others")])
def test_districts_of_strong_concern_take_no_more_room_than_the_page_has(count: int, told: str) -> None:
    worried = [outlook(name, 5, district=f"{n:02}") for n in range(count) for name in BODIES]
    made = city(session(*BODIES, outlook=worried))
    areas = [
        replace(area, name=f"{area.name}, the parish of Saint Nicholas at the harbour") for area in made.frozen.areas
    ]
    long = replace(made, frozen=replace(made.frozen, areas=tuple(areas)))
    (line,) = [each for each in texts(list(say.people(long))) if each.startswith("Strong concern")]
    assert told in line
    assert len(line) <= len("Strong concern: .") + count * (say.LONGEST_NAME + len(", ")) + len(told)


def test_that_somebody_was_not_reached_is_no_gap_where_all_were() -> None:
    everywhere = [f"{n:02}" for n in range(4)]
    reached_all = city(*(session(*BODIES, head_counts=ALL_GROUPS, districts=everywhere) for _n in range(2)))
    one_away = city(*(session(*BODIES, head_counts=ALL_GROUPS, districts=everywhere[1:]) for _n in range(2)))
    for made, is_gap in ((reached_all, False), (one_away, True)):
        assert any("not yet reached by us" in each for each in judgements.gaps(made)) == is_gap
        assert bool(silent(made)) == is_gap
    # that the city set out to hear nobody names nobody who was not reached
    no_groups = city(*(session(*BODIES, districts=everywhere) for _n in range(2)), groups=[])
    assert silent(no_groups) == "The city has not said which groups it sets out to hear."
    gaps = list(judgements.gaps(no_groups))
    assert silent(no_groups) in gaps
    assert not any("not yet reached by us" in each for each in gaps)


def test_a_city_of_no_records_has_the_earlier_periods_that_were_looked_at() -> None:
    empty = reading_of([])
    (told,) = [
        str(value)
        for block in scope.blocks(empty)
        if isinstance(block, Facts)
        for name, value in block.items
        if name == "Earlier periods"
    ]
    assert told == "5 that the same sources covered alike"
    assert "\n".join(texts(detectable.detectable(empty))) == (
        "Nothing was recorded in the earlier periods, so no change could have been found."
    )
