"""What a city takes along of its observations comes in again, of whatever source, with all that is known: the same list
is written once more, and the same file a second time changes nothing."""

import csv
import datetime
import io
import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import translation
from django.utils.translation import override
from pytest_django.plugin import DjangoDbBlocker
from python_calamine import load_workbook

from accounts.models import City, Membership
from mapping.actions.own_facts import CHOSEN, OF_THE_REVIEW, PLAIN
from mapping.imports.own import OwnFile, import_own
from mapping.lists.observations import heads_of_files
from mapping.models import District, Observation, ObservationImport, Series, Source
from output.tables.csv import as_it_was, defused
from records.models import Tombstone
from tests.factories import make_member, sign_in
from tests.mapping.makers import inside, with_districts, with_record
from tests.once import once
from tests.records.makers import make_observation

# What only the city says in which it was written.
ITS_OWN = {"id", "address"}
APPROVED: dict[str, Any] = {"state": "approved", "approved_at": datetime.datetime(2026, 1, 15, tzinfo=datetime.UTC)}
KINDS: list[dict[str, Any]] = [
    {},
    {"precision": "month", "first_day": "2025-02-01", "last_day": "2025-02-28", "external_key": "0012"},
    {"precision": "year", "first_day": "2025-01-01", "last_day": "2025-12-31", "external_key": "1e5"},
    {"precision": "period", "first_day": "2025-03-05", "last_day": "2025-03-07", "external_key": "-2"},
    {"reported_on": "2025-05-04", "what_happened": 'Two lines;\r\n"quoted", 50 % – Ærø, ß'},
    {"place": "district", "severity": 5, "setting": "school"},
    {"place": "online", "space": "online", "platform": "=Chat+1"},
    {"place": "outside", "space": "hybrid", "platform": 'Board; "one"', "basis": "experienced"},
    {"manifestations": ["threat", "hate_speech"], "targets": ["antisemitic", "anti_muslim"], "marking": "red"},
    {"currents": ["jihadist", "right_wing"], "cell_longitude": 12.345, "cell_latitude": 55.015},
    {
        "title": "+45 posters, -3 flags",
        "what_happened": "@home; =SUM(A1)",
        "source_link": "https://elverhavn.example/1",
    },
    {"trigger_event": "7 October", "how_known": "second_hand", "reliability": "F", "credibility": "6"},
    {"batch": "the-office.csv", "approved_by": None, "created_by": None, "external_key": "12", "manifestations": []},
    {"state": "draft", "approved_by": None, "approved_at": None},
    {"state": "submitted", "approved_by": None, "approved_at": None, "review_by": "2027-01-01"},
    {"state": "returned", "approved_by": None, "approved_at": None, "review_comment": "Which day?"},
    {"state": "withdrawn", "withdrawn_reason": "Twice in the register"},
    {"hour": 0},
    {"hour": 23},
]


@pytest.fixture(scope="module")
def admin(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Membership]:
    """Of a city with all the records, made once."""
    yield from once(django_db_blocker, _written)


@pytest.fixture
def alice(admin: Membership, db: None) -> Membership:
    return deepcopy(admin)


@pytest.fixture
def recorded(alice: Membership) -> City:
    """A city with one of every kind of record, of two sources, two of them of one series."""
    return alice.city


def _written() -> Membership:
    elverhavn = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK", time_zone="Europe/Copenhagen")
    alice = make_member(elverhavn, "alice@elverhavn.example", "admin", name="Alice")
    bob = make_member(elverhavn, "bob@elverhavn.example", "officer", name="Bob")
    with_districts(with_record(elverhavn), "1", "02")
    with inside(elverhavn):
        schools = Source.objects.create(city=elverhavn, key="schools", name="Schools; all", source_type="school")
        series = Series.objects.create(city=elverhavn, name="The same tag", marking="red")
    for number, fields in enumerate(KINDS):
        with inside(elverhavn):
            facts = {
                "title": f"Record {number}", "first_day": "2025-04-01", "last_day": "2025-04-01", "place": "city_wide",
                "created_by": bob.user, "approved_by": alice.user, **APPROVED, **fields,
            }  # fmt: skip
            if facts["place"] == "district":
                facts["district"] = District.objects.get(code="02")
            if number in {0, 8}:
                facts["series"] = series
            if "batch" in facts:
                facts["batch"] = ObservationImport.objects.create(
                    city=elverhavn, source=schools, file_name=facts["batch"], file_sha256="0" * 64, mapping={},
                    extracted_on="2025-12-31", rows_read=1, added=1, already_there=0,
                )  # fmt: skip
        made = make_observation(elverhavn, **facts)
        with inside(elverhavn):
            then = datetime.datetime(2025, 10, 26, number, 59, 7, tzinfo=datetime.UTC)
            of = {"source": schools} if number % 2 else {}
            Observation.objects.filter(pk=made.pk).update(created_at=then, **of)
    return alice


def _file(alice: Membership, tmp_path: Path, ending: str = "csv", language: str = "en") -> Path:
    client = sign_in(Client(), alice)
    client.cookies["django_language"] = language
    alice.user.language = language
    alice.user.save()
    with translation.override(None):  # the language of the page ends with it
        sent = client.get(f"/city/elverhavn/observations/export/?sort=title&format={ending}")
    path = tmp_path / f"own-{language}.{ending}"
    path.write_bytes(sent.getvalue())
    return path


def _rows(path: Path) -> list[dict[str, str]]:
    if path.suffix == ".csv":
        return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    head, *rows = load_workbook(str(path)).get_sheet_by_index(0).iter_rows()
    return [dict(zip(map(str, head), map(str, row), strict=True)) for row in rows]


def _changes(before: list[dict[str, str]], after: list[dict[str, str]]) -> Iterator[tuple[int, str, str, str]]:
    """Cells that read otherwise, but for those that only the city can fill."""
    assert [list(row) for row in before] == [list(row) for row in after]
    heads = heads_of_files()
    for number, (was, now) in enumerate(zip(before, after, strict=True)):
        yield from (
            (number, name, was[name], now[name])
            for name in was
            if was[name] != now[name] and heads[name] not in ITS_OWN
        )


def _take_in(city: City, path: Path) -> OwnFile:
    with inside(city):
        return import_own(city=city, path=path, heads=heads_of_files())


def _empty(city: City) -> None:
    with inside(city):
        for model in (Observation, ObservationImport, Series, Source):
            model.objects.all().delete()


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_taken_along_comes_in_as_it_was(
    recorded: City, alice: Membership, tmp_path: Path, ending: str, language: str
) -> None:
    path = _file(alice, tmp_path, ending, language)
    before = _rows(path)
    assert len(before) == len(KINDS)
    again = _take_in(recorded, path)
    assert (len(again.kept.added), again.kept.there, again.kept.differing, again.told) == (0, len(KINDS), [], [])
    _empty(recorded)
    with override("en"):
        taken = _take_in(recorded, path)
    assert (len(taken.kept.added), taken.kept.there) == (len(KINDS), 0)
    # the history holds every approval, so all there is to tell is the one with a handle in its text
    assert len(taken.told) == 1, taken.told
    (screened,) = taken.told
    assert screened.startswith("Rows 2 hold what may lead to a person.")
    (tmp_path / "after").mkdir()
    after = _rows(_file(alice, tmp_path / "after", ending, language))
    assert list(_changes(before, after)) == []
    again = _take_in(recorded, path)
    assert (len(again.kept.added), again.kept.there, again.kept.differing) == (0, len(KINDS), [])
    with inside(recorded):
        assert Series.objects.get().marking == "red"
        assert {row.key: row.source_type for row in Source.objects.all()}["schools"] == "school"


def _changed(path: Path, change: Callable[[list[dict[str, str]]], None]) -> Path:
    rows = _rows(path)
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _first(**cells: str) -> Callable[[list[dict[str, str]]], None]:
    """Of "Record 0", which Alice approved."""

    def change(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if row["Title"] == "Record 0")
        assert row["Approved by"] == "Alice"
        row.update(cells)

    return change


def _twice(rows: list[dict[str, str]]) -> None:
    row = next(row for row in rows if row["Title"] == "Record 0")
    rows.append({**row, "Record no.": "999999", "Address": row["Address"].replace(row["Record no."], "999999")})


def _draft_as_approved(rows: list[dict[str, str]]) -> None:
    row = next(row for row in rows if row["Title"] == "Record 13")
    row.update({"Review": "Approved", "Review (code)": "approved", "Approved by": "Alice", "Approved": row["Recorded"]})


FORGED: dict[str, Callable[[list[dict[str, str]]], None]] = {
    "other words": _first(Title="Record 0, made worse"),
    "another day": _first(When="2025-04-02", Until="2025-04-02"),
    "graver": _first(**{"Severity (code)": "5"}),
    "for more readers": _first(**{"Marking (code)": "clear"}),
    "by somebody else here": _first(**{"Approved by": "Bob"}),
    "by a stranger": _first(**{"Approved by": "Mallory"}),
    "by nobody, of no file": _first(**{"Approved by": ""}),
    "at another moment": _first(Approved="2026-01-16T00:00:00+00:00"),
    "twice": _twice,
    "a draft": _draft_as_approved,
}


@pytest.mark.parametrize("forged", FORGED)
def test_what_a_file_calls_approved_waits_for_review_unless_history_holds_it(
    recorded: City, alice: Membership, tmp_path: Path, forged: str
) -> None:
    """Whoever could change the file on its way could say who approved what they wrote."""
    path = _changed(_file(alice, tmp_path), FORGED[forged])
    with inside(recorded):
        before = Observation.objects.filter(state="approved").count()
    _empty(recorded)
    taken = _take_in(recorded, path)
    assert "1 record waits for review, though the file calls it approved" in " ".join(taken.told)
    with inside(recorded):
        (waits,) = Observation.objects.filter(state="submitted").exclude(title="Record 14")
        assert (waits.approved_by, waits.approved_at) == (None, None)
        left_of_before = before if forged in {"twice", "a draft"} else before - 1
        assert Observation.objects.filter(state="approved").count() == left_of_before
    added = len(taken.kept.added)
    again = _take_in(recorded, path)
    assert (len(again.kept.added), again.kept.there) == (0, added)
    ((_row, fields),) = again.kept.differing
    assert {"state", "approved_by", "approved_at"} <= {*fields, "approved_by"} <= {*OF_THE_REVIEW}


def test_why_one_person_approved_comes_from_the_history_not_from_the_file(
    recorded: City, alice: Membership, tmp_path: Path
) -> None:
    with inside(recorded):
        Observation.objects.filter(title="Record 0").update(created_by=alice.user, alone_because="There is one of us.")
    path = _changed(_file(alice, tmp_path), _first(**{"Approved by one person, because": ""}))
    _empty(recorded)
    _take_in(recorded, path)
    with inside(recorded):
        assert Observation.objects.get(title="Record 0").alone_because == "There is one of us."


def test_what_reads_otherwise_here_is_told_and_left(recorded: City, alice: Membership, tmp_path: Path) -> None:
    path = _file(alice, tmp_path)
    with inside(recorded):
        Observation.objects.filter(title="Record 1").update(severity=3)
        Observation.objects.filter(title="Record 0").update(title="Record 0, corrected")
    kept = _take_in(recorded, path).kept
    assert (len(kept.added), kept.there) == (0, len(KINDS))
    assert sorted(list(fields) for _row, fields in kept.differing) == [["severity"], ["title"]]
    with inside(recorded):
        assert Observation.objects.get(severity=3).title == "Record 1"


def test_two_files_put_together_hold_each_record_once(recorded: City, alice: Membership, tmp_path: Path) -> None:
    path = _changed(_file(alice, tmp_path), lambda rows: rows.extend(rows[:5]))
    _empty(recorded)
    kept = _take_in(recorded, path).kept
    assert (len(kept.added), kept.repeated) == (len(KINDS), 5)


def test_two_files_put_together_with_both_their_headers_say_so(
    recorded: City, alice: Membership, tmp_path: Path
) -> None:
    path = _changed(_file(alice, tmp_path), lambda rows: rows.insert(3, {name: name for name in rows[0]}))
    with pytest.raises(ValidationError, match="Row 5 of .* is its header once more"):
        _take_in(recorded, path)


def test_a_record_that_was_erased_does_not_come_back(recorded: City, alice: Membership, tmp_path: Path) -> None:
    path = _file(alice, tmp_path)
    with inside(recorded):
        gone = Observation.objects.get(title="Record 5")
        number = gone.pk
        gone.delete()
        Tombstone.objects.create(
            city=recorded, model="mapping.observation", record_id=number, reason="Asked for", erased_events=1,
            events_sha256="0" * 64,
        )  # fmt: skip
    taken = _take_in(recorded, path)
    assert taken.kept.added == []
    assert any("erased" in each for each in taken.told)


WRONG: list[tuple[str, str, str]] = [
    ("When", "01-04-2025", "column When: “01-04-2025” is no day such as 2025-12-31"),
    ("When", "45748", "is no day"),
    ("Recorded", "26/10/2025 00:59", "is no moment"),
    ("Recorded", "2099-01-01T00:00:00+00:00", "on 2099-01-01, which is still to come"),
    ("Approved", "2099-01-01T00:00:00+00:00", "on 2099-01-01, which is still to come"),
    ("Severity (code)", "3.5", "is no whole number"),
    ("Longitude of the grid cell", "12,345", "is no number of degrees"),
    ("Marking (code)", "purple", "is no code of: clear, green"),
    ("What kind (code)", "threat, hate_speech", "is no code of"),
    ("Where (code)", "", "is no code of"),
    ("How exactly (code)", "month", "“month” does not fit the days"),
    ("District (code)", "77", "name the district, or say"),
    ("Source (code)", "", "is no value that could be missing"),
    ("Title", "x" * 201, "at most 200 characters"),
    ("Record no.", "1.5", "is no whole number"),
    ("Until", "2025-03-01", "lies before the first"),
    ("Hour", "24", "an hour from 0 to 23 belongs to a known day"),
    ("Hour", "-1", "is no whole number"),
]


@pytest.mark.parametrize("wrong", WRONG, ids=[f"{each[0]}-{each[1][:9]}" for each in WRONG])
def test_a_file_that_was_changed_is_refused_where_it_was(
    recorded: City, alice: Membership, tmp_path: Path, wrong: tuple[str, str, str]
) -> None:
    column, cell, said = wrong

    def change(rows: list[dict[str, str]]) -> None:
        rows[0][column] = cell

    path = _changed(_file(alice, tmp_path), change)
    _empty(recorded)
    with pytest.raises(ValidationError) as refused:
        _take_in(recorded, path)
    assert said in " ".join(refused.value.messages)
    assert "Row 2, " in " ".join(refused.value.messages)
    with inside(recorded):
        assert not Observation.objects.exists()


def test_a_district_that_is_not_here_or_called_otherwise_is_refused(
    recorded: City, alice: Membership, tmp_path: Path
) -> None:
    path = _file(alice, tmp_path)
    _empty(recorded)
    with inside(recorded):
        District.objects.filter(code="02").update(name="Elsewhere")
    with pytest.raises(ValidationError, match="is called “Elsewhere” here"):
        _take_in(recorded, path)
    with inside(recorded):
        District.objects.filter(code="02").delete()
    with pytest.raises(ValidationError, match="Import its boundaries first"):
        _take_in(recorded, path)


def test_a_column_that_was_taken_out_is_named(recorded: City, alice: Membership, tmp_path: Path) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        for row in rows:
            del row["Severity (code)"]

    with pytest.raises(ValidationError, match=r"columns were taken out of it: Severity \(code\)"):
        _take_in(recorded, _changed(_file(alice, tmp_path), change))


def test_the_command_says_what_became_of_it(
    recorded: City, alice: Membership, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _file(alice, tmp_path)
    call_command("import_observations", "elverhavn", str(path))
    said = capsys.readouterr().err
    assert f"0 added, {len(KINDS)} there already (0 of them differ and were not changed), 0 repeated" in said
    assert "Nothing was changed." in said
    with pytest.raises(CommandError, match="--take-over is for files with a --mapping"):
        call_command("import_observations", "elverhavn", str(path), take_over="newer")


# Found by its batch, or only for reading: what a file holds of a record and nobody takes in again.
NOT_TAKEN_IN = {"id", "city", "batch", "counts_below", "alone_because"}


def test_every_field_of_a_record_comes_in_again() -> None:
    """A field that comes to be is taken along, and would else be lost without a word."""
    fields = {field.name for field in Observation._meta.concrete_fields}
    assert fields == {*PLAIN, *CHOSEN} | NOT_TAKEN_IN


def test_no_head_is_that_of_two_columns() -> None:
    """In whatever language."""
    heads = heads_of_files()
    for language in ("en", "da"):
        with override(language):
            assert heads_of_files() == heads
    assert heads["Title"] == heads["Titel"] == "title"


def test_what_was_defused_reads_as_before() -> None:
    draw = random.Random(7)
    letters = ["=", "+", "-", "@", "'", '"', ";", ",", "|", " ", "\n", "a", "1", "＝", "\u200b"]
    for _turn in range(20_000):
        text = "".join(draw.choices(letters, k=draw.randrange(9))).strip()
        assert as_it_was(defused(text)) == text, ascii(text)
