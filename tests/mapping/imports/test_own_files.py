"""What a city takes along of its observations comes in again, of whatever source, with all that is known: the same list
is written once more, and the same file a second time changes nothing."""

import csv
import io
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
from mapping.actions import own_records
from mapping.actions.own_facts import CHOSEN, OF_THE_REVIEW, PLAIN
from mapping.imports.own import OwnFile, import_own
from mapping.lists.observations import heads_of_files
from mapping.models import District, Observation, ObservationImport, Series, Source
from records.models import Tombstone
from tests.factories import sign_in
from tests.mapping.imports.books import rewritten
from tests.mapping.imports.kinds import KINDS, one_of_every_kind
from tests.mapping.makers import inside
from tests.once import once, undone

# What only the city says in which it was written.
ITS_OWN = {"id", "address"}


@pytest.fixture(scope="module")
def admin(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Membership]:
    """Of a city with all the records, made once."""
    yield from once(django_db_blocker, one_of_every_kind)


@pytest.fixture
def alice(admin: Membership, db: None) -> Membership:
    return deepcopy(admin)


@pytest.fixture
def recorded(alice: Membership) -> City:
    """A city with one of every kind of record, of two sources, two of them of one series."""
    return alice.city


def _file(alice: Membership, tmp_path: Path, ending: str = "csv", language: str = "en") -> Path:
    path = tmp_path / f"own-{language}.{ending}"
    path.write_bytes(_sent(alice, ending, language))
    return path


def _sent(alice: Membership, ending: str, language: str) -> bytes:
    client = sign_in(Client(), alice)
    client.cookies["django_language"] = language
    alice.user.language = language
    alice.user.save()
    with translation.override(None):  # the language of the page ends with it
        sent: Any = client.get(f"/city/elverhavn/observations/export/?sort=title&format={ending}")
    return bytes(sent.getvalue())


@pytest.fixture(scope="module")
def as_written(admin: Membership, django_db_blocker: DjangoDbBlocker) -> bytes:
    """What the city takes along before a test changes anything in it."""
    with django_db_blocker.unblock(), undone():
        return _sent(deepcopy(admin), "csv", "en")


@pytest.fixture
def own(as_written: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "own-en.csv"
    path.write_bytes(as_written)
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


def test_rows_that_a_filter_hides_come_in_and_are_told(recorded: City, alice: Membership, tmp_path: Path) -> None:
    path = rewritten(_file(alice, tmp_path, "xlsx", "en"), (b'<row r="3"', b'<row r="3" hidden="1"'))
    told = _take_in(recorded, path).told
    assert [text for text in told if "read as all others: 1 (first row 3)" in text] == told != []


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
    recorded: City, own: Path, forged: str
) -> None:
    """Whoever could change the file on its way could say who approved what they wrote."""
    path = _changed(own, FORGED[forged])
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


def test_what_reads_otherwise_here_is_told_and_left(recorded: City, own: Path) -> None:
    with inside(recorded):
        Observation.objects.filter(title="Record 1").update(severity=3)
        Observation.objects.filter(title="Record 0").update(title="Record 0, corrected")
    kept = _take_in(recorded, own).kept
    assert (len(kept.added), kept.there) == (0, len(KINDS))
    assert sorted(list(fields) for _row, fields in kept.differing) == [["severity"], ["title"]]
    with inside(recorded):
        assert Observation.objects.get(severity=3).title == "Record 1"


def test_two_files_put_together_hold_each_record_once(recorded: City, own: Path) -> None:
    path = _changed(own, lambda rows: rows.extend(rows[:5]))
    _empty(recorded)
    kept = _take_in(recorded, path).kept
    assert (len(kept.added), kept.repeated) == (len(KINDS), 5)


def test_two_files_put_together_with_both_their_headers_say_so(recorded: City, own: Path) -> None:
    path = _changed(own, lambda rows: rows.insert(3, {name: name for name in rows[0]}))
    with pytest.raises(ValidationError, match="Row 5 of .* is its header once more"):
        _take_in(recorded, path)


def test_a_record_that_was_erased_does_not_come_back(recorded: City, own: Path) -> None:
    with inside(recorded):
        gone = Observation.objects.get(title="Record 5")
        number = gone.pk
        gone.delete()
        Tombstone.objects.create(
            city=recorded, model="mapping.observation", record_id=number, reason="Asked for", erased_events=1,
            events_sha256="0" * 64,
        )  # fmt: skip
    taken = _take_in(recorded, own)
    assert taken.kept.added == []
    assert any("erased" in each for each in taken.told)


def test_one_that_is_erased_while_its_file_is_taken_in_does_not_come_back_either(
    recorded: City, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = own_records._as_approved_here

    def erased_then(city: City, new: Any) -> Any:
        Tombstone.objects.create(
            city=city, model="mapping.observation", record_id=int(new[0].said["id"]), reason="Asked for",
            erased_events=1, events_sha256="0" * 64,
        )  # fmt: skip
        return look(city, new)

    _empty(recorded)
    monkeypatch.setattr(own_records, "_as_approved_here", erased_then)
    with pytest.raises(ValidationError, match="was erased while the file was taken in"):
        _take_in(recorded, own)
    with inside(recorded):
        assert not Observation.objects.exists()


WRONG: list[tuple[str, str, str]] = [
    ("When", "01-04-2025", "column When: “01-04-2025” is no day such as 2025-12-31"),
    ("When", "45748", "is no day"),
    ("When", "0024-03-01", "“0024-03-01” is no day such as 2025-12-31"),
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


def test_a_file_that_was_changed_is_refused_where_it_was(recorded: City, own: Path, as_written: bytes) -> None:
    _empty(recorded)
    wrong = []
    for column, cell, said in WRONG:
        own.write_bytes(as_written)
        path = _changed(own, lambda rows: rows[0].update({column: cell}))  # noqa: B023
        try:
            _take_in(recorded, path)
        except ValidationError as refused:
            told = " ".join(refused.messages)
        else:
            told = "taken in"
        with inside(recorded):
            is_kept = Observation.objects.exists()
        if said not in told or "Row 2, " not in told or is_kept:
            wrong.append(f"{column}, {cell[:9]}: {told}")
    assert not wrong, "\n".join(wrong)


def test_a_district_that_is_not_here_or_called_otherwise_is_refused(recorded: City, own: Path) -> None:
    _empty(recorded)
    with inside(recorded):
        District.objects.filter(code="02").update(name="Elsewhere")
    with pytest.raises(ValidationError, match="is called “Elsewhere” here"):
        _take_in(recorded, own)
    with inside(recorded):
        District.objects.filter(code="02").delete()
    with pytest.raises(ValidationError, match="Import its boundaries first"):
        _take_in(recorded, own)


def test_a_column_that_was_taken_out_is_named(recorded: City, own: Path) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        for row in rows:
            del row["Severity (code)"]

    with pytest.raises(ValidationError, match=r"columns were taken out of it: Severity \(code\)"):
        _take_in(recorded, _changed(own, change))


def test_the_command_says_what_became_of_it(recorded: City, own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_observations", "elverhavn", str(own))
    said = capsys.readouterr().err
    assert f"0 added, {len(KINDS)} there already (0 of them differ and were not changed), 0 repeated" in said
    assert "Nothing was changed." in said
    with pytest.raises(CommandError, match="--take-over is for files with a --mapping"):
        call_command("import_observations", "elverhavn", str(own), take_over="newer")


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
