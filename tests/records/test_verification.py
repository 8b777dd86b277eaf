"""The nightly check: what it finds in files and the list of who saw what, what it keeps, and where its head goes."""

import datetime
import io
import os
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client
from django.utils import timezone

from accounts.city import city_context
from accounts.models import City, Membership, ProcessingRecord
from jobs import artefacts
from jobs.models import Job, JobState
from mapping.models import Observation
from records.actions import forget_old, seal_city
from records.actions.verifying import check
from records.models import Access, Tombstone, Verb, Verification
from records.tasks import verify_one
from records.verification import Verdict, verify_city
from reports.models import Edition
from tests.access.ground import furnish
from tests.factories import make_member, sign_in, today_in
from tests.mapping.makers import inside
from tests.records.makers import make_observation

PAGE = "/city/elverhavn/verification/"
LONG_AGO = timezone.now() - datetime.timedelta(days=3 * 366)


@pytest.fixture(autouse=True)
def _files_of_this_test(settings: Any, tmp_path: Path) -> None:
    settings.ARTEFACTS = tmp_path / "files"


@pytest.fixture
def filled(committed_db: None) -> City:
    """Something of everything, sealed."""
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    furnish(city)
    with inside(city):
        seal_city(city_id=city.pk)
    return city


def _forge(city: City, table: str, statement: str) -> None:
    with city_context(city.pk, via="test", using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    connections["owner"].close()


def _told(city: City) -> list[str]:
    return [str(finding) for finding in check(city_id=city.pk).findings]


def test_what_nobody_touched_is_clean(filled: City) -> None:
    verdict = check(city_id=filled.pk)
    assert verdict.findings == []
    assert verdict.rows > 10
    assert verdict.files == 2


def test_a_file_that_is_missing_changed_or_besides_is_named(filled: City) -> None:
    with inside(filled):
        files = {path.stem for path in artefacts.kept(filled.pk)}
        edition = Edition.objects.filter(audience=Edition.Audience.RESTRICTED, sha256__in=files).latest("pk")
    folder = next(artefacts.kept(filled.pk)).parent
    pdf, page = folder / f"{edition.sha256}.pdf", folder / f"{edition.page_sha256}.page"
    assert {path.name for path in artefacts.kept(filled.pk)} == {pdf.name, page.name}
    pdf.write_bytes(pdf.read_bytes() + b" ")
    page.unlink()
    for name in ("f" * 64 + ".pdf", "report.docx"):
        (folder / name).write_bytes(b"planted")
    Job.objects.update(created_at=timezone.now(), finished_at=timezone.now())
    for path in folder.iterdir():
        os.utime(path, (LONG_AGO.timestamp(), LONG_AGO.timestamp()))
    told = _told(filled)
    assert len(told) == 4
    for name, what in ((pdf.name, "was changed"), (page.name, "is missing"), ("f" * 64, "no record names it"),
                       ("report.docx", "no record names it")):  # fmt: skip
        (line,) = (each for each in told if name in each)
        assert what in line
    with inside(filled):
        named = list(Edition.objects.filter(sha256=edition.sha256).values_list("pk", flat=True))
    said = {f"Edition {pk}: its file {pdf.name} was changed, {LONG_AGO:%d %b %Y}" for pk in named}
    assert any(each in "\n".join(told) for each in said)


def test_what_a_broken_off_job_left_is_no_finding(filled: City) -> None:
    stray = artefacts.store(filled.pk, b"of an attempt that was killed", "pdf")
    old = timezone.now() - datetime.timedelta(hours=5)
    os.utime(stray.path, (old.timestamp(), old.timestamp()))
    assert len(_told(filled)) == 1
    Job.objects.update(
        state=JobState.DONE,
        error="",
        attempt=2,
        created_at=old - datetime.timedelta(minutes=1),
        finished_at=timezone.now(),
    )
    assert _told(filled) == []
    Job.objects.update(attempt=1)
    assert len(_told(filled)) == 1


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE records_access SET object_id = '7' WHERE id = {0}", "it was altered"),
        ("UPDATE records_access SET records = 2 WHERE id = {0}", "it was altered"),
        ("UPDATE records_access SET at = at - interval '1 day' WHERE id = {0}", "it was altered"),
        ("DELETE FROM records_access WHERE id = {0}", "it is missing"),
    ],
)
def test_the_list_of_who_saw_what_is_sealed(filled: City, statement: str, said: str) -> None:
    with inside(filled):
        reader = Membership.objects.first()
        assert reader is not None
        seen = Access.objects.create(city=filled, user=reader.user, verb=Verb.OPENED, model="mapping.observation")
        seal_city(city_id=filled.pk)
        assert verify_city(city_id=filled.pk).accesses == 1
    _forge(filled, "records_access", statement.format(seen.pk))
    (told,) = _told(filled)
    assert told.startswith(f"Entry {seen.pk} of who saw what: {said} (sealed ")


def test_history_that_is_too_old_goes_and_rows_keep_their_newest_event(filled: City) -> None:
    with inside(filled):
        ProcessingRecord.objects.update(retention={"observation": 12, "history": 12})
        record = make_observation(filled, title="Twice changed")
        for title in ("Once changed", "Changed again"):
            Observation.objects.filter(pk=record.pk).update(title=title)
        seal_city(city_id=filled.pk)
    in_two_years = today_in(filled) + datetime.timedelta(days=2 * 366)
    with inside(filled):
        assert forget_old(city_id=filled.pk, on=in_two_years) > 0
        seal_city(city_id=filled.pk)
        events = Observation.pgh_event_model.objects.filter(pgh_obj_id=record.pk)  # type: ignore[attr-defined]
        assert [each.title for each in events] == ["Changed again"]
        stones = set(Tombstone.objects.values_list("model", flat=True))
        assert "history" in stones
    assert check(city_id=filled.pk).findings == []


def test_old_accesses_go_and_young_ones_cannot(filled: City) -> None:
    with inside(filled):
        ProcessingRecord.objects.update(retention={"observation": 12, "history": 12})
        reader = Membership.objects.first()
        assert reader is not None
        old, young = (
            Access.objects.create(city=filled, user=reader.user, verb=Verb.OPENED, model="mapping.observation", at=at)
            for at in (LONG_AGO, timezone.now())
        )
        seal_city(city_id=filled.pk)
        forget_old(city_id=filled.pk, on=today_in(filled))
        assert [each.pk for each in Access.objects.all()] == [young.pk]
        stone = Tombstone.objects.get(model="records.access")
        assert stone.erased_events == 1
        with (
            pytest.raises(DatabaseError, match="four weeks"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT records_erase_accesses(%s, %s)", [stone.pk, [young.pk]])
        seal_city(city_id=filled.pk)
    assert old.pk != young.pk
    assert check(city_id=filled.pk).findings == []


def test_the_night_keeps_what_it_found_and_writes_the_head(filled: City, settings: Any, tmp_path: Path) -> None:
    settings.HEADS_FILE, settings.HEADS_MAIL = str(tmp_path / "heads"), ["keeper@elverhavn.example"]
    verify_one(filled.pk)
    verify_one(filled.pk)
    with inside(filled):
        first, second = Verification.objects.order_by("pk")
    assert (first.holds, first.found, first.findings, first.error) == (True, 0, [], "")
    lines = (tmp_path / "heads").read_text().splitlines()
    assert [line.split()[1:] for line in lines] == [
        ["elverhavn", first.head, "holds"],
        ["elverhavn", second.head, "holds"],
    ]
    assert [(each.to, each.body) for each in mail.outbox] == [
        (["keeper@elverhavn.example"], f"{line}\n") for line in lines
    ]


def test_a_chain_that_lacks_the_head_kept_last_is_found_by_night(filled: City, settings: Any, tmp_path: Path) -> None:
    settings.HEADS_FILE = str(tmp_path / "heads")
    Path(settings.HEADS_FILE).write_text(f"2026-11-01T03:40:00+00:00 elverhavn {'a' * 64} holds\n")
    verify_one(filled.pk)
    with inside(filled):
        kept = Verification.objects.get()
    assert (kept.holds, [each["kind"] for each in kept.findings]) == (False, ["head"])
    assert Path(settings.HEADS_FILE).read_text().splitlines()[-1].endswith("FAILED")


def test_a_check_that_breaks_off_is_kept_with_its_reason(filled: City, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_said: object) -> Verdict:
        raise DatabaseError("could not read block 7")

    monkeypatch.setattr("records.actions.verifying.verify_city", broken)
    verify_one(filled.pk)
    with inside(filled):
        kept = Verification.objects.get()
    assert (kept.holds, kept.error, kept.head) == (False, "could not read block 7", "")


def test_the_page_tells_admins_what_was_found_and_what_to_do(filled: City, client: Client) -> None:
    admin = make_member(filled, "alice@elverhavn.example", "admin", clearance="green")
    sign_in(client, admin)
    assert "Not yet run" in client.get(PAGE).content.decode()
    verify_one(filled.pk)
    page = client.get(PAGE).content.decode()
    assert "Everything is as it was sealed" in page
    assert "Something is not as it should be" not in page
    assert "Check of the history" in client.get("/city/elverhavn/").content.decode()  # the way to it
    assert "Not as the history says" not in client.get("/city/elverhavn/").content.decode()
    with inside(filled):
        amber, green = (make_observation(filled, title=f"Seen by {each}", marking=each) for each in ("amber", "green"))
    _forge(
        filled,
        "mapping_observation",
        f"UPDATE mapping_observation SET platform = 'x' WHERE id IN ({amber.pk}, {green.pk})",
    )
    verify_one(filled.pk)
    page = client.get(PAGE).content.decode()
    assert "Everything is as it was sealed" not in page
    assert "Something is not as it should be" in page
    assert page.count("Platform (platform): not as its history says") == 2
    assert ("Seen by green" in page, "Seen by amber" in page) == (True, False)
    assert f"Observation {amber.pk}" in page
    assert "Last check without a finding" in page
    assert "Not as the history says: 2" in client.get("/city/elverhavn/").content.decode()


def test_a_check_that_no_longer_runs_is_told(filled: City, client: Client) -> None:
    sign_in(client, make_member(filled, "alice@elverhavn.example", "admin"))
    verify_one(filled.pk)
    assert "No check for more than two days" not in client.get(PAGE).content.decode()
    with inside(filled):
        Verification.objects.update(started_at=timezone.now() - datetime.timedelta(days=3))
    assert "No check for more than two days" in client.get(PAGE).content.decode()


def test_the_command_reads_files_and_rows_too(filled: City) -> None:
    _forge(filled, "mapping_source", "UPDATE mapping_source SET name = 'Somebody else'")
    next(artefacts.kept(filled.pk)).unlink()
    out = io.StringIO()
    with pytest.raises(CommandError, match="Not as it was sealed: elverhavn"):
        call_command("verify", stdout=out, stderr=out)
    assert "Name (name): not as its history says" in out.getvalue()
    assert "is missing; found" in out.getvalue()


def test_beat_asks_for_it_every_night() -> None:
    from config.celery import app

    assert app.conf.beat_schedule["verify"]["task"] == "records.tasks.verify"
    assert {"records.tasks.verify", "records.tasks.verify_one"} <= set(app.tasks)
