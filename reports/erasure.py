"""How diagnoses end, and where erased records were printed: snapshots hold them, and reports stand on them.

A snapshot that holds an erased record goes, whoever erased it. Reports hold figures, and have a retention of their own;
they are withdrawn where somebody asked for the erasure, and made anew under a new number.
"""

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analysis.records import Period
from jobs.actions import cancel
from jobs.models import Job
from mapping.models import Observation
from notices.actions.mailing import tell_waiting
from notices.composing import events_of
from notices.models import ChangeNotice, Wait
from records.actions.erasure import erase_along
from records.registries.erasure import Eraser, Removed
from records.registries.kept_files import KeptFile
from reports import tasks
from reports.actions import create_diagnosis, tell_corrected
from reports.following import KEPT_AS, SNAPSHOT, holds, is_compared
from reports.judgements.attached import citing
from reports.models import PAGE, PDF, Diagnosis, Edition, Judgement, Priority, Recommendation, ReleaseCheck, Snapshot
from reports.release.permissions import who_may_decide
from stakeholders.models import Consultation

if TYPE_CHECKING:
    from django.db.models import QuerySet

File = tuple[str, str]
# What notices of corrected figures keep the numbers of, under which name.
COUNTED = {Observation._meta.label_lower: "records", Consultation._meta.label_lower: "sessions"}


def copies(city_id: int, model: str, numbers: Sequence[int], on_request: bool) -> list[File]:
    """Mark what must go, ask for what replaces it; the files to remove. Inside the transaction that erases."""
    if on_request and model in COUNTED:
        _forget_figures(city_id, COUNTED[model], numbers)
    files = list(_of_snapshots(city_id, model, numbers, on_request=on_request))
    citing_it = citing(city_id, model, numbers)
    for each in citing_it:
        if each.diagnosis.state == Diagnosis.State.IN_REVIEW:
            _tell_undecided(each)
    # a judgement that somebody wrote on it was printed: that report is taken back as one that was made of it
    cited = {each.diagnosis_id for each in citing_it} if on_request else set()
    for diagnosis in Diagnosis.objects.filter(pk__in=cited, state__in=Diagnosis.GIVEN_OUT).order_by("number"):
        files.extend(_withdraw(diagnosis))
    return files


def _forget_figures(city_id: int, kept_as: str, numbers: Sequence[int]) -> None:
    """Notices of figures that a record or a consultation counts in: all that it counted under would be the record once
    more. One that told of it in its history alone as well, and one that was put right before it was released and is
    there no more."""
    written = events_of(ChangeNotice).filter(city=city_id, what=ChangeNotice.What.FIGURES)
    told_of = written.order_by("pgh_obj_id").values_list("pgh_obj_id", f"figures__{kept_as}")
    found = {notice for notice, records in told_of if not set(numbers).isdisjoint(records or ())}
    there = ChangeNotice.objects.filter(city=city_id).in_bulk(found)
    if found:
        erase_along(
            [there.get(pk) or ChangeNotice(pk=pk, city_id=city_id) for pk in sorted(found)],
            reason=_("It told of figures of a record that was erased."),
        )


def _tell_undecided(judgement: Judgement) -> None:
    """It is undecided again (`reports.judgements.attached`), which waits for those who may decide it."""
    found = judgement.diagnosis
    link = reverse("judgement", args=[found.city.slug, found.number, judgement.pk])
    users, about = who_may_decide(found), (Judgement, judgement.pk)
    tell_waiting(city=found.city, users=users, kind=Wait.Kind.UNDECIDED, link=link, about=about)


def _of_snapshots(city_id: int, model: str, numbers: Sequence[int], *, on_request: bool) -> Iterator[File]:
    if model not in {Observation._meta.label_lower, *KEPT_AS}:
        return
    holding: set[str] = set()
    snapshots = Snapshot.objects.filter(city=city_id, gone_at=None).select_related("diagnosis")
    for snapshot in snapshots.order_by("diagnosis__number"):
        if not holds(snapshot, model, numbers) and not is_compared(snapshot, holding):
            continue
        if on_request:  # figures of reports that are withdrawn are withdrawn wherever they are printed
            holding.add(snapshot.sha256)
        snapshot.gone_at = timezone.now()
        snapshot.save(update_fields=["gone_at"])
        yield snapshot.sha256, SNAPSHOT
        if on_request and model in COUNTED:
            tell_corrected(diagnosis=snapshot.diagnosis, is_going=True)
        if on_request and snapshot.diagnosis.state != Diagnosis.State.WITHDRAWN:
            yield from _withdraw(snapshot.diagnosis)


def _withdraw(diagnosis: Diagnosis) -> Iterator[File]:
    """Take the reports back and ask for the same diagnosis without the erased record."""
    job = Job.objects.filter(city_id=diagnosis.city_id, pk=diagnosis.job).first() if diagnosis.job else None
    if job is not None and not job.is_over:
        cancel(job=job)
    _hold(diagnosis)
    for edition in Edition.objects.filter(diagnosis=diagnosis, withdrawn_at=None).exclude(sha256=""):
        edition.withdrawn_at = timezone.now()
        edition.save(update_fields=["withdrawn_at"])
        yield from edition.files()
    diagnosis.state = Diagnosis.State.WITHDRAWN
    diagnosis.error = _(
        "A record it stood on was erased, so its reports were withdrawn and cannot be made again. "
        "Diagnosis no. %(number)s takes its place."
    ) % {"number": _reissue(diagnosis).number}
    diagnosis.save(update_fields=["state", "error"])


def _hold(diagnosis: Diagnosis) -> None:
    """Whichever job is about to finish it has written all it writes, or finds what we are about to leave."""
    Diagnosis.objects.select_for_update(no_key=True, of=("self",)).get(pk=diagnosis.pk)


def _reissue(diagnosis: Diagnosis) -> Diagnosis:
    made = create_diagnosis(
        city_id=diagnosis.city_id,
        period=Period(diagnosis.start, diagnosis.end),
        comparison=Period(diagnosis.compare_start, diagnosis.compare_end),
        accept_proposed=diagnosis.accept_proposed,
        requested_by_id=diagnosis.requested_by_id,
        language=diagnosis.language,
        title=diagnosis.title,
        sections=diagnosis.sections,
        long_because=diagnosis.long_because,
    )
    tasks.request(made)
    return made


def files_of(city_id: int) -> "Iterator[KeptFile]":
    """What snapshots and editions name; what was taken back with an erased record is gone."""
    for snapshot in Snapshot.objects.filter(city=city_id):
        yield KeptFile(snapshot.sha256, SNAPSHOT, snapshot, is_due=snapshot.gone_at is None)
    for edition in Edition.objects.filter(city=city_id):
        for sha256, suffix in edition.files():
            yield KeptFile(sha256, suffix, edition, is_due=edition.withdrawn_at is None)


def _made_before(day: datetime.date) -> "QuerySet[Diagnosis]":
    return Diagnosis.objects.filter(created_at__date__lt=day).order_by("created_at")


def _remove(diagnosis: Diagnosis) -> Removed:
    """With all that belongs to it; a file that another diagnosis holds too (the same data, the same name) stays."""
    _hold(diagnosis)
    theirs = {"city": diagnosis.city_id, "diagnosis": diagnosis.pk}
    rows: dict[type[Model], list[int]] = {
        model: list(model._default_manager.filter(**theirs).values_list("pk", flat=True))
        for model in (Snapshot, Edition, Judgement, Priority, Recommendation, ReleaseCheck)
    }
    snapshots = Snapshot.objects.filter(city=diagnosis.city_id)
    editions = Edition.objects.filter(city=diagnosis.city_id)
    files = [(name, SNAPSHOT) for name in _only_of(diagnosis, snapshots, "sha256")]
    files += [(name, PDF) for name in _only_of(diagnosis, editions, "sha256")]
    files += [(name, PAGE) for name in _only_of(diagnosis, editions, "page_sha256")]
    rows[Diagnosis] = [diagnosis.pk]
    # Its own row first: of a diagnosis that was released and is there the database lets no part go.
    Diagnosis.objects.filter(pk=diagnosis.pk)._raw_delete("default")
    for model in (Snapshot, Edition, Judgement, ReleaseCheck):
        model._default_manager.filter(**theirs).delete()
    return Removed(rows, files)


def _only_of(diagnosis: Diagnosis, rows: "QuerySet[Any]", name: str) -> list[str]:
    mine = set(rows.filter(diagnosis=diagnosis.pk).exclude(**{name: ""}).values_list(name, flat=True))
    return sorted(mine - set(rows.exclude(diagnosis=diagnosis.pk).values_list(name, flat=True)))


DIAGNOSES = Eraser(Diagnosis, "diagnosis", gettext_lazy("Diagnoses"), _made_before, remove=_remove, on_request=False)
