"""The job that makes a diagnosis: freeze, analyse, propose, set. Each step is one short transaction."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.city import city_context
from accounts.models import User
from jobs.actions import enqueue
from jobs.artefacts import Artefact, read, store
from jobs.errors import JobRefused
from jobs.models import Job
from jobs.runs import Run
from output.fingerprint import engine_fingerprint
from reports import actions
from reports.editions import EditionFiles, decided, released, restricted_files
from reports.following import SNAPSHOT
from reports.models import PAGE, PDF, Diagnosis, Edition, Snapshot
from reports.proposals import propose
from reports.sections.context import SectionContext, analysed
from reports.snapshot import NothingToDiagnose, SnapshotData, freeze, load

KIND = "diagnosis"
REMAKE = "reports"


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
    actions.record_job(diagnosis=diagnosis, job_id=job.pk)
    return job


def set_anew(run: Run) -> None:
    """The handler of `remake`: the same records, what people decided since, and the release if there is one."""
    pk = run.payload["diagnosis"]
    with run.step(_("Reading what was decided"), percent=10):
        diagnosis = Diagnosis.objects.select_related("city", "released_by").get(pk=pk)
        snapshot = Snapshot.objects.get(diagnosis=diagnosis)
        judgements, release = decided(diagnosis), released(diagnosis)
    frozen = load(read(run.city_id, snapshot.sha256, SNAPSHOT))
    run.progress(40, _("Drawing maps and setting the pages"))
    with override(frozen.diagnosis["language"]):
        files = restricted_files(SectionContext(frozen, analysed(frozen), judgements, release))
    pdf, page = _stored(run.city_id, files)
    with run.finish():
        _keep_restricted(diagnosis, pdf, page)
        now = Diagnosis.objects.select_for_update(no_key=True, of=("self",)).select_related("city").get(pk=pk)
        if release is not None and now.state == Diagnosis.State.IN_REVIEW:
            with override(frozen.diagnosis["language"]):
                actions.finish_release(diagnosis=now)


def tell_not_remade(payload: Mapping[str, Any], _reason: str) -> None:
    actions.take_back_release(diagnosis_id=payload["diagnosis"])


def build(run: Run) -> None:
    """The handler. A second attempt goes on from the snapshot of the first, so both give the same bytes."""
    pk = run.payload["diagnosis"]
    frozen = _snapshot_data(run, pk)
    language = frozen.diagnosis["language"]
    # how many they are is for who is cleared for them
    run.progress(30, _("Analysing the records"))
    landscape = analysed(frozen)
    with override(language):
        proposals = propose(SectionContext(frozen, landscape))
    with run.step(_("Proposing judgements"), percent=55):
        diagnosis = Diagnosis.objects.select_related("city").get(pk=pk)
        actions.propose(diagnosis=diagnosis, proposals=proposals)
        if diagnosis.accept_proposed:
            actions.accept_all_proposed(diagnosis=diagnosis)
        judgements = decided(diagnosis)
    run.progress(65, _("Drawing maps and setting the pages"))
    with override(language):
        files = restricted_files(SectionContext(frozen, landscape, judgements))
    pdf, page = _stored(run.city_id, files)
    with run.finish():
        _keep_restricted(diagnosis, pdf, page)


def _stored(city_id: int, files: EditionFiles) -> tuple[Artefact, Artefact]:
    return store(city_id, files.pdf, PDF), store(city_id, files.page, PAGE)


def _keep_restricted(diagnosis: Diagnosis, pdf: Artefact, page: Artefact) -> None:
    actions.keep_edition(
        diagnosis=diagnosis,
        audience=Edition.Audience.RESTRICTED,
        sha256=pdf.sha256,
        size=pdf.size,
        page_sha256=page.sha256,
        engine=engine_fingerprint(),
    )


def _snapshot_data(run: Run, pk: int) -> SnapshotData:
    run.progress(5, _("Freezing the records"))
    with city_context(run.city_id, via=f"job {run.kind}", actor_id=run.actor_id, consistent=True):
        diagnosis = Diagnosis.objects.select_related("city").get(pk=pk)
        snapshot = Snapshot.objects.filter(diagnosis=diagnosis).first()
        try:
            data = b"" if snapshot else freeze(diagnosis)
        except NothingToDiagnose as problem:
            raise JobRefused(str(problem)) from None
    if snapshot is not None:
        return load(read(run.city_id, snapshot.sha256, SNAPSHOT))
    kept = store(run.city_id, data, SNAPSHOT)
    frozen = load(data)
    with run.step(_("Keeping the snapshot"), percent=20):
        actions.keep_snapshot(diagnosis=diagnosis, sha256=kept.sha256, size=kept.size, frozen=frozen)
    return frozen


def tell_failure(payload: Mapping[str, Any], reason: str) -> None:
    actions.fail_diagnosis(diagnosis_id=payload["diagnosis"], reason=reason)
