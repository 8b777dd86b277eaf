"""What cannot both be so of one observation: refused in the form at its field, in a file with its row and column."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import City, Membership
from mapping.imports.mapping_file import read_mapping
from mapping.imports.observations import import_observations
from mapping.models import Observation
from mapping.vocabulary import Setting, Space, contradictions
from tests.factories import sign_in
from tests.mapping.makers import column_mapping, inside, table, with_districts, with_record
from tests.mapping.test_observations import ENTRY, NEW


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"place": "online", "space": "offline"}, ["space"]),
        ({"place": "online", "space": "online"}, []),
        ({"place": "online", "space": "hybrid"}, []),
        ({"place": "district", "space": "online"}, []),
        ({"setting": "school", "space": "online"}, []),
        ({"platform": "Telegram", "space": "offline"}, ["space"]),
        ({"platform": "Telegram", "space": "hybrid"}, []),
        ({"targets": ["none", "lgbti"]}, ["targets"]),
        ({"targets": ["none"]}, []),
        ({"currents": ["none_known", "jihadist"]}, ["currents"]),
        ({"currents": ["mixed_unclear", "jihadist"]}, []),
    ],
)
def test_what_cannot_both_be_so(said: dict[str, Any], fields: list[str]) -> None:
    assert [name for name, _why in contradictions(**said)] == fields


def test_no_setting_that_is_online_is_offline_and_every_other_may_be() -> None:
    """Four settings of the vocabulary are online."""
    wrong = {each for each in Setting.values if [*contradictions(setting=each, space=Space.OFFLINE)]}
    assert wrong == {"online_forum", "social_media", "gaming", "messaging"}
    assert not [each for each in Setting.values if [*contradictions(setting=each, space=Space.ONLINE)]]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"place": "online"}, "space"),
        ({"targets": ["none", "lgbti"]}, "targets"),
    ],
)
def test_the_form_says_it_at_its_field_and_keeps_what_was_typed(
    elverhavn: City, bob: Membership, more: dict[str, Any], field: str
) -> None:
    with_record(elverhavn)
    answer = sign_in(Client(), bob).post(NEW, {**ENTRY, **more})
    assert list(answer.context["form"].errors) == [field]
    assert str(ENTRY["what_happened"]) in answer.content.decode()


SPACE = {"columns": [{"column": "space", "values": {"street": "offline", "net": "online"}}]}
HEADER = "id,date,place,what,space"


def _take_in(city: City, path: Path, mapping: dict[str, Any]) -> Observation:
    with inside(city):
        import_observations(city=city, path=path, mapping=read_mapping(mapping))
        return Observation.objects.get()


def _mapping(**fields: Any) -> dict[str, Any]:
    mapping = column_mapping(place={"column": "place", "online": ["www"]})
    mapping["fields"] |= fields
    return mapping


@pytest.fixture
def city(elverhavn: City) -> City:
    return with_districts(with_record(elverhavn), "02")


def test_a_file_is_refused_with_the_row_and_both_columns(city: City, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "1,2021-03-04,02,Assault,street", "2,2021-03-04,www,Threat,street", header=HEADER)
    with pytest.raises(ValidationError) as refusal:
        _take_in(city, path, _mapping(space=SPACE))
    assert "Row 3, column place, space: It was online only" in " ".join(refusal.value.messages)


def test_what_a_file_says_was_online_and_nothing_more_was_in_no_street(city: City, tmp_path: Path) -> None:
    taken = _take_in(city, table(tmp_path / "a.csv", "1,2021-03-04,www,Threat"), _mapping())
    assert (taken.place, taken.space) == ("online", "online")


def test_none_in_one_column_beside_a_group_in_another_is_the_group(city: City, tmp_path: Path) -> None:
    """Tables of hate crimes have a column for each ground."""
    values = {"none": "none", "jews": "antisemitic", "women": "gender"}
    grounds = {"columns": [{"column": name, "values": values} for name in ("faith", "sex")]}
    path = table(tmp_path / "a.csv", "1,2021-03-04,02,Assault,jews,none", header="id,date,place,what,faith,sex")
    assert _take_in(city, path, _mapping(targets=grounds)).targets == ["antisemitic"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1,2021-03-04,2021-03-01,02,Assault", "column end: the last day 2021-03-01 lies before the first"),
        ("1,2021-03-04,2021-02-30,02,Assault", "column end: “2021-02-30” is a day that does not exist"),
        ("1,2021-03-04,soon,02,Assault", "column end: “soon”"),
        ("1,2021-02-30,2021-03-04,02,Assault", "column date: “2021-02-30” is a day that does not exist"),
    ],
)
def test_an_error_stands_at_the_column_it_is_about(city: City, tmp_path: Path, row: str, said: str) -> None:
    path = table(tmp_path / "a.csv", row, header="id,date,end,place,what")
    with pytest.raises(ValidationError) as refusal:
        _take_in(city, path, column_mapping(when={"column": "date", "until": "end"}))
    assert f"Row 2, {said}" in "\n".join(refusal.value.messages)
