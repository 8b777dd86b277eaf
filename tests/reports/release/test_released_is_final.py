"""What is released never changes, whatever dies, stalls or comes too late; and what came too late says so."""

import random
import threading
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client

from accounts.city import city_context
from accounts.models import Membership
from jobs import actions as job_actions
from jobs import artefacts, handlers
from jobs.attempts import execute
from jobs.models import Job, JobState
from notices.models import Delivery
from reports import tasks
from reports.actions import finish_release
from reports.models import PDF, Diagnosis, Edition, Judgement
from tests.factories import sign_in
from tests.reports.office import all_of, asked_for, office, state_of
from tests.reports.release.meddling import (
    Killed,
    Office,
    claimed,
    drain,
    meddled,
)
from tests.reports.release.test_rows_of_released import PARTS, again

__all__ = ["office"]

MOST_POINTS = 9  # three at each of the three steps of the longest kind


def test_the_second_attempt_of_what_was_released_in_between_changes_nothing_and_says_so(office: Office) -> None:
    """The case: between attempts a person decided and released; the second one set it back and swapped the PDF."""
    diagnosis = asked_for(office)
    first = claimed()
    assert first is not None
    execute(first)
    # its worker was killed before it could say that it was done
    Job.objects.filter(pk=first.pk).update(state=JobState.RUNNING, lease_until="2020-01-01T00:00Z")
    with city_context(office.city.pk, via="page"):
        office._release(Diagnosis.objects.select_related("city").get(pk=diagnosis.pk))
    drain()
    assert state_of(office, diagnosis) == "released"
    before = all_of(office, diagnosis)
    again = Job.objects.get(pk=first.pk)
    assert (again.state, again.error.partition(":")[0]) == (JobState.SUPERSEDED, "Superseded by a release")
    for late in (JobState.RUNNING, JobState.QUEUED):
        Job.objects.filter(pk=first.pk).update(state=late, attempt=1, lease_until="2020-01-01T00:00Z", error="")
        drain()
        assert all_of(office, diagnosis) == before
    page = sign_in(Client(), office.one).get(f"/city/elverhavn/jobs/{first.pk}/").content.decode()
    assert "Superseded by a release: what is released never changes" in page
    listed = sign_in(Client(), office.one).get("/city/elverhavn/jobs/?state=superseded").content.decode()
    assert "Superseded by a release" in listed


def test_a_release_that_would_print_what_was_not_checked_is_taken_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a new version of the program words a sentence in another way."""
    diagnosis = asked_for(office)
    drain()
    with city_context(office.city.pk, via="page"):
        office._release(Diagnosis.objects.select_related("city").get(pk=diagnosis.pk))
    monkeypatch.setattr(tasks, "pages_unreleased", lambda *_made: {"restricted": "0" * 64, "partner": "0" * 64})
    drain()
    assert state_of(office, diagnosis) == "in_review"
    with city_context(office.city.pk, via="test"):
        now = Diagnosis.objects.get(pk=diagnosis.pk)
        assert (now.released_by, now.released_on) == (None, None)
        assert now.job is not None
        assert "not what was checked" in Job.objects.get(pk=now.job).error


@pytest.mark.parametrize("end", ["failed", "cancelled"])
def test_no_failure_handler_changes_what_people_or_a_later_job_went_on_with(office: Office, end: str) -> None:
    diagnosis = asked_for(office)
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
    assert state_of(office, diagnosis) == "in_review"
    drain()
    before = all_of(office, diagnosis)
    assert before["Diagnosis"][0]["state"] == "released"
    fail_it()
    assert all_of(office, diagnosis) == before


def test_a_release_that_could_not_be_set_is_taken_back_by_its_own_job_only(office: Office) -> None:
    diagnosis = asked_for(office)
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


def test_who_writes_while_it_is_released_waits_and_not_even_the_owner_empties_its_tables(office: Office) -> None:
    """Of the row that is added and the release in the same moment one waits for the other."""
    diagnosis = asked_for(office)
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
                again(row, key="late").save()
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
    # nor does the owner of its tables
    for model in (Diagnosis, *PARTS):
        with (
            pytest.raises(IntegrityError, match="never changes"),
            transaction.atomic(using="owner"),
            connections["owner"].cursor() as cursor,
        ):
            cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")
    assert state_of(office, diagnosis) == "released"


# the first six come upon every end that is asked for below; the soak has all of them
@pytest.mark.parametrize("rounds", [6, pytest.param(100, marks=pytest.mark.soak)])
def test_nothing_is_lost_doubled_or_changed_by_kills_and_people_in_between(
    office: Office, rounds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every kind of job of a diagnosis, killed or stalled at a random point while somebody acts, some times over."""
    outcomes: set[str] = set()
    kinds: set[str] = set()
    for number in range(rounds):
        chance = office.chance = random.Random(number)
        diagnosis = asked_for(office)
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
                kinds.add(job.kind)
                meddled(job, chance.randint(1, MOST_POINTS), meddle, monkeypatch)
            office.act(diagnosis)
            final = _unchanged(office, diagnosis, final)
        drain()
        _unchanged(office, diagnosis, final)
        outcomes |= _came_to_an_end(office, diagnosis)
    assert {"done", "superseded", "released"} <= outcomes
    assert any(act == "release" for act in office.done)
    # the few of every day need not come upon all; `test_figures_cut_short` cuts a look at figures at each of its points
    every = {name for name, _label in handlers.labels() if "." not in name}
    assert every - kinds - {tasks.FIGURES} == set() or rounds < 100


def _unchanged(office: Office, diagnosis: Diagnosis, final: dict[str, Any] | None) -> dict[str, Any] | None:
    """Once it is released it stays as it was, until another takes its place or a record is erased."""
    with city_context(office.city.pk, via="test"):
        found = Diagnosis.objects.filter(pk=diagnosis.pk).first()
    if found is None or found.state != Diagnosis.State.RELEASED:
        assert final is None or found is None or found.state in {"superseded", "withdrawn"}
        return None
    now = all_of(office, diagnosis)
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
    diagnosis = asked_for(office)
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
        waiting = list(Delivery.objects.filter(sent_at=None).order_by("pk"))
        Delivery.objects.filter(pk=waiting[0].pk).update(read_at="2026-01-01T00:00Z")
        Membership.objects.filter(user=waiting[-1].user_id).delete()
    drain()
    told = [address for message in mail.outbox for address in message.to]
    assert waiting[-1].user.email not in told
    assert len(told) == len(set(told))
    with city_context(office.city.pk, via="test"):
        assert Delivery.objects.get(pk=waiting[0].pk).read_at is not None
