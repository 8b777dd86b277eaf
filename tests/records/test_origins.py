"""Words for where people come from, what they believe and which language they speak; and words that look alike."""

import time

import pytest

from records.screening.origins import words_for_origin


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Arabic-speaking youth", ["Arabic speaking"]),
        ("Somalis who left school", ["Somalis"]),
        ("Unge somaliere på gaden", ["somaliere"]),
        ("Arabisktalende mødre", ["Arabisktalende"]),
        ("De tosprogede elever", ["tosprogede"]),
        ("Ikke-vestlige drenge", ["Ikke vestlige"]),
        ("Ungdomar med invandrarbakgrund", ["invandrarbakgrund"]),
        ("Jugendliche mit Migrationshintergrund", ["Migrationshintergrund"]),
        ("Türken und Araber", ["Türken", "Araber"]),
        ("Jeunes maghrébins", ["maghrébins"]),
        ("Marokkaanse buurt, Turken", ["Turken"]),
        ("Religiøse unge", ["Religiøse"]),
        ("Young Muslims and refugees", ["Muslims", "refugees"]),
        ("Anti-Muslim hatred, violence against Syrians", []),
        ("Betalende gæster", []),
        ("Public speaking for everybody", []),
        ("Polish the floor before the race", []),
        ("Lamp poles between school and station", []),
        ("Anyone of 13 to 19 who comes to the hall", []),
        ("", []),
    ],
)
def test_they_are_found_in_each_language_and_words_that_look_alike_are_not(text: str, found: list[str]) -> None:
    assert words_for_origin(text) == found


@pytest.mark.parametrize("family", ["arabisk ", "ikke ", "non-", "ä", "mother tongue ", "a" * 50 + " "])
def test_a_hundred_kilobytes_of_anything_take_no_time(family: str) -> None:
    began = time.process_time()
    words_for_origin(family * (100_000 // len(family)))
    assert time.process_time() - began < 2
