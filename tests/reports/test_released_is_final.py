"""What is released never changes, whatever dies, stalls or comes too late; and what came too late says so."""

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client

from accounts.city import city_context
from accounts.models import City, Membership
from jobs import actions as job_actions
from jobs import artefacts
from jobs.attempts import execute
from jobs.models import Job, JobState
from notices.models import Delivery
from records.actions.erasure import erase_due
from reports import tasks
from reports.actions import create_diagnosis, finish_release, hold_for_job, keep_edition
from reports.models import PDF, Diagnosis, Edition, Judgement, Priority, Recommendation, ReleaseCheck, Snapshot
from tests.factories import make_member, sign_in
from tests.reports.conftest import small_city
from tests.reports.meddling import (
    Killed,
    Office,
    cheap_files,
    cheap_pages,
    cheap_partner_files,
    cheap_proposals,
    claimed,
    drain,
    meddled,
)
from tests.reports.releasing import YEAR
from tests.sizes import in_full_by_soak

MOST_POINTS = 9  # three at each of the three steps of the longest kind


@pytest.fixture
def office(committed_db: None, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(tasks, "restricted_files", cheap_files)
    monkeypatch.setattr(tasks, "partner_files", cheap_partner_files)
    monkeypatch.setattr(tasks, "pages_unreleased", cheap_pages)
    monkeypatch.setattr(tasks, "propose", cheap_proposals)
    monkeypatch.setattr(tasks, "analysed", lambda _frozen: None)
    city = small_city(districts=2, per_year=2)
    with transaction.atomic():
        one, two, rita = (
            make_member(city, f"{name}@elverhavn.example", role)
            for name, role in (("alice", "admin"), ("carla", "admin"), ("rita", "reader"))
        )
    assert rita.role == "reader"
    return Office(city, one.user, two.user, random.Random(1))


def _asked_for(office: Office) -> Diagnosis:
    with city_context(office.city.pk, via="test"):
        made = create_diagnosis(city_id=office.city.pk, period=YEAR, requested_by_id=office.one.pk)
        tasks.request(made)
    return made


def _all_of(office: Office, diagnosis: Diagnosis) -> dict[str, Any]:
    """Every row of a diagnosis, and the bytes of its files."""
    with city_context(office.city.pk, via="test"):
        of_it = {"diagnosis": diagnosis.pk}
        rows = {
            model.__name__: list(model._default_manager.filter(**of_it).order_by("pk").values())
            for model in (Judgement, Priority, Recommendation, ReleaseCheck, Edition)
        }
        rows["Diagnosis"] = list(Diagnosis.objects.filter(pk=diagnosis.pk).values())
        files = [file for edition in Edition.objects.filter(**of_it) for file in edition.files()]
    return {**rows, "files": [artefacts.read(office.city.pk, *file) for file in files]}


def _state(office: Office, diagnosis: Diagnosis) -> str:
    with city_context(office.city.pk, via="test"):
        return str(Diagnosis.objects.get(pk=diagnosis.pk).state)


def test_the_second_attempt_of_what_was_released_in_between_changes_nothing_and_says_so(office: Office) -> None:
    """The case: between attempts a person decided and released; the second one set it back and swapped the PDF."""
    diagnosis = _asked_for(office)
    first = claimed()
    assert first is not None
    execute(first)
    # its worker was killed before it could say that it was done
    Job.objects.filter(pk=first.pk).update(state=JobState.RUNNING, lease_until="2020-01-01T00:00Z")
    with city_context(office.city.pk, via="page"):
        office._release(Diagnosis.objects.select_related("city").get(pk=diagnosis.pk))
    drain()
    assert _state(office, diagnosis) == "released"
    before = _all_of(office, diagnosis)
    again = Job.objects.get(pk=first.pk)
    assert (again.state, again.error.partition(":")[0]) == (JobState.SUPERSEDED, "Superseded by a release")
    for late in (JobState.RUNNING, JobState.QUEUED):
        Job.objects.filter(pk=first.pk).update(state=late, attempt=1, lease_until="2020-01-01T00:00Z", error="")
        drain()
        assert _all_of(office, diagnosis) == before
    page = sign_in(Client(), office.one).get(f"/city/elverhavn/jobs/{first.pk}/").content.decode()
    assert "Superseded by a release: what is released never changes" in page
    listed = sign_in(Client(), office.one).get("/city/elverhavn/jobs/?state=superseded").content.decode()
    assert "Superseded by a release" in listed


def test_a_release_that_would_print_what_was_not_checked_is_taken_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a new version of the program words a sentence in another way."""
    diagnosis = _asked_for(office)
    drain()
    with city_context(office.city.pk, via="page"):
        office._release(Diagnosis.objects.select_related("city").get(pk=diagnosis.pk))
    monkeypatch.setattr(tasks, "pages_unreleased", lambda *_made: {"restricted": "0" * 64, "partner": "0" * 64})
    drain()
    assert _state(office, diagnosis) == "in_review"
    with city_context(office.city.pk, via="test"):
        now = Diagnosis.objects.get(pk=diagnosis.pk)
        assert (now.released_by, now.released_on) == (None, None)
        assert now.job is not None
        assert "not what was checked" in Job.objects.get(pk=now.job).error


@pytest.mark.parametrize("end", ["failed", "cancelled"])
def test_no_failure_handler_changes_what_people_or_a_later_job_went_on_with(office: Office, end: str) -> None:
    diagnosis = _asked_for(office)
    job = claimed()
    assert job is not None
    execute(job)
    with city_context(office.city.pk, via="page"):
        office._release(Diagnosis.objects.select_related("city").get(pk=diagnosis.pk))
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, lease_until="2030-01-01T00:00Z", error="")

    def fail_it() -> None:
        Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempt=3, lease_until="2020-01-01T00:00Z")
        Job.objects.filter(pk=job.pk).update(cancel_requested=end == "cancelled")
        job_actions.sweep()
        assert Job.objects.get(pk=job.pk).state == end

    fail_it()
    assert _state(office, diagnosis) == "in_review"
    drain()
    before = _all_of(office, diagnosis)
    assert before["Diagnosis"][0]["state"] == "released"
    fail_it()
    assert _all_of(office, diagnosis) == before


def test_a_release_that_could_not_be_set_is_taken_back_by_its_own_job_only(office: Office) -> None:
    diagnosis = _asked_for(office)
    drain()
    with city_context(office.city.pk, via="page"):
        found = Diagnosis.objects.select_related("city").get(pk=diagnosis.pk)
        office._release(found)
        found.refresh_from_db()
    of_check, of_release = Job.objects.filter(kind=tasks.REMAKE).order_by("created_at")
    assert found.job == of_release.pk
    job_actions.cancel(job=of_check)
    with city_context(office.city.pk, via="test"):
        found.refresh_from_db()
    assert found.released_by == office.two
    job_actions.cancel(job=of_release)
    with city_context(office.city.pk, via="test"):
        found.refresh_from_db()
    assert (found.state, found.released_by_id, found.checked_by_id) == ("in_review", None, office.one.pk)


@in_full_by_soak("rounds", 100)
def test_nothing_is_lost_doubled_or_changed_by_kills_and_people_in_between(
    office: Office, rounds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every kind of job of a diagnosis, killed or stalled at a random point while somebody acts, some times over."""
    outcomes: set[str] = set()
    for number in range(rounds):
        chance = office.chance = random.Random(number)
        diagnosis = _asked_for(office)
        final: dict[str, Any] | None = None
        for _turn in range(chance.randint(1, 5)):

            def meddle(inside: bool, diagnosis: Diagnosis = diagnosis, chance: random.Random = chance) -> None:
                if inside or chance.random() < 0.6:
                    raise Killed
                # it only stalls: somebody acts, and another worker may have taken the job meanwhile
                office.act(diagnosis)
                if chance.random() < 0.5:
                    drain()

            job = claimed()
            if job is not None:
                meddled(job, chance.randint(1, MOST_POINTS), meddle, monkeypatch)
            office.act(diagnosis)
            final = _unchanged(office, diagnosis, final)
        drain()
        _unchanged(office, diagnosis, final)
        outcomes |= _came_to_an_end(office, diagnosis)
    assert {"done", "superseded", "released"} <= outcomes
    assert any(act == "release" for act in office.done)


def _unchanged(office: Office, diagnosis: Diagnosis, final: dict[str, Any] | None) -> dict[str, Any] | None:
    """Once it is released it stays as it was, until another takes its place or a record is erased."""
    with city_context(office.city.pk, via="test"):
        found = Diagnosis.objects.filter(pk=diagnosis.pk).first()
    if found is None or found.state != Diagnosis.State.RELEASED:
        assert final is None or found is None or found.state in {"superseded", "withdrawn"}
        return None
    now = _all_of(office, diagnosis)
    assert final is None or now == final
    return now


def _came_to_an_end(office: Office, diagnosis: Diagnosis) -> set[str]:
    """All jobs are over and say how; nothing waits for a job that will not come; every named file is there."""
    assert not Job.objects.unfinished().exists()
    assert not Job.objects.filter(state=JobState.SUPERSEDED, error="").exists()
    ends = set(Job.objects.values_list("state", flat=True))
    with city_context(office.city.pk, via="test"):
        assert not Diagnosis.objects.filter(state="analysing").exists()
        assert not Diagnosis.objects.filter(state="in_review").exclude(released_by=None).exists()
        live = Edition.objects.filter(withdrawn_at=None).exclude(sha256="")
        files = [(file, edition) for edition in live for file in edition.files()]
        for (sha256, suffix), edition in files:
            assert artefacts.read(office.city.pk, sha256, suffix), edition
        kept = {sha256 for (sha256, suffix), _edition in files if suffix == PDF}
        found = Diagnosis.objects.filter(pk=diagnosis.pk).first()
    on_disk = {path.stem for path in artefacts._path(office.city.pk, "0" * 64, PDF).parent.glob(f"*.{PDF}")}
    assert kept <= on_disk
    return ends | ({found.state} if found else set())


def test_who_left_or_has_read_in_between_is_not_mailed_or_told_anew(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    diagnosis = _asked_for(office)
    drain()
    with city_context(office.city.pk, via="page"):
        office._release(Diagnosis.objects.select_related("city").get(pk=diagnosis.pk))
    while True:
        job = claimed()
        assert job is not None
        if job.kind == "notice-mail":
            break
        execute(job)
    mail.outbox.clear()

    def killed(_inside: bool) -> None:
        raise Killed

    meddled(job, 4, killed, monkeypatch)  # after the first mail's step began
    with city_context(office.city.pk, via="test"):
        waiting = list(Delivery.objects.to_send().order_by("pk"))
        Delivery.objects.filter(pk=waiting[0].pk).update(read_at="2026-01-01T00:00Z")
        Membership.objects.filter(user=waiting[-1].user_id).delete()
    drain()
    told = [address for message in mail.outbox for address in message.to]
    assert waiting[-1].user.email not in told
    assert len(told) == len(set(told))
    with city_context(office.city.pk, via="test"):
        assert Delivery.objects.get(pk=waiting[0].pk).read_at is not None


@pytest.fixture
def released(office: Office) -> Diagnosis:
    diagnosis = _asked_for(office)
    drain()
    with city_context(office.city.pk, via="page"):
        office._release(Diagnosis.objects.select_related("city").get(pk=diagnosis.pk))
    drain()
    return diagnosis


def test_the_row_itself_refuses_what_the_program_forgets_to_ask(office: Office, released: Diagnosis) -> None:
    tries: list[tuple[Any, dict[str, Any]]] = [
        (Diagnosis, {"state": "in_review"}),
        (Diagnosis, {"state": "failed", "error": "The disk is full."}),
        (Diagnosis, {"release_note": "Other words."}),
        (Diagnosis, {"released_by": None, "released_on": None}),
        (Judgement, {"statement": "Other words."}),
        (Judgement, {"confidence": "high"}),
        (ReleaseCheck, {"answer": "open", "note": "Other words."}),
        (Edition, {"sha256": "0" * 64}),
        (Edition, {"page_sha256": ""}),
    ]
    before = _all_of(office, released)
    with city_context(office.city.pk, via="test"):
        for model, change in tries:
            with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
                model._default_manager.update(**change)
    assert _all_of(office, released) == before
    with city_context(office.city.pk, via="test"):
        Diagnosis.objects.update(state="superseded")
        Diagnosis.objects.update(state="withdrawn", error="A record was erased.")


def _as_a_whole(diagnosis: Diagnosis) -> None:
    Diagnosis.objects.filter(pk=diagnosis.pk)._raw_delete("default")
    for model in PARTS:
        model._default_manager.filter(diagnosis=diagnosis.pk).delete()


GIVEN_OUT = ("released", "superseded", "withdrawn")
PARTS = (Judgement, ReleaseCheck, Snapshot, Edition)


def _again(row: Any, **other: Any) -> Any:
    """The same row once more, under a number of its own."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name != "id"}
    return type(row)(**{**values, **other})


@pytest.mark.parametrize("state", GIVEN_OUT)
def test_no_row_of_it_is_added_moved_or_taken_away(office: Office, released: Diagnosis, state: str) -> None:
    with city_context(office.city.pk, via="test"):
        Diagnosis.objects.filter(pk=released.pk).update(state=state)
        other = create_diagnosis(city_id=office.city.pk, period=YEAR, requested_by_id=office.one.pk)
        tasks.request(other)
    drain()
    before = _all_of(office, released)

    def refused(write: Callable[[], object]) -> None:
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            write()
            connection.check_constraints()  # as at the end of the transaction

    with city_context(office.city.pk, via="test"):
        for model in PARTS:
            (row, *_more), of_other = list(model.objects.filter(diagnosis=released)), {"diagnosis": other.pk}
            names = {field.name for field in model._meta.fields}
            key = {name: "other" for name in ("key", "question", "audience") if name in names}
            refused(lambda row=row, key=key: _again(row, **key).save())  # type: ignore[misc]
            refused(lambda row=row: row.delete())  # type: ignore[misc]
            refused(lambda row=row: type(row).objects.filter(pk=row.pk)._raw_delete("default"))  # type: ignore[misc]
            refused(lambda row=row: type(row).objects.filter(pk=row.pk).update(diagnosis=other))  # type: ignore[misc]
            free = list(model.objects.filter(**of_other)) or [_again(row, **key, diagnosis_id=other.pk)]
            free[0].save()
            refused(lambda one=free[0]: type(one).objects.filter(pk=one.pk).update(diagnosis=released, **key))  # type: ignore[misc]  # noqa: B023
        Snapshot.objects.filter(diagnosis=other).delete()  # nothing holds what was not released
        given_out = Diagnosis.objects.get(pk=released.pk)
        refused(lambda: _again(given_out, number=99).save())
        refused(given_out.delete)
        refused(lambda: _as_a_whole(given_out))  # but without a tombstone
    assert _all_of(office, released) == before


def test_what_was_taken_back_or_erased_does_not_come_back(office: Office, released: Diagnosis) -> None:
    with city_context(office.city.pk, via="test"):
        for model, column in ((Edition, "withdrawn_at"), (Snapshot, "gone_at")):
            rows = model._default_manager.filter(diagnosis=released)
            rows.update(**{column: "2026-01-01T00:00Z"})
            for again in (None, "2027-01-01T00:00Z"):
                with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
                    rows.update(**{column: again})
        Diagnosis.objects.update(state="withdrawn", error="A record was erased.")
        for change in ({"state": "released"}, {"error": ""}):
            with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
                Diagnosis.objects.update(**change)


@pytest.mark.parametrize("state", GIVEN_OUT)
def test_it_ends_as_a_whole_when_its_time_is_over(office: Office, released: Diagnosis, state: str) -> None:
    with city_context(office.city.pk, via="test"):
        Diagnosis.objects.filter(pk=released.pk).update(state=state)
        far = released.dated.replace(year=released.dated.year + 11)
        while erase_due(city_id=office.city.pk, on=far):
            connection.check_constraints()
        assert not any(model.objects.exists() for model in (Diagnosis, *PARTS))


def test_not_even_the_owner_empties_its_tables(office: Office, released: Diagnosis) -> None:
    for model in (Diagnosis, *PARTS):
        with (
            pytest.raises(IntegrityError, match="never changes"),
            transaction.atomic(using="owner"),
            connections["owner"].cursor() as cursor,
        ):
            cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")
    assert _state(office, released) == "released"


def test_who_writes_while_it_is_released_waits_and_is_refused(office: Office) -> None:
    """Of the row that is added and the release in the same moment one waits for the other."""
    diagnosis = _asked_for(office)
    drain()
    with city_context(office.city.pk, via="page"):
        office._release(Diagnosis.objects.select_related("city").get(pk=diagnosis.pk))
    job = claimed()
    while job is not None and job.kind != tasks.REMAKE:
        execute(job)
        job = claimed()
    outcome: list[str] = []

    def add() -> None:
        try:
            with city_context(office.city.pk, via="test"):
                row = Judgement.objects.filter(diagnosis=diagnosis).first()
                _again(row, key="late").save()
        except IntegrityError as refused:
            outcome.append(str(refused))
        else:
            outcome.append("added")
        finally:
            connection.close()

    late = threading.Thread(target=add)
    with city_context(office.city.pk, via="test"):
        finish_release(diagnosis=Diagnosis.objects.select_related("city").get(pk=diagnosis.pk))
        late.start()
        late.join(1)
        assert late.is_alive()
    late.join(20)
    assert "never changes" in outcome[0]


def test_every_way_to_write_to_a_released_diagnosis_is_refused(office: Office, released: Diagnosis) -> None:
    with city_context(office.city.pk, via="test"):
        found = Diagnosis.objects.select_related("city").get(pk=released.pk)
        job_id = found.job
        assert job_id is not None
        for write in (
            lambda: tasks.request(found),
            lambda: tasks.remake(found, by=office.one),
            lambda: hold_for_job(diagnosis_id=found.pk, job_id=job_id, lets_out=True),
            lambda: keep_edition(diagnosis=found, audience="restricted", sha256="1" * 64, size=1, engine="x"),
            lambda: finish_release(diagnosis=found) and Diagnosis.objects.update(dated="2026-01-01"),
        ):
            with pytest.raises(Exception, match="never changes"), transaction.atomic():
                write()
    assert isinstance(office.city, City)
