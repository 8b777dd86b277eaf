"""No text makes the screen slow: what it takes grows with the length, whatever the text is made of."""

import random
import time
from contextlib import suppress
from functools import cache
from itertools import pairwise

import pytest
from django import forms
from django.core.exceptions import ValidationError

import config.urls  # noqa: F401 (imports every form)
from core.form_words import FIRST_DAY
from core.lengths import LONGEST
from mapping.imports.dates.days import DateReader, NoDate
from records.forms import EvidenceField
from records.screening import screen
from tests.core.test_lengths import forms_of
from tests.hostile.texts import HOSTILE, KNOWN, everything

SHORT, LONG = 10_000, 100_000
# All families at a twentieth of it, a tenth of them in full; all in full in the soak.
CHEAP = 20
IN_FULL = random.Random(20_261_128).sample(sorted(HOSTILE), len(HOSTILE) // 10)
# A hundred thousand characters at most fifteen times what ten thousand take; what takes less than this is not compared.
RATIO, TOO_SHORT = 15, 0.005
FIELD_SECONDS = 0.2


def seconds(text: str) -> float:
    """Of the processor."""
    begun = time.process_time()
    everything(text)
    return time.process_time() - begun


@pytest.mark.parametrize(
    ("family", "part"),
    [
        *((family, CHEAP) for family in HOSTILE),
        *(pytest.param(each, 1, marks=[] if each in IN_FULL else pytest.mark.soak) for each in HOSTILE),
    ],
)
def test_ten_times_the_text_takes_about_ten_times_as_long(family: str, part: int) -> None:
    everything("Ahmed Yusuf, 20 12 34 56, 010190-1235")  # lists are read once
    make = HOSTILE[family]
    short = max(min(seconds(make(SHORT // part)) for _time in range(3)), TOO_SHORT)
    # A busy machine only adds: what is linear is so in one of three runs, what is not in none.
    ratios = (seconds(make(LONG // part)) / short for _time in range(3))
    assert any(ratio <= RATIO for ratio in ratios)


@pytest.mark.parametrize("form", ["", "DD.MM.YYYY*"])
@pytest.mark.parametrize("repeated", [" ", "T", ": ", " 1h", "T1:00 "])
def test_a_cell_of_dates_takes_about_ten_times_as_long_where_it_is_ten_times_as_long(repeated: str, form: str) -> None:
    reader = DateReader(form, latest=FIRST_DAY)

    def took(length: int) -> float:
        begun = time.process_time()
        with pytest.raises(NoDate):
            reader.day("1/2/2024" + repeated * (length // len(repeated)) + "x")
        return time.process_time() - begun

    short = max(min(took(SHORT) for _time in range(4)), TOO_SHORT)
    assert any(took(LONG) / short <= RATIO for _time in range(3))


def test_there_are_twenty_families_at_least_and_they_are_as_long_as_they_say() -> None:
    assert len(HOSTILE) >= 20
    for make in HOSTILE.values():
        assert abs(len(make(SHORT)) - SHORT) <= 4


@pytest.mark.parametrize("family", HOSTILE)
def test_the_whole_screen_takes_every_family_at_its_largest_length(family: str) -> None:
    text = HOSTILE[family](LONGEST)[:LONGEST]
    found = screen(text, country="DK", known=KNOWN)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(text[each.start : each.end] == each.text for each in found if each.kind != "name")


@pytest.mark.parametrize("family", HOSTILE)
def test_every_field_of_every_form_takes_every_family_at_its_largest_length(family: str) -> None:
    """What the field itself does with it: patterns of addresses and links, numbers, marks it takes off."""
    fields = [
        (f"{form.__name__}.{name}", each)
        for form in forms_of()
        for name, each in getattr(form, "base_fields", {}).items()
        if isinstance(each, forms.CharField) and not isinstance(each, forms.JSONField | EvidenceField)  # asks a city
    ]
    assert len(fields) > 150
    slow = {}
    text_of = cache(HOSTILE[family])  # many fields are as long as others
    for name, each in fields:
        assert each.max_length
        text = text_of(each.max_length)[: each.max_length]
        begun = time.process_time()
        with suppress(ValidationError):
            each.clean(text)
        if (took := time.process_time() - begun) > FIELD_SECONDS:
            slow[name] = took
    assert not slow


def test_a_text_longer_than_any_may_be_is_refused_before_it_is_read() -> None:
    with pytest.raises(ValueError, match="20001 characters"):
        screen("x" * (LONGEST + 1), country="DK")
