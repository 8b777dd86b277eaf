"""A later file of a source: what it lacks, marks or corrects is told, and done only where somebody says why."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from accounts.city import city_context
from accounts.models import City, Membership
from mapping.actions import batches, later_exports
from mapping.actions.batches import TakenIn
from mapping.actions.boundaries import NewDistrict, add_boundary_set
from mapping.actions.later_exports import Wishes
from mapping.imports.mapping_file import read_mapping
from mapping.imports.observations import import_observations
from mapping.models import Observation
from tests.mapping.makers import SQUARE, column_mapping, inside, table, with_districts, with_record

FIRST = ("1,2021-03-01,01,Assault", "2,2021-03-02,01,Threat", "3,2021-03-03,02,Assault")
SECOND = ("1,2021-03-01,01,Assault", "2,2021-03-02,01,Arson", "4,2021-06-03,02,Assault")
VALUES = {"Assault": "assault", "Threat": "threat", "Arson": "arson", "Remove": None}
REMOVED = [{"column": "what", "values": ["Remove"], "reason": "withdrawn by the police"}]
EARLIER, LATER = datetime.date(2021, 12, 31), datetime.date(2022, 1, 31)


@pytest.fixture
def city(elverhavn: City) -> City:
    return with_districts(with_record(elverhavn), "01", "02")


def _mapping(**changes: Any) -> dict[str, Any]:
    mapping = column_mapping(not_counted=REMOVED, **changes)
    mapping["fields"]["manifestations"]["columns"][0]["values"] = VALUES
    return mapping


def _import(city: City, path: Path, wishes: Wishes = Wishes(), day: datetime.date = LATER, **changes: Any) -> TakenIn:  # noqa: B008
    with inside(city):
        return import_observations(
            city=city, path=path, mapping=read_mapping(_mapping(**changes)), extracted_on=day, wishes=wishes
        )


def _there(city: City) -> dict[str, tuple[str, str]]:
    with inside(city):
        return {row.external_key: (row.state, ", ".join(row.manifestations)) for row in Observation.objects.all()}


@pytest.fixture
def second(city: City, tmp_path: Path) -> Path:
    """The later file, after the first was taken in."""
    assert _import(city, table(tmp_path / "first.csv", *FIRST), day=EARLIER).told == ()
    return table(tmp_path / "second.csv", *SECOND)


def test_what_a_later_file_lacks_or_reads_otherwise_is_told_and_left_as_it_is(city: City, second: Path) -> None:
    told = "\n".join(_import(city, second).told)
    assert "Records of the days covered that are not in this file and go on counting (1): 3 (2021-03-03)" in told
    assert "--withdraw-missing REASON" in told
    assert "Records there already that read otherwise in this file and were not changed: 1." in told
    assert "--take-over REASON" in told
    assert _there(city) == {
        "1": ("approved", "assault"),
        "2": ("approved", "threat"),
        "3": ("approved", "assault"),
        "4": ("approved", "assault"),
    }


def test_corrections_and_withdrawals_are_taken_over_with_a_reason(city: City, second: Path) -> None:
    taken_in = _import(city, second, Wishes(take_over="corrected in May", withdraw_missing="no longer in the register"))
    assert (taken_in.told, taken_in.changed, taken_in.withdrawn) == ((), 1, 1)
    assert taken_in.notes[-2:] == (
        "Records that read as the file does now (“corrected in May”): 1.",
        "Records withdrawn: 1.",
    )
    assert _there(city)["2"] == ("approved", "arson")
    assert _there(city)["3"] == ("withdrawn", "assault")
    with inside(city):
        changed, withdrawn = Observation.objects.get(external_key="2"), Observation.objects.get(external_key="3")
        assert changed.title.startswith("Arson")
        assert changed.review_comment == "corrected in May"
        assert withdrawn.withdrawn_reason == "no longer in the register"
        assert list(changed.events.order_by("pgh_id").values_list("pgh_label", flat=True)) == ["insert", "update"]  # type: ignore[attr-defined]
    again = _import(city, second)
    assert (again.told, again.imported.differing) == ((), 0)


def test_what_a_person_approved_is_not_overwritten(city: City, second: Path, alice: Membership) -> None:
    with inside(city):
        Observation.objects.filter(external_key="2").update(approved_by=alice.user)
    told = _import(city, second, Wishes(take_over="corrected in May")).told
    assert any("a person has changed, confirmed or approved them, or" in text for text in told)
    assert _there(city)["2"] == ("approved", "threat")


def test_what_a_person_changed_is_neither_overwritten_nor_withdrawn_and_is_told(
    city: City, second: Path, tmp_path: Path, alice: Membership
) -> None:
    """An admin restricts one record and confirms another: no file of a later day undoes that."""
    with city_context(city.pk, via="page", actor_id=alice.user.pk):
        Observation.objects.filter(external_key="2").update(marking="red")
        Observation.objects.filter(external_key="3").update(review_by=datetime.date(2031, 1, 1))
    taken_in = _import(city, second, Wishes(take_over="corrected in May", withdraw_missing="no longer in the register"))
    assert (taken_in.changed, taken_in.withdrawn) == (0, 0)
    told = "\n".join(taken_in.told)
    assert "approved since they came in (1): 3 (2021-03-03). No import withdraws them" in told
    marked = table(tmp_path / "marked.csv", *FIRST[:2], "3,2021-03-03,02,Remove")
    taken_in = _import(city, marked, Wishes(withdraw_marked=True))
    assert taken_in.withdrawn == 0
    assert "approved since they came in (1): 3 (2021-03-03)" in "\n".join(taken_in.told)
    assert _there(city)["2"] == ("approved", "threat")
    assert _there(city)["3"] == ("approved", "assault")
    with inside(city):
        assert Observation.objects.get(external_key="2").marking == "red"


def test_a_row_marked_as_withdrawn_does_not_let_its_record_go_on_counting_unsaid(
    city: City, second: Path, tmp_path: Path
) -> None:
    marked = table(tmp_path / "marked.csv", *FIRST[:2], "3,2021-03-03,02,Remove")
    told = "\n".join(_import(city, marked).told)
    assert "Records that this file marks as not counting, and that go on counting here (1): 3 (2021-03-03)" in told
    assert "--withdraw-marked" in told
    assert _import(city, marked, Wishes(withdraw_marked=True)).withdrawn == 1
    assert _there(city)["3"][0] == "withdrawn"
    with inside(city):
        assert Observation.objects.get(external_key="3").withdrawn_reason == "withdrawn by the police"


def test_a_record_withdrawn_here_that_the_file_has_is_told(city: City, second: Path, tmp_path: Path) -> None:
    with inside(city):
        Observation.objects.filter(external_key="1").update(state="withdrawn", withdrawn_reason="Told twice")
    told = "\n".join(_import(city, second).told)
    assert "Records of this file that are withdrawn here and do not count (1): 1." in told


def test_what_a_person_takes_in_hand_while_the_import_runs_is_left_to_them(
    city: City, second: Path, alice: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It looks again under a lock: between counting what the file lacks and withdrawing it somebody confirmed one."""

    def take_over_late(*given: Any) -> int:
        with city_context(city.pk, via="page", actor_id=alice.user.pk):
            Observation.objects.filter(external_key__in=["2", "3"]).update(review_by=datetime.date(2031, 1, 1))
        return later_exports.take_over(*given)

    monkeypatch.setattr(batches, "take_over", take_over_late)
    taken_in = _import(city, second, Wishes(take_over="corrected in May", withdraw_missing="no longer in the register"))
    assert (taken_in.changed, taken_in.withdrawn) == (0, 0)
    assert (_there(city)["2"], _there(city)["3"]) == (("approved", "threat"), ("approved", "assault"))


def test_an_older_file_is_said_to_be_one_and_corrects_nothing(city: City, second: Path, tmp_path: Path) -> None:
    _import(city, second)
    older = table(tmp_path / "older.csv", *FIRST[:1])
    told = _import(city, older, day=EARLIER).told
    assert len(told) == 1
    assert told[0].startswith("The file is of 2021-12-31; the source has one of 2022-01-31. An older file adds what is")
    with pytest.raises(ValidationError, match="can take nothing over and withdraw nothing"):
        _import(city, older, Wishes(withdraw_missing="gone"), day=EARLIER)


def test_rows_left_out_because_a_later_file_took_them_back_are_said(city: City, second: Path, tmp_path: Path) -> None:
    _import(city, table(tmp_path / "a.csv", *FIRST, "5,2021-03-03,02,Remove"))
    older = table(tmp_path / "older.csv", *FIRST, "5,2021-03-03,02,Assault")
    taken_in = _import(city, older, day=EARLIER)
    assert "said that they do not count: 1." in "\n".join(taken_in.notes)
    assert "5" not in _there(city)


def test_only_days_and_districts_that_are_covered_can_lack_records(city: City, second: Path, tmp_path: Path) -> None:
    stretch = {"from": "2021-03-01", "to": "2021-03-31", "completeness": "full"}
    path = table(tmp_path / "a.csv", FIRST[0])
    for coverage, keys in (
        ([{**stretch, "to": "2021-03-02"}], "2 (2021-03-02)"),
        ([{**stretch, "districts": ["02"]}], "3 (2021-03-03)"),
    ):
        told = "\n".join(_import(city, path, coverage=coverage).told)
        assert f"not in this file and go on counting (1): {keys}" in told


def test_which_boundaries_were_used_and_what_happened_before_them_is_said(elverhavn: City, tmp_path: Path) -> None:
    city = with_districts(with_record(elverhavn), "01", "02")
    geometry = {"type": "Polygon", "coordinates": [SQUARE]}
    with inside(city):
        add_boundary_set(
            city=city,
            name="Newer",
            districts=[NewDistrict(code, code, geometry, 67.6) for code in ("01", "02")],
            valid_from=datetime.date(2021, 3, 3),
        )
    taken_in = _import(city, table(tmp_path / "a.csv", *FIRST))
    said = "3 records are placed by the boundaries “Newer”, valid from 2021-03-03; 2 of them happened before that day."
    assert said in taken_in.notes
    assert "Records from before 2021-03-03, when the boundaries from 1900-01-01 on held: 2." in taken_in.told[0]
    place = {"column": "place", "by": "code", "boundaries": "1900-01-01"}
    older = _import(
        city, table(tmp_path / "b.csv", *FIRST), place=place, source={"key": "b", "name": "B", "type": "police"}
    )
    assert "Records from 2021-03-03 on, when the boundaries “Newer” hold: 1." in older.told[0]


def test_the_command_tells_and_does(
    city: City, second: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps(_mapping()))
    call_command("import_observations", "elverhavn", second, mapping=mapping, dry_run=True)
    assert "Warning: Records of the days covered" in capsys.readouterr().err
    call_command("import_observations", "elverhavn", second, mapping=mapping, take_over="corrected in May")
    said = capsys.readouterr().err
    assert "3 rows: 1 added, 2 there already (1 of them differs, 1 was changed)" in said


def _year(year: int, count: int, **more: str) -> list[str]:
    return [f"{at},{year}-03-{at:02},{more.get('place', '01')},Assault" for at in range(1, count + 1)]


OF_TWO_YEARS = [{"from": "2020-01-01", "to": "2021-12-31", "completeness": "full"}]


@pytest.mark.parametrize("wishes", [Wishes(), Wishes(take_over="corrected")])
def test_numbers_that_begin_anew_each_year_are_refused(city: City, tmp_path: Path, wishes: Wishes) -> None:
    """The second year was not added, and the advice was to let the first read as the second does."""
    first = table(tmp_path / "a.csv", *_year(2020, 12))
    second = table(tmp_path / "b.csv", *_year(2021, 14))
    _import(city, first, day=EARLIER, coverage=OF_TWO_YEARS)
    with pytest.raises(ValidationError) as refusal:
        _import(city, second, wishes, coverage=OF_TWO_YEARS)
    (said,) = refusal.value.messages
    assert "12 of 12 rows whose key the source has already are of days far from those" in said
    assert "(row 2, “1”: 2021-03-01, there 2020-03-01)" in said
    assert "--accept reused-keys" in said
    with inside(city):
        assert set(Observation.objects.values_list("first_day__year", flat=True)) == {2020}
        accepted = import_observations(
            city=city,
            path=second,
            mapping=read_mapping(_mapping(coverage=OF_TWO_YEARS)),
            extracted_on=LATER,
            accepted=["reused-keys"],
        )
    assert any("of days far from those" in text for text in accepted.told)


def test_a_few_such_numbers_are_told(city: City, tmp_path: Path) -> None:
    _import(city, table(tmp_path / "a.csv", *_year(2020, 3)), day=EARLIER, coverage=OF_TWO_YEARS)
    told = _import(city, table(tmp_path / "b.csv", *_year(2021, 3)), coverage=OF_TWO_YEARS).told
    assert any("3 of 3 rows whose key the source has already" in text for text in told)


def test_events_that_moved_by_days_or_lie_far_in_a_few_rows_are_not(city: City, tmp_path: Path) -> None:
    _import(city, table(tmp_path / "a.csv", *_year(2021, 12)), day=EARLIER)
    rows = [row.replace("-03-", "-04-") for row in _year(2021, 12)]
    rows[3:6] = [row.replace("-04-", "-11-") for row in rows[3:6]]
    told = _import(city, table(tmp_path / "b.csv", *rows)).told
    assert not any("of days far from those" in text for text in told)
