"""Toronto's open data through the commands, against figures counted here from the CSV by plain code."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import City
from mapping.models import BoundarySet, District, Observation, ObservationImport, SourceCoverage
from tests.mapping.makers import inside
from tests.services import PROJECT

EXAMPLES = PROJECT / "examples"
CRIMES = "hate-crimes-2018-2024.csv"
EARLIER = "hate-crimes-2018-2023-earlier-snapshot.csv"
REMOVED = "This should be removed"

Row = dict[str, str]


def _csv(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def _command(*arguments: object) -> str:
    said = io.StringIO()
    call_command(*map(str, arguments), stderr=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def rows(shared_data: Path) -> list[Row]:
    """The rows that count: the source itself says of the others that they should be removed."""
    return [row for row in _csv(shared_data / "toronto" / CRIMES) if row["PRIMARY_OFFENCE"].strip() != REMOVED]


@pytest.fixture(scope="module")
def imported_city(django_db_setup: None, django_db_blocker: DjangoDbBlocker, shared_data: Path) -> Iterator[City]:
    """The city as the four commands make it, once for all tests of this file; undone after them."""
    folder = shared_data / "toronto"
    with django_db_blocker.unblock(), transaction.atomic():
        _command("create_city", "toronto", "--name", "Toronto", "--country", "CA", "--time-zone", "America/Toronto",
                 "--processing-record", EXAMPLES / "processing-record.json")  # fmt: skip
        _command("import_boundaries", "toronto", folder / "neighbourhoods.geojson",
                 "--code", "AREA_SHORT_CODE", "--name", "AREA_NAME")  # fmt: skip
        _command("import_indicators", "toronto", folder / "neighbourhood-profiles-2021.csv",
                 "--code", "area_code", "--population", "population")  # fmt: skip
        _command("import_observations", "toronto", folder / CRIMES, "--mapping", EXAMPLES / "toronto-observations.json")
        yield City.objects.get(slug="toronto")
        transaction.set_rollback(True)


@pytest.fixture
def toronto(imported_city: City) -> Iterator[City]:
    """What a test adds to it is undone after the test."""
    with inside(imported_city), transaction.atomic():
        yield imported_city
        transaction.set_rollback(True)


def test_every_row_is_read_and_those_to_be_removed_are_told_and_not_counted(toronto: City, rows: list[Row]) -> None:
    imported = ObservationImport.objects.get()
    assert imported.rows_read == 1805
    assert imported.added == len(rows) == Observation.objects.count() == 1798
    assert {row["value"] for row in imported.not_counted} == {REMOVED}
    assert len(imported.not_counted) == 7
    # the header is row 1; the second occurrence of the file is the first of them
    assert imported.not_counted[0]["row"] == 3
    assert imported.not_counted[0]["key"] == "GO-2019601581"


def test_districts_and_their_residents_are_those_of_the_files(toronto: City, shared_data: Path) -> None:
    profiles = _csv(shared_data / "toronto" / "neighbourhood-profiles-2021.csv")
    assert BoundarySet.objects.count() == 1
    assert dict(District.objects.values_list("code", "population")) == {
        row["area_code"]: int(row["population"]) for row in profiles
    }
    assert len(profiles) == 158


def test_every_district_has_its_records_and_no_specified_area_is_the_whole_city(toronto: City, rows: list[Row]) -> None:
    counted = Counter(row["HOOD_158"] for row in rows)
    city_wide = counted.pop("NSA")
    found = Observation.objects.filter(place="district").values_list("district__code").annotate(count=Count("id"))
    assert dict(found.order_by()) == counted
    assert Observation.objects.filter(place="city_wide", district=None).count() == city_wide


def test_years_are_those_of_the_occurrence(toronto: City, rows: list[Row]) -> None:
    found = Observation.objects.values_list("first_day__year").annotate(count=Count("id")).order_by()
    assert dict(found) == Counter(int(row["OCCURRENCE_DATE"][:4]) for row in rows)
    assert {str(day) for day in Observation.objects.values_list("reported_on", flat=True)} == {
        row["REPORTED_DATE"] for row in rows
    }


def test_hours_are_those_of_the_occurrence_but_for_midnight_sharp(toronto: City, rows: list[Row]) -> None:
    """The register writes 900 for nine o'clock; 0 and 1 stand for a time that is not known."""
    found = Counter(Observation.objects.values_list("hour", flat=True))
    written = [int(row["OCCURRENCE_TIME"]) for row in rows]
    assert found == Counter(time // 100 if time > 1 else None for time in written)
    assert found[None] == sum(time in {0, 1} for time in written) > 100


def _says_something(cell: str) -> bool:
    return cell.strip().lower() not in {"", "none", "no"}


def _has(row: Row, column: str, *words: str) -> bool:
    return any(part.strip().lower() in words for part in row[column].split(","))


GROUNDS = {
    "race_colour": lambda row: _says_something(row["RACE_BIAS"]),
    "ethnicity_nationality": lambda row: (
        _says_something(row["ETHNICITY_BIAS"]) or _says_something(row["LANGUAGE_BIAS"])
    ),
    "antisemitic": lambda row: _has(row, "RELIGION_BIAS", "jewish"),
    "anti_muslim": lambda row: _has(row, "RELIGION_BIAS", "muslim"),
    "anti_christian": lambda row: _has(
        row, "RELIGION_BIAS", "catholic", "anglican", "christian orthodox", "other christian religion"
    ),
    "other_religion": lambda row: _has(row, "RELIGION_BIAS", "sikh", "hindu", "buddhist"),
    "lgbti": lambda row: (
        _says_something(row["SEXUAL_ORIENTATION_BIAS"])
        or (_says_something(row["GENDER_BIAS"]) and not _has(row, "GENDER_BIAS", "woman"))
    ),
    "gender": lambda row: _has(row, "GENDER_BIAS", "woman"),
    "disability": lambda row: _says_something(row["MENTAL_OR_PHYSICAL_DISABILITY"]),
    "other": lambda row: _says_something(row["AGE_BIAS"]),
}


@pytest.mark.parametrize("target", GROUNDS)
def test_targeted_groups_are_those_of_the_bias_columns(toronto: City, rows: list[Row], target: str) -> None:
    expected = {row["EVENT_UNIQUE_ID"] for row in rows if GROUNDS[target](row)}
    found = Observation.objects.filter(targets__contains=[target]).values_list("external_key", flat=True)
    assert set(found) == expected


def test_a_value_that_was_recoded_between_exports_is_one(toronto: City, rows: list[Row]) -> None:
    for spelling in ("2SLGBTQ+", "2Slgbtq+"):
        keys = [row["EVENT_UNIQUE_ID"] for row in rows if row["SEXUAL_ORIENTATION_BIAS"] == spelling]
        assert len(keys) > 30
        assert Observation.objects.filter(external_key__in=keys, targets__contains=["lgbti"]).count() == len(keys)


@pytest.mark.parametrize(
    ("manifestation", "begins"),
    [
        ("assault", ("Assault", "Aggravated Assault", "Sexual Assault", "Robbery")),
        ("threat", ("Uttering Threats",)),
        ("property_damage", ("Mischief",)),
        ("arson", ("Arson",)),
        ("homicide", ("Murder",)),
        ("hate_speech", ("Wilful Promotion of Hatred", "Public Incitement of Hatred", "Advocating Genocide")),
        (
            "harassment",
            (
                "Criminal Harassment",
                "Harassing Communications",
                "Indecent Communications",
                "Disturbing Religious Worship",
                "Causing a Disturbance",
            ),
        ),
    ],
)
def test_manifestations_are_those_of_the_offence(
    toronto: City, rows: list[Row], manifestation: str, begins: tuple[str, ...]
) -> None:
    expected = sum(row["PRIMARY_OFFENCE"].startswith(begins) for row in rows)
    assert Observation.objects.filter(manifestations__contains=[manifestation]).count() == expected


def test_an_offence_that_is_not_stated_leaves_the_kind_open(toronto: City, rows: list[Row]) -> None:
    open_kind = {"NA", "Theft", "Firearms Related Offence", "Dangerous Operation Motor Vehicle",
                 "Fail To Comply Probation", "Other Criminal Code Offence Not Listed"}  # fmt: skip
    expected = sum(row["PRIMARY_OFFENCE"].strip() in open_kind for row in rows)
    assert Observation.objects.filter(manifestations=[]).count() == expected


def test_what_the_register_cannot_say_is_not_made_up(toronto: City) -> None:
    shared = Observation.objects.values_list("scope", "currents", "space", "state", "precision", "cell_latitude")
    assert [(*row[:1], tuple(row[1]), *row[2:]) for row in shared.distinct().order_by()] == [
        ("hate_offence", ("none_known",), "offline", "approved", "day", None)
    ]


def test_the_batch_is_approved_and_has_to_be_looked_at_within_a_year(toronto: City) -> None:
    imported = ObservationImport.objects.get()
    first = Observation.objects.order_by("id")[0]
    assert first.batch == imported
    assert first.approved_at is not None
    assert str(first.review_by) == "2025-12-31"
    assert str(imported.extracted_on) == "2024-12-31"


def test_titles_are_made_of_the_vocabulary_and_hold_no_cell(toronto: City, rows: list[Row]) -> None:
    titles = set(Observation.objects.values_list("title", flat=True))
    assert all(title.startswith("Reported hate crime: ") for title in titles)
    places = {row["NEIGHBOURHOOD_158"] for row in rows} | {row["EVENT_UNIQUE_ID"] for row in rows}
    assert not [title for title in titles if any(place in title for place in places)]


def test_every_record_is_in_the_history(toronto: City) -> None:
    events = Observation.events.rel.related_model.objects.values_list("pgh_label", "pgh_context__via").distinct()  # type: ignore[attr-defined]
    assert list(events.order_by()) == [("insert", "command import_observations")]
    assert Observation.events.rel.related_model.objects.count() == 1798  # type: ignore[attr-defined]


def test_the_earlier_export_adds_nothing_and_tells_what_it_reads_otherwise(toronto: City, shared_data: Path) -> None:
    before = list(Observation.objects.order_by("id").values())
    path = shared_data / "toronto" / EARLIER
    said = _command("import_observations", "toronto", path, "--mapping", EXAMPLES / "toronto-observations.json")
    assert list(Observation.objects.order_by("id").values()) == before
    assert SourceCoverage.objects.count() == 1
    earlier = ObservationImport.objects.get(file_name=EARLIER)
    assert (earlier.rows_read, earlier.added, earlier.already_there) == (1350, 0, 1350)
    # counted by hand from both files: two hoods, one ethnicity, one offence that maps otherwise, one date
    assert earlier.differing == 5
    assert "GO-2018368358 is there already and differs in district_id, place" in said
    assert "GO-20232779039 is there already and differs in first_day, last_day" in said


def test_the_same_file_again_adds_nothing(toronto: City, shared_data: Path) -> None:
    path = shared_data / "toronto" / CRIMES
    said = _command("import_observations", "toronto", path, "--mapping", EXAMPLES / "toronto-observations.json")
    assert Observation.objects.count() == 1798
    assert "0 added, 1798 there already (0 of them differ" in said
