"""A city comes with its processing record or not at all."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.city import city_context
from accounts.models import City, Invitation, Membership, ProcessingRecord
from tests.databases import environment_of_processes
from tests.forking import run_forked
from tests.services import PROJECT

EXAMPLE = PROJECT / "examples" / "processing-record.json"


def _record(tmp_path: Path, **changes: Any) -> Path:
    """The example with some fields changed; None takes one away."""
    record = json.loads(EXAMPLE.read_text(encoding="utf-8")) | changes
    path = tmp_path / "record.json"
    path.write_text(json.dumps({name: value for name, value in record.items() if value is not None}))
    return path


def _create(record: Path = EXAMPLE, *more: str, slug: str = "elverhavn", country: str = "DK") -> str:
    said = io.StringIO()
    call_command(
        "create_city", slug, "--name", "Elverhavn", "--country", country, "--processing-record", str(record), *more,
        stderr=said,
    )  # fmt: skip
    return said.getvalue()


def _refused(record: Path = EXAMPLE, *parts: str, **options: str) -> None:
    before = City.objects.count()
    with pytest.raises(CommandError) as refusal:
        _create(record, **options)
    for part in parts:
        assert part in str(refusal.value)
    assert City.objects.count() == before


def test_a_city_is_made_with_its_record(db: None) -> None:
    said = _create(EXAMPLE, "--time-zone", "Europe/Copenhagen", "--languages", "da, en", "--emergency-number", "112")
    city = City.objects.get()
    assert (city.slug, city.time_zone, city.languages) == ("elverhavn", "Europe/Copenhagen", ["da", "en"])
    with city_context(city.pk, via="test"):
        assert ProcessingRecord.objects.get().legal_basis == "public_task"
    assert "Elverhavn (elverhavn)" in said


@pytest.mark.parametrize(("name", "why"), [
    ("Elver\nhavn", "There is a character in it that cannot be kept"),
    ("Elver\u2028havn", "There is a character in it that cannot be kept"),
    ("\u200b", "Nothing of this can be seen"),
])  # fmt: skip
def test_a_name_of_which_no_mail_can_be_made_is_refused(db: None, name: str, why: str) -> None:
    with pytest.raises(CommandError, match=f"name: {why}"):
        _create(EXAMPLE, "--name", name)
    assert not City.objects.exists()


@pytest.mark.parametrize("text", ["Elver\0havn", "Elver\ud800havn"])
def test_what_nothing_can_keep_is_refused_by_its_field(db: None, tmp_path: Path, text: str) -> None:
    _refused(_record(tmp_path, controller=text), "$.controller: There is a character in it that cannot be kept")


def test_its_admin_is_invited_by_mail(
    db: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _create(EXAMPLE, "--admin", "Alice@Example.org")
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.clearance) == ("alice@example.org", "admin", "red")
    assert [message.to for message in mail.outbox] == [["alice@example.org"]]
    assert not Membership.objects.exists()


def test_a_city_without_admins_gets_one_by_command(elverhavn: City) -> None:
    call_command("invite", "elverhavn", "alice@example.org")
    assert Invitation.objects.get().role == "admin"
    for slug, email, why in (("nowhere", "a@example.org", "no city"), ("elverhavn", "alice", "valid email")):
        with pytest.raises(CommandError, match=why):
            call_command("invite", slug, email)


def test_a_slug_that_exists_is_refused_and_nothing_changes(db: None) -> None:
    _create()
    _refused(EXAMPLE, "There is a city “elverhavn” already; it was not changed")


def test_every_field_at_fault_is_named_at_once(db: None, tmp_path: Path) -> None:
    record = _record(
        tmp_path,
        controller=None,
        purpose="",
        legal_basis="consent",
        archive_rule=7,
        retention={"observation": 0},
        secrecy="x",
    )
    _refused(
        record,
        "country: Two capital letters",
        "$.controller is missing from the processing record. Add it: controller",
        "$.purpose: This field cannot be blank",
        "$.legal_basis: Value 'consent' is not a valid choice. (one of: legal_obligation, public_task)",
        "$.archive_rule must be a text",
        "$.retention: Retention of observation must be a whole number of months",
        "$.secrecy is not a field of a processing record",
        country="Denmark",
    )


def test_the_retention_may_be_left_to_the_defaults(db: None, tmp_path: Path) -> None:
    _create(_record(tmp_path, retention=None))
    with city_context(City.objects.get().pk, via="test"):
        assert ProcessingRecord.objects.get().retention["observation"] == 36


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is not JSON: line 1"),
        (b"{", "is not JSON: line 1"),
        (b"[]", "must hold one object"),
        (b'{"a": "\xe5"}', "is not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b" " * 1_000_001, "that is no processing record"),
    ],
)
def test_a_file_that_is_no_record_is_refused(db: None, tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "record.json"
    path.write_bytes(data)
    _refused(path, said)


def test_a_missing_file_is_refused(db: None, tmp_path: Path) -> None:
    _refused(tmp_path / "none.json", "cannot be read")


def test_an_address_that_is_none_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="“alice” is not an e-mail address"):
        _create(EXAMPLE, "--admin", "alice")
    assert not City.objects.exists()


def test_the_exit_code_tells_what_happened(committed_db: None) -> None:
    """0 where it is done, 1 with the reason and no traceback where it is refused."""
    command = [sys.executable, "manage.py", "create_city", "elverhavn", "--name", "Elverhavn", "--country", "DK"]
    command += ["--processing-record", str(EXAMPLE)]
    first, second = (run_forked(command, cwd=PROJECT, env=environment_of_processes()) for _turn in range(2))
    assert (first.returncode, second.returncode) == (0, 1)
    assert "already" in second.stderr
    assert "Traceback" not in second.stderr
    assert second.stdout == ""
