"""A diagnosis asked for, held by its job, frozen, and failed."""

import datetime
from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.memberships import hold_city
from accounts.markings import Marking
from analysis import METHOD_VERSION
from analysis.records import Period
from core.errors import Refused
from jobs.errors import Superseded
from reports.following import marking_now
from reports.models import Diagnosis, Snapshot
from reports.release.permissions import (
    IS_OVER,
)
from reports.snapshot import MOST_HISTORY, SnapshotData

IS_ERASED = gettext_lazy("The diagnosis was erased while this job was under way.")


def create_diagnosis(
    *,
    city_id: int,
    period: Period,
    comparison: Period | None = None,
    accept_proposed: bool = False,
    requested_by_id: int | None = None,
    language: str = "en",
    title: str = "",
    dated: datetime.date | None = None,
    sections: Sequence[int] = (),
    long_because: str = "",
) -> Diagnosis:
    """The next number of the city, waiting to be computed. Raises ValidationError where the periods do not fit.

    `sections` are numbers of the table in the order they were asked for, none for what the rule makes of it.
    """
    comparison = comparison or next(iter(comparisons(period)), period.years_earlier(1))
    check_comparison(period, comparison)
    # Two requests at once get two numbers.
    hold_city(city_id)
    last = Diagnosis.objects.aggregate(last=Max("number"))["last"] or 0
    diagnosis = Diagnosis(
        city_id=city_id,
        number=last + 1,
        state=Diagnosis.State.ANALYSING,
        start=period.start,
        end=period.end,
        compare_start=comparison.start,
        compare_end=comparison.end,
        language=language,
        title=title.strip(),
        sections=list(dict.fromkeys(sections)),
        long_because=long_because.strip(),
        dated=dated or timezone.localdate(),
        accept_proposed=accept_proposed,
        requested_by_id=requested_by_id,
    )
    diagnosis.full_clean()
    diagnosis.save()
    return diagnosis


def check_comparison(period: Period, comparison: Period) -> None:
    """The same calendar dates whole years earlier, else a season would read as a change; and no day of the period.

    The message names the nearest that works.
    """
    if comparison in comparisons(period):
        return
    nearest = next(iter(comparisons(period)), None)
    if nearest is None:
        raise ValidationError(
            _("A period of %(years)s years has none before it to compare with. Choose a shorter one."),
            params={"years": period.end.year - period.start.year + 1},
        )
    raise ValidationError(
        _(
            "Compare with the same dates one or more whole years earlier that share no day with the period, for "
            "example "
            "%(start)s to %(end)s. Another stretch of the year would make its season look like a change."
        ),
        params={"start": nearest.start.isoformat(), "end": nearest.end.isoformat()},
    )


def comparisons(period: Period) -> list[Period]:
    """What a period may be compared with, the nearest first: for a period of two years, two years earlier and more."""
    earlier = (period.years_earlier(years) for years in range(1, MOST_HISTORY + 1))
    return [each for each in earlier if each.end < period.start]


def record_job(*, diagnosis: Diagnosis, job_id: UUID, lets_out: bool = False) -> None:
    """From now on the diagnosis waits for this job, and what an earlier one still has to write comes too late.

    What is on its way out waits for its release alone (`lets_out`). Raises Refused.
    """
    waiting = Diagnosis.objects.filter(pk=diagnosis.pk).exclude(state__in=Diagnosis.GIVEN_OUT)
    if not (waiting if lets_out else waiting.filter(released_by=None)).update(job=job_id):
        raise Refused(str(IS_OVER))
    diagnosis.job = job_id


def hold_for_job(*, diagnosis_id: int, job_id: UUID, lets_out: bool = False) -> Diagnosis:
    """The diagnosis, locked, for the job it waits for, whose row the caller holds already.

    Raises Superseded where people or a later job came first; `lets_out` is the job of the release itself.
    """
    rows = Diagnosis.objects.select_for_update(no_key=True, of=("self",)).select_related("city")
    found = rows.filter(pk=diagnosis_id).first()
    if found is None:
        raise Superseded(str(IS_ERASED))
    if overtaken := _overtaken(found, job_id, lets_out=lets_out):
        raise Superseded(overtaken)
    return found


def _overtaken(diagnosis: Diagnosis, job_id: UUID, *, lets_out: bool) -> str:
    """What came before the end of a job; empty where nothing did."""
    is_its_own = diagnosis.job in {None, job_id}
    if diagnosis.state == Diagnosis.State.WITHDRAWN:
        return _("The diagnosis was withdrawn while this job was under way.")
    if diagnosis.is_given_out or (diagnosis.released_by_id is not None and not (lets_out and is_its_own)):
        return _("Superseded by a release: what is released never changes, so this job wrote nothing more.")
    return "" if is_its_own else _("Superseded by a later job for the same diagnosis.")


def keep_snapshot(*, diagnosis: Diagnosis, sha256: str, size: int, frozen: SnapshotData | None = None) -> Snapshot:
    """Name the frozen records; from now on all that is made of them carries their highest marking, the highest there is
    where they are not given.

    A second attempt of the same job finds the snapshot of the first.
    """
    hold_city(diagnosis.city_id)
    diagnosis.marking = marking_now(frozen) if frozen else Marking.RED
    diagnosis.save(update_fields=["marking"])
    snapshot, _created = Snapshot.objects.get_or_create(
        city_id=diagnosis.city_id,
        diagnosis=diagnosis,
        defaults={"sha256": sha256, "size": size, "method_version": METHOD_VERSION},
    )
    return snapshot


def fail_diagnosis(*, diagnosis_id: int, job_id: UUID, reason: str) -> None:
    """Say on the diagnosis itself why its job failed, where it still waits for this job and nobody has let it out."""
    open_states = [Diagnosis.State.ANALYSING, Diagnosis.State.IN_REVIEW]
    waiting = Diagnosis.objects.filter(Q(job=job_id) | Q(job=None), state__in=open_states, released_by=None)
    waiting.filter(pk=diagnosis_id).update(state=Diagnosis.State.FAILED, error=reason)
