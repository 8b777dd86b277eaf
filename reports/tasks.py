"""The job that makes a diagnosis: freeze, analyse, propose, set. Each step is one short transaction."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from celery import shared_task
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.actions.memberships import hold_city
from accounts.city import city_context, turn_of
from accounts.markings import Marking
from accounts.models import City, User
from jobs import artefacts
from jobs.actions import enqueue
from jobs.artefacts import read, store
from jobs.errors import Cancelled, JobRefused, Superseded
from jobs.models import Job, JobState
from jobs.runs import Run
from output.fingerprint import engine_fingerprint
from records.actions import hold_chain
from records.models import Tombstone
from reports import actions
from reports.actions.weighing import keep_priorities
from reports.actions.written import bring_over
from reports.editions import (
    EditionFiles,
    decided,
    pages_unreleased,
    partner_files,
    released,
    restricted_files,
    told_to_partners,
    weighed,
)
from reports.following import SNAPSHOT, words_now
from reports.models import PAGE, PDF, Diagnosis, Edition, Snapshot
from reports.partner.figures import figures_of
from reports.proposals import propose
from reports.release.permissions import OTHER_TEXT, why_not_set
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.snapshot import NothingToDiagnose, SnapshotData, freeze, load, sha256
from reports.snapshot.canonical import collector_paused

__all__ = [
    "FIGURES",
    "KIND",
    "REMAKE",
    "build",
    "carry_over",
    "look_at_figures",
    "remake",
    "request",
    "request_look",
    "set_anew",
    "tell_failure",
    "tell_not_remade",
]

KIND = "diagnosis"
REMAKE = "reports"
FIGURES = "figures"


def request(diagnosis: Diagnosis) -> Job:
    """Queue the job of a diagnosis, inside the transaction that made it."""
    job = enqueue(
        city_id=diagnosis.city_id,
        kind=KIND,
        payload={"diagnosis": diagnosis.pk},
        created_by_id=diagnosis.requested_by_id,
    )
    actions.record_job(diagnosis=diagnosis, job_id=job.pk)
    return job


def remake(diagnosis: Diagnosis, *, by: User) -> Job:
    """Queue the reports to be set anew: as it was decided, and as released where the diagnosis is on its way out."""
    job = enqueue(city_id=diagnosis.city_id, kind=REMAKE, payload={"diagnosis": diagnosis.pk}, created_by_id=by.pk)
    actions.record_job(diagnosis=diagnosis, job_id=job.pk, lets_out=True)
    return job


@collector_paused()
def set_anew(run: Run) -> None:
    """The handler of `remake`: the same records, what people decided since, and the release if there is one."""
    with run.step(_("Reading what was decided"), percent=10):
        diagnosis = _held(run, lets_out=True)
        if refused := why_not_set(diagnosis):
            raise JobRefused(refused)
        snapshot = Snapshot.objects.get(diagnosis=diagnosis)
        judgements, partners, release = decided(diagnosis), told_to_partners(diagnosis), released(diagnosis)
        weighing = weighed(diagnosis)
    frozen = load(read(run.city_id, snapshot.sha256, SNAPSHOT))
    run.progress(40, _("Drawing maps and setting the pages"))
    context = SectionContext(frozen, analysed(frozen), judgements, release, weighing)
    with override(frozen.diagnosis["language"]):
        figures = figures_of(frozen)
        if release is not None and pages_unreleased(frozen, context, partners, figures) != diagnosis.checked_pages:
            raise JobRefused(str(OTHER_TEXT))
        made: dict[str, EditionFiles] = {
            Edition.Audience.RESTRICTED: restricted_files(context),
            Edition.Audience.PARTNER: partner_files(frozen, partners, release, weighing, figures),
        }
    with _stored(run.city_id, made), run.finish():
        now = _held(run, lets_out=True)
        _keep(now, frozen, made)
        if release is not None:
            with override(frozen.diagnosis["language"]):
                actions.finish_release(diagnosis=now)


def look_at_figures(run: Run) -> None:
    """The handler: whether a figure of a diagnosis in force would be another, after records behind it changed."""
    with run.step(_("Looking up the diagnoses in force")):
        found = list(Diagnosis.objects.filter(state=Diagnosis.State.RELEASED).order_by("number"))
    for place, each in enumerate(found):
        with run.step(_("Counting once more"), percent=round(100 * place / len(found))):
            actions.tell_corrected(diagnosis=Diagnosis.objects.get(pk=each.pk))
    with run.finish():
        pass


def request_look(city_id: int) -> None:
    """Once, however many records change before a worker comes to it."""
    if not Job.objects.filter(city=city_id, kind=FIGURES, state=JobState.QUEUED).exists():
        enqueue(city_id=city_id, kind=FIGURES, payload={})


def tell_not_remade(job_id: UUID, payload: Mapping[str, Any], _reason: str) -> None:
    actions.take_back_release(diagnosis_id=payload["diagnosis"], job_id=job_id)


@collector_paused()
def build(run: Run) -> None:
    """The handler. A second attempt goes on from the snapshot of the first, so both give the same bytes, and from what
    people decided of its proposals in between.
    """
    frozen = _snapshot_data(run)
    language = frozen.diagnosis["language"]
    # how many they are is for who is cleared for them
    run.progress(30, _("Analysing the records"))
    landscape = analysed(frozen)
    with override(language):
        context = SectionContext(frozen, landscape)
        proposals, needs = propose(context), context.priorities
    with run.step(_("Proposing judgements"), percent=55):
        diagnosis = _held(run)
        if diagnosis.state != Diagnosis.State.IN_REVIEW:
            actions.propose(diagnosis=diagnosis, proposals=proposals)
            bring_over(diagnosis=diagnosis)
            keep_priorities(diagnosis=diagnosis, found=needs)
            if diagnosis.accept_proposed:
                actions.accept_all_proposed(diagnosis=diagnosis)
        judgements, partners = decided(diagnosis), told_to_partners(diagnosis)
        weighing = weighed(diagnosis)
    run.progress(65, _("Drawing maps and setting the pages"))
    with override(language):
        made: dict[str, EditionFiles] = {
            Edition.Audience.RESTRICTED: restricted_files(
                SectionContext(frozen, landscape, judgements, weighed=weighing)
            )
        }
        run.progress(80, _("Protecting small counts"))
        made[Edition.Audience.PARTNER] = partner_files(frozen, partners, weighing=weighing)
    with _stored(run.city_id, made), run.finish():
        _keep(_held(run), frozen, made)


@shared_task
def carry_over() -> None:
    """What beat asks for: where a diagnosis was released while a later one was in review already, ask in that about the
    judgements that people wrote for the former."""
    for city_id in City.objects.values_list("pk", flat=True):
        with turn_of(city_id), city_context(city_id, via="carry over"):
            open_ones = Diagnosis.objects.filter(state=Diagnosis.State.IN_REVIEW, released_by=None)
            for diagnosis in open_ones.select_for_update(no_key=True, skip_locked=True).order_by("pk"):
                bring_over(diagnosis=diagnosis)


def _held(run: Run, *, lets_out: bool = False) -> Diagnosis:
    """The diagnosis of a job, locked until the step commits, if it still waits for this job. Raises Superseded."""
    run.hold()
    return actions.hold_for_job(diagnosis_id=run.payload["diagnosis"], job_id=run.job_id, lets_out=lets_out)


@contextmanager
def _stored(city_id: int, made: Mapping[str, EditionFiles]) -> Iterator[None]:
    """The files of editions, for as long as the job may still name them; where it may not, they go."""
    stored = [
        (store(city_id, data, suffix).sha256, suffix) for files in made.values() for data, suffix in _by_suffix(files)
    ]
    try:
        yield
    except (Superseded, Cancelled):
        actions.forget_files(city_id=city_id, files=stored)
        raise


def _by_suffix(files: EditionFiles) -> tuple[tuple[bytes, str], ...]:
    return (files.pdf, PDF), (files.page, PAGE)


def _keep(diagnosis: Diagnosis, frozen: SnapshotData, made: Mapping[str, EditionFiles]) -> None:
    for audience, files in made.items():
        pdf, page = (_there(diagnosis.city_id, data, suffix) for data, suffix in _by_suffix(files))
        actions.keep_edition(
            diagnosis=diagnosis,
            audience=audience,
            sha256=pdf,
            size=len(files.pdf),
            page_sha256=page,
            engine=engine_fingerprint(),
            figures=files.figures,
            words=words_now(frozen) if audience == Edition.Audience.PARTNER else Marking.CLEAR,
        )


def _there(city_id: int, data: bytes, suffix: str) -> str:
    """The name of a file that is there for as long as this transaction lasts: an attempt that came too late may have
    made the same, and let go of it since."""
    name = sha256(data)
    artefacts.hold(name)
    if not artefacts.is_there(city_id, name, suffix):
        store(city_id, data, suffix)
    return name


def _snapshot_data(run: Run) -> SnapshotData:
    run.progress(5, _("Freezing the records"))
    while True:
        with city_context(run.city_id, via=f"job {run.kind}", actor_id=run.actor_id, consistent=True):
            diagnosis = Diagnosis.objects.select_related("city").filter(pk=run.payload["diagnosis"]).first()
            if diagnosis is None:
                raise Superseded(str(actions.IS_ERASED))
            if refused := why_not_set(diagnosis):
                raise JobRefused(refused)
            snapshot, erased = Snapshot.objects.filter(diagnosis=diagnosis).first(), _erasures()
            try:
                data = b"" if snapshot else freeze(diagnosis)
            except NothingToDiagnose as problem:
                raise JobRefused(str(problem)) from None
        if snapshot is not None:
            return load(read(run.city_id, snapshot.sha256, SNAPSHOT))
        frozen = load(data)
        if _is_kept(run, data, frozen, erased):
            return frozen


def _is_kept(run: Run, data: bytes, frozen: SnapshotData, erased: int) -> bool:
    """Keep the snapshot; False where something was erased since it was frozen, which it must not hold."""
    kept = store(run.city_id, data, SNAPSHOT)
    try:
        with run.step(_("Keeping the snapshot"), percent=20):
            # who erases holds the chain first, then the job, then the diagnosis; who raises a marking the city first
            hold_chain(city_id=run.city_id)
            hold_city(run.city_id)
            diagnosis = _held(run)
            if _erasures() == erased:
                artefacts.hold(kept.sha256)
                store(run.city_id, data, SNAPSHOT)
                actions.keep_snapshot(diagnosis=diagnosis, sha256=kept.sha256, size=kept.size, frozen=frozen)
                return True
    except (Superseded, Cancelled):
        actions.forget_files(city_id=run.city_id, files=[(kept.sha256, SNAPSHOT)])
        raise
    actions.forget_files(city_id=run.city_id, files=[(kept.sha256, SNAPSHOT)])
    return False


def _erasures() -> int:
    """Another number after everything that was erased in the city."""
    return Tombstone.objects.aggregate(last=Max("pk"))["last"] or 0


def tell_failure(job_id: UUID, payload: Mapping[str, Any], reason: str) -> None:
    actions.fail_diagnosis(diagnosis_id=payload["diagnosis"], job_id=job_id, reason=reason)
