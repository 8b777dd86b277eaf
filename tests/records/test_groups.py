"""Groups of people in texts that are to be about places: found however they are inflected, and nothing else."""

import pytest

from records.screening.groups import named_groups, words_for_groups

GROUPS = ("Young people", "Muslim communities", "Polish-speaking workers", "Women", "Unge på kanten")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Muslim communities are left alone", ["Muslim communities"]),
        ("the MUSLIM COMMUNITY of Højvang", ["Muslim communities"]),
        ("Too many polish speaking workers", ["Polish-speaking workers"]),
        ("Young people's rooms were closed", ["Young people"]),
        ("Women and young people", ["Young people", "Women"]),
        ("Det er de unge på kanten.", ["Unge på kanten"]),
        ("Muslim, and communities elsewhere", []),
        ("A young team works with people of all ages", []),
        ("Nothing is open in the evening", []),
        ("", []),
    ],
)
def test_a_group_of_the_city_is_found_by_its_name(text: str, named: list[str]) -> None:
    assert named_groups(text, GROUPS) == named


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The estate is full of immigrants", ["immigrants"]),
        ("Mange muslimer og flygtninge bor her", ["muslimer", "flygtninge"]),
        ("Réfugiés et immigrés", ["Réfugiés", "immigrés"]),
        ("Jøder har forladt kvarteret", ["Jøder"]),
        ("Anti-Muslim leaflets at the station", []),
        ("Leaflets against immigrants and vold mod jøder", []),
        ("Christian Street and the Christianshavn school", []),
        ("Judicial delays, and majority decisions", []),
        ("No lamp works between the station and the school", []),
    ],
)
def test_words_of_religion_origin_and_migration_are_found_but_not_what_is_done_against_people(
    text: str, found: list[str]
) -> None:
    assert words_for_groups(text) == found


def test_a_name_without_a_word_is_nowhere() -> None:
    assert named_groups("Anything 24/7", ["24/7", ""]) == []
