"""What other programs do to a table on its way: texts guarded against becoming numbers, marks apart from their letters,
a mark of the beginning written twice; codes that no program keeps apart; ground on which nobody can live."""

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import City
from mapping.actions.boundaries import NewDistrict
from mapping.imports.doubts import Doubts
from mapping.imports.fields import folded
from mapping.imports.keys import KEY, PLAIN
from mapping.imports.mapping_file import read_mapping
from mapping.imports.names import bare_code, check_names
from mapping.imports.observations import import_observations
from mapping.imports.outlines.boundaries import import_boundaries
from mapping.models import Observation
from tests.mapping.makers import SQUARE, column_mapping, feature, geojson, inside

DISTRICTS_OF_CITY = ("01", "02")


def _import(city: City, path: Path, text: str, **changes: Any) -> Any:
    path.write_text(text, encoding="utf-8")
    with inside(city):
        return import_observations(city=city, path=path, mapping=read_mapping(column_mapping(**changes)))


GUARDED = ['="{}"', '"=""{}"""', ' ="{}"']


@pytest.mark.parametrize("guard", GUARDED)
def test_a_guarded_text_is_the_text(city: City, tmp_path: Path, guard: str) -> None:
    """And the same file without the guards has no new event."""
    rows = [("00120", "2021-03-02", "01", "Assault"), ("00121", "2021-03-03", "02", "Assault")]
    guarded = ["id,date,place,what", *(",".join(guard.format(cell) for cell in row) for row in rows), ""]
    plain = ["id,date,place,what", *(",".join(row) for row in rows), ""]
    assert _import(city, tmp_path / "a.csv", "\n".join(guarded)).imported.added == 2
    with inside(city):
        told = Observation.objects.order_by("external_key").values_list("external_key", "district__code")
        assert list(told) == [("00120", "01"), ("00121", "02")]
    assert _import(city, tmp_path / "b.csv", "\n".join(plain)).imported.added == 0


@pytest.mark.parametrize("marks", ["\ufeff", "\ufeff\ufeff", "\ufeff\ufeff\ufeff"], ids=len)
def test_however_often_the_beginning_is_marked(city: City, tmp_path: Path, marks: str) -> None:
    text = f"{marks}id,date,place,what\nA1,2021-03-02,01,Assault\n"
    assert _import(city, tmp_path / "a.csv", text, encoding="utf-8").imported.added == 1


@pytest.mark.parametrize("name", ["Nørre Tårnhøj", "Żoliborz", "Çankaya", "Ñuñoa", "Việt Trì", "Παγκράτι", "Éire"])
def test_a_name_is_the_same_with_its_marks_apart(name: str) -> None:
    apart = unicodedata.normalize("NFD", name)
    assert apart != name
    assert folded(apart) == folded(name) == folded(apart.upper())


def test_keys_that_differ_by_marks_apart_are_told(city: City, tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", "SAG-Å7")
    text = f"id,date,place,what\nSAG-Å7,2021-03-02,01,Assault\n{apart},2021-03-02,01,Assault\n"
    assert "keys differ by" in " ".join(_import(city, tmp_path / "a.csv", text).told)


@pytest.mark.parametrize(
    "key",
    ["2.01902E+14", "2,01902 E+14", "2.01902E +14", "20.1902E+13", "201,902e+12", "2.01902 x 10^14", "2,01902·10¹⁴",
     "2.01902×10**14", "2\u202fE+14", "2.01902e14"],
)  # fmt: skip
def test_a_number_that_was_lost_is_no_key(key: str) -> None:
    found = KEY.fullmatch(key)
    assert found is not None
    assert found.lastgroup == "scientific"
    assert not PLAIN.fullmatch(key)


@pytest.mark.parametrize("key", ["2E14", "12E", "E+14", "2020-E14", "1x10", "10x10", "3 x 4", "2.1", "A2.01902E+14x"])
def test_what_only_looks_a_little_like_one_is(key: str) -> None:
    found = KEY.fullmatch(key)
    assert found is None or found.lastgroup != "scientific"


def _districts(*codes: str) -> list[NewDistrict]:
    return [NewDistrict(code, f"Name {n}", {"type": "Polygon", "coordinates": [SQUARE]}, 1.0) for n, code in
            enumerate(codes)]  # fmt: skip


@pytest.mark.parametrize(
    "codes", [("1", "01"), ("1", "1.0"), ("7A", "7a"), ("010", "10,0"), ("A\u00a01", "a 1"), ("A1", "\u04101")]
)
def test_codes_that_no_program_keeps_apart_are_told(codes: tuple[str, ...]) -> None:
    doubts = Doubts([])
    check_names(_districts("X9", *codes), doubts)
    assert "differ by letter case, leading noughts, .0 or letters that look alike only" in " ".join(doubts.told)


@pytest.mark.parametrize("codes", [("1", "10"), ("0", "00A"), ("1.5", "15"), ("A1", "1"), ("1.01", "1.1")])
def test_codes_that_are_two_are_not(codes: tuple[str, ...]) -> None:
    doubts = Doubts([])
    check_names(_districts(*codes), doubts)
    assert doubts.told == []
    assert bare_code(codes[0]) != bare_code(codes[1])


@pytest.mark.parametrize(("side", "is_told"), [(1e-6, True), (1e-4, True), (1e-3, False), (1e-2, False)])
def test_ground_on_which_nobody_can_live_is_told(elverhavn: City, tmp_path: Path, side: float, is_told: bool) -> None:
    """At 55° north 0.0001 degrees are 11 m by 6 m, and 0.001 degrees 111 m by 64 m."""
    ring = [[10, 55], [10 + side, 55], [10 + side, 55 + side], [10, 55 + side], [10, 55]]
    path = geojson(tmp_path / "d.json", feature("01", "One", {"type": "Polygon", "coordinates": [ring]}))
    with inside(elverhavn):
        told = import_boundaries(city=elverhavn, path=path, code="code", name="name").told
    assert ("less than 1,000 m²" in " ".join(told)) is is_told


def test_what_encloses_nothing_is_still_refused(elverhavn: City, tmp_path: Path) -> None:
    ring = [[10, 55], [10.01, 55.01], [10.02, 55.02], [10, 55]]
    path = geojson(tmp_path / "d.json", feature("01", "One", {"type": "Polygon", "coordinates": [ring]}))
    with inside(elverhavn), pytest.raises(ValidationError, match="encloses no area"):
        import_boundaries(city=elverhavn, path=path, code="code", name="name")
