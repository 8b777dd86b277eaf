"""What may be done with a diagnosis. Each action runs inside the city's transaction."""

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import City
from analysis.records import Period
from reports.models import Diagnosis, Edition, Judgement, Snapshot
from reports.proposals import Proposal
from reports.snapshot import MOST_HISTORY

METHOD_VERSION = "1"


def create_diagnosis(
    *,
    city_id: int,
    period: Period,
    comparison: Period | None = None,
    accept_proposed: bool = False,
    requested_by_id: int | None = None,
    language: str = "en",
    dated: datetime.date | None = None,
) -> Diagnosis:
    """The next number of the city, waiting to be computed. Raises ValidationError where the periods do not fit."""
    comparison = comparison or period.years_earlier(1)
    check_comparison(period, comparison)
    # Two requests at once get two numbers.
    City.objects.select_for_update(no_key=True).get(pk=city_id)
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
        dated=dated or timezone.localdate(),
        accept_proposed=accept_proposed,
        requested_by_id=requested_by_id,
    )
    diagnosis.full_clean()
    diagnosis.save()
    return diagnosis


def check_comparison(period: Period, comparison: Period) -> None:
    """The same calendar dates whole years earlier, else a season would read as a change."""
    allowed = [period.years_earlier(years) for years in range(1, MOST_HISTORY + 1)]
    if comparison not in allowed:
        raise ValidationError(
            _(
                "Compare with the same dates one or more whole years earlier, for example %(start)s to %(end)s. "
                "Another stretch of the year would make its season look like a change."
            ),
            params={"start": allowed[0].start.isoformat(), "end": allowed[0].end.isoformat()},
        )


def record_job(*, diagnosis: Diagnosis, job_id: object) -> None:
    diagnosis.job = job_id  # type: ignore[assignment]
    diagnosis.save(update_fields=["job"])


def keep_snapshot(*, diagnosis: Diagnosis, sha256: str, size: int) -> Snapshot:
    """Name the frozen records. A second attempt of the same job finds the snapshot of the first."""
    snapshot, _created = Snapshot.objects.get_or_create(
        city_id=diagnosis.city_id,
        diagnosis=diagnosis,
        defaults={"sha256": sha256, "size": size, "method_version": METHOD_VERSION},
    )
    return snapshot


def propose(*, diagnosis: Diagnosis, proposals: Sequence[Proposal]) -> None:
    """Replace the undecided proposals of a diagnosis; what a person has decided stays."""
    decided = set(diagnosis.judgements.exclude(state=Judgement.State.PROPOSED).values_list("key", flat=True))
    diagnosis.judgements.filter(state=Judgement.State.PROPOSED).delete()
    Judgement.objects.bulk_create(
        Judgement(
            city_id=diagnosis.city_id,
            diagnosis=diagnosis,
            order=order,
            key=proposal.key,
            section=proposal.section,
            statement=proposal.statement,
            likelihood=proposal.likelihood,
            confidence=proposal.confidence,
            confidence_reasons=list(proposal.reasons),
            evidence=[{"what": what, "value": value} for what, value in proposal.evidence],
        )
        for order, proposal in enumerate(proposals, start=1)
        if proposal.key not in decided
    )
    diagnosis.state = Diagnosis.State.IN_REVIEW
    diagnosis.save(update_fields=["state"])


def accept_all_proposed(*, diagnosis: Diagnosis) -> int:
    """Confirm every open proposal without anybody reading it; each one, and the PDF, says so."""
    return diagnosis.judgements.filter(state=Judgement.State.PROPOSED).update(
        state=Judgement.State.CONFIRMED,
        accepted_unread=True,
        decided_at=timezone.now(),
        decided_by_id=diagnosis.requested_by_id,
    )


def keep_edition(*, diagnosis: Diagnosis, audience: str, sha256: str, size: int, engine: str) -> Edition:
    edition, _created = Edition.objects.update_or_create(
        city_id=diagnosis.city_id,
        diagnosis=diagnosis,
        audience=audience,
        language=diagnosis.language,
        defaults={"sha256": sha256, "size": size, "engine": engine, "error": ""},
    )
    return edition


def fail_diagnosis(*, diagnosis_id: int, reason: str) -> None:
    """Say on the diagnosis itself why its job failed."""
    Diagnosis.objects.filter(pk=diagnosis_id).update(state=Diagnosis.State.FAILED, error=reason)
