"""Observations from a table: all or nothing, once and only once, every fault by row and column."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import City
from mapping.actions.batches import TakenIn
from mapping.imports.mapping_file import read_mapping
from mapping.imports.observations import import_observations
from mapping.models import Observation, ObservationImport, PracticeChange, Source, SourceCoverage
from tests.mapping.makers import column_mapping, inside, kept, refused, table, with_districts, with_record


@pytest.fixture
def city(elverhavn: City) -> City:
    return with_districts(with_record(elverhavn), "01", "02", "10")


def _import(city: City, path: Path, mapping: dict[str, Any] | None = None, **options: Any) -> TakenIn:
    with inside(city):
        return import_observations(city=city, path=path, mapping=read_mapping(mapping or column_mapping()), **options)


def _refused(city: City, path: Path, *parts: str, mapping: dict[str, Any] | None = None) -> None:
    with refused(city, *parts):
        _import(city, path, mapping)
    assert kept(city)["Source"] == kept(city)["Observation"] == 0


def _only(city: City) -> Observation:
    with inside(city):
        return Observation.objects.get()


def test_a_row_becomes_an_approved_record_of_its_district(city: City, tmp_path: Path) -> None:
    _import(city, table(tmp_path / "a.csv", "E1,2021-03-04,02,Assault"))
    record = _only(city)
    assert (record.external_key, record.first_day, record.last_day) == (
        "E1",
        datetime.date(2021, 3, 4),
        datetime.date(2021, 3, 4),
    )
    assert (record.place, record.manifestations, record.currents, record.space) == (
        "district",
        ["assault"],
        ["none_known"],
        "offline",
    )
    assert (record.state, record.marking, record.review_by) == ("approved", "amber", datetime.date(2023, 1, 31))
    with inside(city):
        assert record.district is not None
        assert record.district.code == "02"


def test_values_are_one_whatever_their_case_and_spaces(city: City, tmp_path: Path) -> None:
    rows = ["1,2021-03-04,02,Assault", "2,2021-03-04,02, ASSAULT ", "3,2021-03-04,nsa,assault"]
    assert _import(city, table(tmp_path / "a.csv", *rows)).imported.added == 3


def test_codes_without_their_padding_find_their_district_where_only_one_fits(city: City, tmp_path: Path) -> None:
    _import(city, table(tmp_path / "a.csv", "1,2021-03-04,2,Assault", "2,2021-03-04, 010 ,Assault"))
    with inside(city):
        found = Observation.objects.order_by("external_key").values_list("district__code", flat=True)
        assert list(found) == ["02", "10"]


def test_a_code_that_could_be_two_districts_is_refused(elverhavn: City, tmp_path: Path) -> None:
    city = with_districts(with_record(elverhavn), "1", "01")
    _refused(city, table(tmp_path / "a.csv", "1,2021-03-04,001,Assault"), "Row 2", "“001” could be 01, 1")


def test_the_same_rows_again_add_nothing(city: City, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "1,2021-03-04,02,Assault", "2,2021-03-05,02,Threat")
    _import(city, path)
    again = _import(city, path).imported
    assert (again.added, again.already_there, again.differing) == (0, 2, 0)
    assert kept(city)["Observation"] == 2


def test_a_record_that_reads_otherwise_is_told_and_left_as_it_is(city: City, tmp_path: Path) -> None:
    _import(city, table(tmp_path / "a.csv", "1,2021-03-04,02,Assault"))
    later = _import(city, table(tmp_path / "b.csv", "1,2021-03-05,02,Threat", "2,2021-03-05,02,Threat"))
    assert (later.imported.added, later.imported.already_there, later.imported.differing) == (1, 1, 1)
    assert later.differences[0].fields == ("first_day", "last_day", "manifestations")
    assert later.differences[0].row == 2
    with inside(city):
        assert Observation.objects.get(external_key="1").manifestations == ["assault"]


def test_a_change_by_a_reviewer_is_no_difference_where_the_file_is_silent(city: City, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "1,2021-03-04,02,Assault")
    _import(city, path)
    with inside(city):
        Observation.objects.update(currents=["right_wing"], severity=4)
    assert _import(city, path).imported.differing == 0


def test_identical_rows_count_once_and_are_told(city: City, tmp_path: Path) -> None:
    rows = ["1,2021-03-04,02,Assault", "1,2021-03-04,02,assault", "1,2021-03-04,2,Assault"]
    taken_in = _import(city, table(tmp_path / "a.csv", *rows))
    assert (taken_in.imported.added, taken_in.repeated) == (1, 2)


def test_rows_of_one_key_that_contradict_each_other_are_refused(city: City, tmp_path: Path) -> None:
    rows = ["1,2021-03-04,02,Assault", "2,2021-03-04,02,Assault", "1,2021-03-05,02,Assault"]
    _refused(city, table(tmp_path / "a.csv", *rows), "Rows 2, 4 have the same key “1”")


def test_another_source_may_use_the_same_keys(city: City, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "1,2021-03-04,02,Assault")
    _import(city, path)
    _import(city, path, column_mapping(source={"key": "schools", "name": "Schools", "type": "school"}))
    assert kept(city)["Observation"] == 2


def test_every_fault_is_told_by_row_and_column(city: City, tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.csv",
        "1,2021-02-30,02,Assault",
        "2,04/03/2021,02,Assault",
        "3,2021-03-04,99,Assault",
        "4,2021-03-04,02,Arson",
        ",2021-03-04,02,Assault",
        "6,2022-02-01,02,Assault",
        "7,,02,Assault",
        "8,2021-03-04,02,Arson",
    )
    _refused(
        city,
        path,
        "8 problems, nothing was saved.",
        "Row 2, column date: “2021-02-30” is a day that does not exist.",
        "Row 3, column date: “04/03/2021” could be read day first or month first; it is not guessed.",
        "Row 4, column place: no district has the code “99”",
        "Rows 5, 9, column what: “Arson” is not in the mapping",
        "Row 6, column id: the key is empty",
        "Row 7, column date: “2022-02-01” lies after 2022-01-31",
        "Row 8, column date: the date is empty",
    )


def test_of_many_faults_twenty_kinds_are_shown_and_all_are_counted(city: City, tmp_path: Path) -> None:
    rows = [f"{n},2021-03-04,02,Kind {n % 50}" for n in range(400)]
    with pytest.raises(ValidationError) as refusal:
        _import(city, table(tmp_path / "a.csv", *rows))
    messages = refusal.value.messages
    assert messages[0] == "400 problems, nothing was saved."
    assert "Rows 2, 52, 102, 152, 202 and 3 more, column what: “Kind 0”" in messages[1]
    assert len(messages) == 1 + 20 + 1


def test_a_stated_format_settles_what_a_date_means(city: City, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "1,04/03/2021,02,Assault")
    _import(city, path, column_mapping(when={"column": "date", "format": "DD/MM/YYYY"}))
    assert _only(city).first_day == datetime.date(2021, 3, 4)


def test_a_month_is_kept_as_a_month(city: City, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "1,02/2020,02,Assault")
    _import(city, path, column_mapping(when={"column": "date", "format": "MM/YYYY"}))
    record = _only(city)
    # 2020 was a leap year
    assert (str(record.first_day), str(record.last_day), record.precision) == ("2020-02-01", "2020-02-29", "month")


def test_two_days_make_a_period_and_must_be_in_order(city: City, tmp_path: Path) -> None:
    mapping = column_mapping(when={"column": "date", "until": "end"})
    header = "id,date,end,place,what"
    _refused(
        city,
        table(tmp_path / "a.csv", "1,2021-03-04,2021-03-01,02,Assault", header=header),
        "Row 2, column end: the last day 2021-03-01 lies before the first, 2021-03-04",
        mapping=mapping,
    )
    _import(city, table(tmp_path / "b.csv", "1,2021-03-04,2021-03-09,02,Assault", header=header), mapping)
    assert (str(_only(city).last_day), _only(city).precision) == ("2021-03-09", "period")


def test_a_dry_run_tells_and_keeps_nothing(city: City, tmp_path: Path) -> None:
    before = kept(city)
    taken_in = _import(city, table(tmp_path / "a.csv", "1,2021-03-04,02,Assault"), dry_run=True)
    assert taken_in.imported.added == 1
    assert kept(city) == before


def test_without_a_processing_record_nothing_is_kept(elverhavn: City, tmp_path: Path) -> None:
    city = with_districts(elverhavn, "02")
    _refused(city, table(tmp_path / "a.csv", "1,2021-03-04,02,Assault"), "processing record of Elverhavn")


def test_without_boundaries_nothing_is_kept(elverhavn: City, tmp_path: Path) -> None:
    _refused(with_record(elverhavn), table(tmp_path / "a.csv", "1,2021-03-04,02,Assault"), "import_boundaries")


REMOVED = [{"column": "what", "values": ["Remove"], "reason": "withdrawn by the source"}]


def test_rows_not_counted_are_told_with_row_column_value_and_reason(city: City, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "1,2021-03-04,02,Assault", "2,2021-03-04,02, remove")
    taken_in = _import(city, path, column_mapping(not_counted=REMOVED))
    assert taken_in.imported.not_counted == [
        {"row": 3, "key": "2", "column": "what", "value": "remove", "reason": "withdrawn by the source"}
    ]
    assert taken_in.imported.added == 1


def test_an_older_file_does_not_bring_back_what_a_later_one_took_out(city: City, tmp_path: Path) -> None:
    mapping = column_mapping(not_counted=REMOVED)
    _import(city, table(tmp_path / "new.csv", "2,2021-03-04,02,Remove"), mapping)
    older = _import(
        city, table(tmp_path / "old.csv", "2,2021-03-04,02,Assault"), mapping, extracted_on=datetime.date(2021, 12, 31)
    )
    assert older.imported.added == 0


def test_a_later_file_widens_where_the_source_looked(city: City, tmp_path: Path) -> None:
    _import(city, table(tmp_path / "a.csv", "1,2021-03-04,02,Assault"))
    longer = [{"from": "2021-06-01", "to": "2022-01-31", "completeness": "full"}]
    _import(city, table(tmp_path / "b.csv", "2,2021-03-04,02,Assault"), column_mapping(coverage=longer))
    with inside(city):
        assert [(str(row.start), str(row.end)) for row in SourceCoverage.objects.all()] == [
            ("2021-01-01", "2022-01-31")
        ]


def test_a_file_that_says_otherwise_how_completely_it_was_looked_is_told(city: City, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "1,2021-12-04,02,Assault", "2,2022-01-04,02,Assault")
    stretch = {"from": "2021-12-01", "to": "2022-01-31", "completeness": "sporadic"}
    _import(city, path)
    for beside in ({**stretch, "from": "2022-01-01"}, {**stretch, "districts": ["01"]}):
        told = _import(city, path, column_mapping(coverage=[beside]), dry_run=True).told
        assert "How completely" not in "\n".join(told)
    (said,) = _import(city, path, column_mapping(coverage=[stretch])).told
    assert said.startswith(
        "How completely the source looked at the same places is said twice of the same days: “Complete”, 1 January 2021"
        " – 31 December 2021, and “Sporadic”, 1 December 2021 – 31 January 2022."
    )
    with inside(city):
        assert SourceCoverage.objects.count() == 2


def test_a_source_that_still_looks_goes_on_with_every_file(city: City, tmp_path: Path) -> None:
    still = [{"from": "2021-01-01", "still_looking": True, "completeness": "full"}]
    changed = [{"on": "2021-06-01", "because": "A new form."}]
    mapping = column_mapping(coverage=still, recording_changed=changed)
    _import(city, table(tmp_path / "a.csv", "1,2021-03-04,02,Assault"), mapping)
    with inside(city):
        assert [(row.end, str(row.until)) for row in SourceCoverage.objects.with_until()] == [(None, "2022-01-31")]
        assert [(str(row.changed_on), row.because) for row in PracticeChange.objects.all()] == [
            ("2021-06-01", "A new form.")
        ]
    later = datetime.date(2022, 3, 31)
    _import(city, table(tmp_path / "b.csv", "1,2021-03-04,02,Assault"), mapping, extracted_on=later)
    with inside(city):
        assert [(row.end, row.until) for row in SourceCoverage.objects.with_until()] == [(None, later)]
        assert PracticeChange.objects.count() == 1


def test_coverage_names_districts_that_exist(city: City, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "1,2021-03-04,02,Assault")
    stretch = {"from": "2021-01-01", "to": "2021-12-31", "completeness": "partial"}
    unknown = column_mapping(coverage=[{**stretch, "districts": ["01", "77"]}])
    _refused(city, path, "No district has the code 77", mapping=unknown)
    _import(city, path, column_mapping(coverage=[{**stretch, "districts": ["01", "02"]}]))
    with inside(city):
        assert [row.code for row in SourceCoverage.objects.get().districts.order_by("code")] == ["01", "02"]


def test_a_key_with_a_backslash_or_a_tab_arrives_as_it_is(city: City, tmp_path: Path) -> None:
    _import(city, table(tmp_path / "a.csv", '"A\\b\tc\\N",2021-03-04,02,Assault'))
    assert _only(city).external_key == "A\\b\tc\\N"


def test_what_was_read_is_kept_with_the_import(city: City, tmp_path: Path) -> None:
    _import(city, table(tmp_path / "a.csv", "1,2021-03-04,02,Assault"))
    with inside(city):
        imported = ObservationImport.objects.get()
        assert (imported.file_name, imported.rows_read, str(imported.extracted_on)) == ("a.csv", 1, "2022-01-31")
        assert imported.mapping["external_key"] == "id"
        assert Source.objects.get().source_type == "police"


def test_all_records_are_in_the_history_with_their_context(city: City, tmp_path: Path) -> None:
    _import(city, table(tmp_path / "a.csv", "1,2021-03-04,02,Assault", "2,2021-03-04,02,Threat"))
    with inside(city):
        events = Observation.objects.order_by("id")[0].events.values_list("pgh_label", "pgh_context__via")
        assert list(events) == [("insert", "test")]
