"""Workers that die or stall at any point of a job, and people who act in between."""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError

from accounts.city import city_context
from accounts.models import City, User
from core.errors import Refused
from jobs import actions, handlers
from jobs.attempts import execute
from jobs.errors import Superseded
from jobs.models import Job, JobState
from jobs.runs import Run
from mapping.models import Observation
from records.actions import erase
from records.actions.erasure import _erase_all
from reports import tasks
from reports.actions import answer_check, decide, release
from reports.editions import EditionFiles
from reports.models import Diagnosis, Judgement, ReleaseCheck
from reports.partner.figures import Figures
from reports.proposals import ProposedJudgement
from reports.release.harm import QUESTIONS
from reports.release.hits import hits
from reports.sections.context import SectionContext
from reports.sections.decisions import Decided, Release, Weighed
from reports.snapshot import SnapshotData, sha256


class Killed(BaseException):
    """As SIGKILL: nothing of the program catches it."""


class MeddledRun(Run):
    """Calls `meddle` at its n-th point: before a step, in it before it commits, or after it. Inside a step only a kill
    makes sense, so that there `meddle` is told so."""

    def __init__(self, job: Job, at: int, meddle: Callable[[bool], None]) -> None:
        super().__init__(job)
        self.at, self.meddle, self.passed = at, meddle, 0

    def _pass(self, *, inside: bool = False) -> None:
        self.passed += 1
        if self.passed == self.at:
            self.meddle(inside)

    @contextmanager
    def step(self, text: str, *, percent: int | None = None) -> Iterator[None]:
        self._pass()
        with super().step(text, percent=percent):
            yield
            self._pass(inside=True)
        self._pass()

    @contextmanager
    def finish(self, text: str = "") -> Iterator[None]:
        self._pass()
        with super().finish(text):
            yield
            self._pass(inside=True)
        self._pass()


def cheap_files(context: SectionContext) -> EditionFiles:
    """An edition that says what it was made of, as the real one does, without drawing anything."""
    said = [each.statement for each in context.judgements]
    number = context.frozen.diagnosis["number"]
    text = json.dumps([number, said, str(context.release)])
    # who rewords a judgement and releases without a look at the reports is another test's
    page = {"title": f"{number}, {context.release}", "sections": []}
    return EditionFiles(b"%PDF " + text.encode(), json.dumps(page).encode())


def cheap_partner_files(
    frozen: SnapshotData,
    judgements: tuple[Decided, ...] = (),
    release: Release | None = None,
    weighing: Weighed | None = None,
    figures: Figures | None = None,
) -> EditionFiles:
    """Likewise, and without protecting a figure."""
    said = [each.statement for each in judgements]
    text = json.dumps(["partners", frozen.diagnosis["number"], said, str(release)])
    page = {"title": f"Partners, {frozen.diagnosis['number']}, {release}", "sections": []}
    return EditionFiles(b"%PDF " + text.encode(), json.dumps(page).encode(), {"windows": []})


def cheap_pages(
    frozen: SnapshotData, context: SectionContext, partners: tuple[Decided, ...], figures: Figures
) -> dict[str, str]:
    """What they were before the release."""
    before = cheap_files(replace(context, release=None))
    return {
        "restricted": sha256(before.page),
        "partner": sha256(cheap_partner_files(frozen, partners, figures=figures).page),
    }


def cheap_proposals(_context: object) -> list[ProposedJudgement]:
    return [
        ProposedJudgement(
            key=f"key.{n}", section=5, statement=f"More was recorded ({n}).", likelihood="", confidence="low",
            reasons=(), evidence=(),
        )
        for n in range(2)
    ]  # fmt: skip


@dataclass
class Office:
    """A city with three admins, and what they may do to a diagnosis at any moment; what is refused is not done."""

    city: City
    one: User
    two: User
    chance: random.Random
    done: list[str] = field(default_factory=list)

    def act(self, diagnosis: Diagnosis) -> None:
        name = self.chance.choice(
            ["nothing", "decide", "check", "release", "release", "release", "again", "cancel", "retry", "erase", "end"]
        )
        try:
            with city_context(self.city.pk, via="page"):
                found = Diagnosis.objects.filter(pk=diagnosis.pk).select_related("city").first()
                if found is not None:
                    getattr(self, f"_{name}")(found)
            self.done.append(name)
        except (Refused, ValidationError, Superseded):
            self.done.append(f"not {name}")

    def _nothing(self, found: Diagnosis) -> None:
        pass

    def _decide(self, found: Diagnosis) -> None:
        for row in found.judgements.select_related("diagnosis", "city"):
            row.state, row.statement = Judgement.State.REWRITTEN, f"In other words {self.chance.random()}."
            decide(judgement=row, by=self.one)

    def _check(self, found: Diagnosis) -> None:
        for row in found.judgements.filter(state="proposed").select_related("diagnosis", "city"):
            row.state = Judgement.State.CONFIRMED
            decide(judgement=row, by=self.one)
        codes = [question.code for question in QUESTIONS] + [hit.code for hit in hits(found)]
        checks = [ReleaseCheck(question=code, answer="addressed", note="Looked at.") for code in codes]
        tasks.remake(answer_check(diagnosis=found, answers=checks, by=self.one), by=self.one)

    def _release(self, found: Diagnosis) -> None:
        self._check(found)
        tasks.remake(release(diagnosis=found, note="Yearly.", by=self.two), by=self.two)

    def _again(self, found: Diagnosis) -> None:
        tasks.request(found)

    def _cancel(self, found: Diagnosis) -> None:
        for job in Job.objects.unfinished():
            actions.cancel(job=job)

    def _retry(self, found: Diagnosis) -> None:
        for job in Job.objects.filter(state=JobState.FAILED):
            actions.retry(job=job)

    def _erase(self, found: Diagnosis) -> None:
        record = Observation.objects.order_by("pk").first()
        if record is not None:
            erase(record=record, reason="Asked for by the person it is about.", by=self.one)

    def _end(self, found: Diagnosis) -> None:
        """Its time is over."""
        if found.state == Diagnosis.State.RELEASED:
            raise Refused("What is released is looked at by the rest of the round.")
        _erase_all([found], reason="Its time was over.", by=None)


def claimed() -> Job | None:
    """The next job, whatever it was to wait for; those whose worker is gone come back first."""
    Job.objects.filter(state=JobState.RUNNING).update(lease_until="2020-01-01T00:00Z")
    actions.sweep()
    Job.objects.filter(state=JobState.QUEUED).update(run_after="2020-01-01T00:00Z")
    return actions.claim()


def drain(most: int = 60) -> None:
    for _round in range(most):
        job = claimed()
        if job is None:
            return
        execute(job)
    raise AssertionError(f"after {most} attempts there are still {list(Job.objects.unfinished())}")


def meddled(job: Job, at: int, meddle: Callable[[bool], None], monkeypatch: Any) -> None:
    """Run a claimed job until it is meddled with at that point; a kill ends it there."""
    with monkeypatch.context() as patched:
        patched.setattr("jobs.attempts.Run", lambda of: MeddledRun(of, at, meddle))
        try:
            execute(job)
        except Killed:
            assert handlers.find(job.kind)
