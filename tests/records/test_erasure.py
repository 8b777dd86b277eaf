"""What is erased is gone from rows, history, drafts and files; a tombstone stays, and a chain that verifies."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client
from django.utils import timezone

from accounts.city import city_context
from accounts.models import City, Invitation, Membership, ProcessingRecord
from analysis.records import Period
from core.errors import Refused
from jobs import artefacts
from jobs.models import Job
from mapping.models import Observation
from records.actions import erase, seal_city
from records.models import Draft, Tombstone
from records.tasks import retain
from records.verification import verify_city
from reports.actions import create_diagnosis, keep_edition, keep_snapshot
from reports.models import Diagnosis, Edition, Snapshot
from reports.snapshot import freeze
from tests.factories import make_member, send, sign_in
from tests.mapping.makers import with_districts, with_record
from tests.records.makers import make_observation

CANARY = "Grevlinghvisken"
YEAR = (datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))


@pytest.fixture
def admin(committed_db: None, settings: Any, tmp_path: Path) -> Membership:
    settings.ARTEFACTS = tmp_path
    city = with_districts(with_record(City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")), "1")
    return make_member(city, "alice@elverhavn.example", "admin")


def _observation(admin: Membership, word: str = CANARY) -> Observation:
    """Written, changed and half changed again, so that the word is in rows, in the history and in a draft."""
    day = datetime.date(2025, 5, 1)
    made = make_observation(admin.city, title=word, what_happened=word, platform=word, first_day=day, last_day=day)
    with city_context(admin.city_id, via="test"):
        approver = make_member(admin.city, f"{timezone.now():%f}@elverhavn.example", "admin").user
        made.state, made.approved_at, made.approved_by = "approved", timezone.now(), approver
        made.what_happened = f"{word} again"
        made.save()
        Draft.objects.create(
            city=admin.city, owner=admin.user, form="mapping.observation", record=str(made.pk), data={"title": word}
        )
        seal_city(city_id=admin.city_id)
    return made


def _diagnosis(admin: Membership) -> Diagnosis:
    """With a real snapshot, and a report."""
    with city_context(admin.city_id, via="test"):
        made = create_diagnosis(city_id=admin.city_id, period=Period(*YEAR), requested_by_id=admin.user_id)
        frozen = artefacts.store(admin.city_id, freeze(made), "json")
        keep_snapshot(diagnosis=made, sha256=frozen.sha256, size=frozen.size)
        pdf = artefacts.store(admin.city_id, b"%PDF with figures", "pdf")
        keep_edition(
            diagnosis=made, audience=Edition.Audience.RESTRICTED, sha256=pdf.sha256, size=pdf.size, engine="test"
        )
        made.state = Diagnosis.State.RELEASED
        made.save()
    return made


def _erase(admin: Membership, record: Observation, reason: str = "Asked for by somebody it is about") -> Tombstone:
    with city_context(admin.city_id, via="test", actor_id=admin.user_id):
        return erase(record=record, reason=reason, by=admin.user)


def _tables_with(word: str, city: City) -> set[str]:
    """Every table, events and seals too, in whose rows the word stands; looked at as the owner."""
    found = set()
    with city_context(city.pk, via="test", using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s', [f"%{word}%"])
            if cursor.fetchone()[0]:
                found.add(table)
    connections["owner"].close()
    return found


def _files_with(word: str, folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]


def test_an_erased_record_leaves_no_residue_and_the_chain_still_verifies(admin: Membership, tmp_path: Path) -> None:
    record = _observation(admin)
    number = record.pk
    _diagnosis(admin)
    assert _tables_with(CANARY, admin.city) >= {
        "mapping_observation", "mapping_observationevent", "records_draft",
    }  # fmt: skip
    assert _files_with(CANARY, tmp_path)

    stone = _erase(admin, record)

    assert _tables_with(CANARY, admin.city) == set()
    assert _files_with(CANARY, tmp_path) == []
    assert (stone.model, stone.record_id, stone.erased_by) == ("mapping.observation", number, admin.user)
    assert stone.erased_events >= 3
    with city_context(admin.city_id, via="test"):
        seal_city(city_id=admin.city_id)
        verdict = verify_city(city_id=admin.city_id)
    assert list(verdict.findings) == []


def test_what_was_printed_is_withdrawn_and_made_anew_under_a_new_number(admin: Membership, tmp_path: Path) -> None:
    record, printed = _observation(admin), _diagnosis(admin)
    asked = {"title": "Local picture", "sections": [2, 3, 5, 4, 14], "long_because": "All of it is asked for."}
    with city_context(admin.city_id, via="test"):
        Diagnosis.objects.update(**asked)
    _erase(admin, record)
    with city_context(admin.city_id, via="test"):
        printed.refresh_from_db()
        again = Diagnosis.objects.get(number=2)
        assert {name: getattr(again, name) for name in asked} == asked
        assert printed.state == Diagnosis.State.WITHDRAWN
        assert "no. 2 takes its place" in printed.error
        assert printed.editions.get().withdrawn_at is not None
        assert not Edition.objects.visible_to(admin.user).exists()
    assert (again.start, again.end, again.state) == (*YEAR, Diagnosis.State.ANALYSING)
    assert Job.objects.get().pk == again.job
    assert list(tmp_path.rglob("*.pdf")) == []


def test_a_diagnosis_that_does_not_hold_the_record_stays_as_it_is(admin: Membership, tmp_path: Path) -> None:
    printed = _diagnosis(admin)
    record = _observation(admin)
    _erase(admin, record)
    with city_context(admin.city_id, via="test"):
        printed.refresh_from_db()
        assert printed.state == Diagnosis.State.RELEASED
        assert printed.snapshot.gone_at is None
    assert len(list(tmp_path.rglob("*.pdf"))) == 1


def test_when_its_time_is_over_a_record_goes_by_night_with_the_snapshot_and_the_report_stays(
    admin: Membership, tmp_path: Path
) -> None:
    old, new = _observation(admin), _observation(admin, "Nattergal")
    printed = _diagnosis(admin)
    with city_context(admin.city_id, via="test"):
        record = ProcessingRecord.objects.get()
        record.retention = {**record.retention, "observation": 24}
        record.save()
        Observation.objects.filter(pk=old.pk).update(created_at=timezone.now() - datetime.timedelta(days=2 * 366 + 1))
    retain()
    with city_context(admin.city_id, via="test"):
        assert [each.pk for each in Observation.objects.all()] == [new.pk]
        stone = Tombstone.objects.get()
        assert (stone.record_id, stone.erased_by) == (old.pk, None)
        assert "24 months" in stone.reason
        printed.refresh_from_db()
        assert (printed.state, printed.snapshot.gone_at is None) == (Diagnosis.State.RELEASED, False)
    assert _files_with(CANARY, tmp_path) == []
    assert len(list(tmp_path.rglob("*.pdf"))) == 1


def test_nothing_is_erased_half(admin: Membership, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    record = _observation(admin)
    number = record.pk
    _diagnosis(admin)
    before = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())

    def full(**_said: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("reports.erasure.create_diagnosis", full)
    with pytest.raises(OSError, match="No space"):
        _erase(admin, record)
    with city_context(admin.city_id, via="test"):
        assert Observation.objects.filter(pk=number).exists()
        assert not Tombstone.objects.exists()
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == before


@pytest.mark.parametrize("role", ["officer", "reader"])
def test_only_an_admin_erases(admin: Membership, role: str) -> None:
    record = _observation(admin)
    with pytest.raises(Refused, match="Only an admin"):
        _erase(make_member(admin.city, "bob@elverhavn.example", role), record)


def test_an_erasure_says_why(admin: Membership) -> None:
    record = _observation(admin)
    with pytest.raises(Refused, match="Say why"):
        _erase(admin, record, reason="  ")


def test_an_admin_erases_by_a_page_that_asks_why(admin: Membership, client: Client) -> None:
    record = _observation(admin)
    address = f"/city/elverhavn/history/observation/{record.pk}/erase/"
    sign_in(client, admin)
    assert address in client.get(address.removesuffix("erase/")).content.decode()
    assert "Why it is erased" in client.get(address).content.decode()
    assert "Say why it is erased." in send(client, address, {"reason": " "}).content.decode()
    assert "likely name" in send(client, address, {"reason": "Ahmed Yusuf asked for it"}).content.decode()
    assert send(client, address, {"reason": "Asked for by somebody it is about"}).status_code == 302
    assert client.get(address).status_code == 404
    with city_context(admin.city_id, via="test"):
        assert Tombstone.objects.get().reason == "Asked for by somebody it is about"
        assert verify_city(city_id=admin.city_id).holds


def test_erasing_needs_a_fresh_sign_in(admin: Membership, client: Client) -> None:
    record = _observation(admin)
    sign_in(client, admin, fresh=False)
    answer = client.post(f"/city/elverhavn/history/observation/{record.pk}/erase/", {"reason": "Asked for"})
    assert "reauthenticate" in answer.headers["Location"]
    with city_context(admin.city_id, via="test"):
        assert Observation.objects.filter(pk=record.pk).exists()


def test_after_the_password_was_asked_for_the_form_still_leads_to_its_page(admin: Membership, client: Client) -> None:
    record = _observation(admin)
    address = f"/city/elverhavn/history/observation/{record.pk}/erase/"
    admin.user.set_password("pass word twelve")
    admin.user.save()
    sign_in(client, admin, fresh=False)
    asked = client.post(address, {"reason": ""})
    page = client.post(asked.headers["Location"], {"password": "pass word twelve"})
    assert f'action="{address}"' in page.content.decode()


def test_a_diagnosis_ends_with_its_files_when_its_time_is_over(admin: Membership, tmp_path: Path) -> None:
    _observation(admin)
    old, new = _diagnosis(admin), _diagnosis(admin)
    with city_context(admin.city_id, via="test"):
        edition = Edition.objects.get(diagnosis=new)
        other = artefacts.store(admin.city_id, b"%PDF of another", "pdf")
        Edition.objects.filter(pk=edition.pk).update(sha256=other.sha256)
        Diagnosis.objects.filter(pk=old.pk).update(created_at=timezone.now() - datetime.timedelta(days=121 * 31))
        seal_city(city_id=admin.city_id)
    retain()
    with city_context(admin.city_id, via="test"):
        assert [each.pk for each in Diagnosis.objects.all()] == [new.pk]
        assert [stone.model for stone in Tombstone.objects.all()] == ["reports.diagnosis"]
        assert artefacts.read(admin.city_id, Snapshot.objects.get().sha256, "json")
        assert verify_city(city_id=admin.city_id).holds
    assert [path.read_bytes() for path in tmp_path.rglob("*.pdf")] == [b"%PDF of another"]


def test_nobody_erases_a_diagnosis_by_hand(admin: Membership, client: Client) -> None:
    made = _diagnosis(admin)
    assert sign_in(client, admin).get(f"/city/elverhavn/history/diagnosis/{made.pk}/erase/").status_code == 404
    with city_context(admin.city_id, via="test"), pytest.raises(Refused):
        erase(record=made, reason="No longer liked", by=admin.user)


def test_drafts_of_people_who_left_go_by_night(admin: Membership) -> None:
    gone = make_member(admin.city, "bob@elverhavn.example", "officer")
    with city_context(admin.city_id, via="test"):
        for owner in (admin.user, gone.user):
            Draft.objects.create(city=admin.city, owner=owner, form="mapping.observation", record="", data={})
        gone.delete()
    retain()
    with city_context(admin.city_id, via="test"):
        assert [draft.owner for draft in Draft.objects.all()] == [admin.user]


def test_invitations_and_sessions_that_ended_go_by_night(admin: Membership) -> None:
    for number, days in enumerate((-7, 89, 91)):
        expires = timezone.now() - datetime.timedelta(days=days)
        Invitation.objects.create(
            city=admin.city,
            email=f"{days}@elverhavn.example",
            role="reader",
            secret_sha256=f"{number:064}",
            expires_at=expires,
        )
        Session.objects.create(session_key=f"{days}", session_data="x", expire_date=expires)
    retain()
    assert {each.email for each in Invitation.objects.all()} == {"-7@elverhavn.example", "89@elverhavn.example"}
    assert [each.session_key for each in Session.objects.all()] == ["-7"]
