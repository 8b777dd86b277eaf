"""What may be done with a diagnosis. Each action runs inside the city's transaction."""

import datetime
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import City, User
from accounts.permissions import require_admin
from analysis import METHOD_VERSION
from analysis.records import Period
from core.errors import Refused
from core.formats import short_day
from jobs import artefacts
from notices.actions import notify_members
from notices.models import ChangeNotice
from reports.models import Diagnosis, Edition, Judgement, ReleaseCheck, Snapshot
from reports.proposals import Proposal
from reports.release import IS_OVER, is_second, unanswered, undecided
from reports.snapshot import MOST_HISTORY

# May be empty, which Django takes for a missing answer.
WRITTEN_BY_THE_JOB = frozenset({"likelihood", "evidence", "confidence_reasons", "proposed_confidence"})


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
    comparison = comparison or next(iter(comparisons(period)), period.years_earlier(1))
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
            proposed=proposal.statement,
            proposed_confidence=proposal.confidence,
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


@transaction.atomic
def decide(*, judgement: Judgement, by: User) -> Judgement:
    """Keep what a person decided about a proposed judgement, as it stands on the row. Raises Refused, ValidationError.

    Deciding takes back a do-no-harm check that was made before: it was made of other words.
    """
    diagnosis = _in_review(judgement.diagnosis, by)
    if judgement.state == Judgement.State.PROPOSED:
        raise Refused(_("Confirm it, rewrite it or dismiss it."))
    judgement.decided_by, judgement.decided_at, judgement.accepted_unread = by, timezone.now(), False
    judgement.full_clean(exclude=WRITTEN_BY_THE_JOB)
    judgement.save()
    _take_back_check(diagnosis)
    return judgement


@transaction.atomic
def answer_check(*, diagnosis: Diagnosis, answers: Sequence[ReleaseCheck], by: User) -> Diagnosis:
    """Keep the answers of the do-no-harm check; where none is open it is passed, and a second person may release."""
    diagnosis = _in_review(diagnosis, by)
    if undecided(diagnosis):
        raise Refused(_("Decide every judgement first: the check is about what will be printed."))
    diagnosis.checks.exclude(question__in=[each.question for each in answers]).delete()
    there = dict(diagnosis.checks.values_list("question", "pk"))
    for each in answers:
        each.pk = there.get(each.question)
        each._state.adding = each.pk is None
        each.city, each.diagnosis, each.answered_by = diagnosis.city, diagnosis, by
        each.full_clean()
        each.save()
    passed = not unanswered(diagnosis)
    diagnosis.checked_by, diagnosis.checked_at = (by, timezone.now()) if passed else (None, None)
    diagnosis.save(update_fields=["checked_by", "checked_at"])
    return diagnosis


@transaction.atomic
def release(*, diagnosis: Diagnosis, note: str, by: User) -> Diagnosis:
    """Send a diagnosis on its way out: the reports are set as released, then every member is told. Raises Refused."""
    diagnosis = _in_review(diagnosis, by)
    if diagnosis.checked_by_id is None or undecided(diagnosis) or unanswered(diagnosis):
        raise Refused(_("Nothing is released before the do-no-harm check."))
    if not is_second(diagnosis, by.pk):
        raise Refused(_("A second person releases. Ask another admin."))
    diagnosis.released_by, diagnosis.release_note = by, note.strip()
    diagnosis.released_on = timezone.localdate()
    diagnosis.full_clean()
    diagnosis.save(update_fields=["released_by", "release_note", "released_on"])
    return diagnosis


def finish_release(*, diagnosis: Diagnosis) -> ChangeNotice:
    """The reports are made: it is released from now on, takes the place of one of the same period, and is told of."""
    before = Diagnosis.objects.filter(state=Diagnosis.State.RELEASED).first()
    same = Diagnosis.objects.filter(state=Diagnosis.State.RELEASED, start=diagnosis.start, end=diagnosis.end)
    same.update(state=Diagnosis.State.SUPERSEDED)
    diagnosis.state = Diagnosis.State.RELEASED
    diagnosis.save(update_fields=["state"])
    return notify_members(
        city=diagnosis.city,
        what=ChangeNotice.What.RELEASE,
        before=_of_period(before) if before else "",
        after=_of_period(diagnosis),
        why=diagnosis.release_note,
        link=reverse("diagnosis", args=[diagnosis.city.slug, diagnosis.number]),
        by=diagnosis.released_by,
    )


def take_back_release(*, diagnosis_id: int) -> None:
    """The reports could not be made: it is in review as before, and can be released again."""
    Diagnosis.objects.filter(pk=diagnosis_id, state=Diagnosis.State.IN_REVIEW).update(
        released_by=None, released_on=None, release_note=""
    )


def _of_period(diagnosis: Diagnosis) -> str:
    return _("No. %(number)s, %(start)s – %(end)s") % {
        "number": diagnosis.number,
        "start": short_day(diagnosis.start),
        "end": short_day(diagnosis.end),
    }


def _in_review(diagnosis: Diagnosis, by: User) -> Diagnosis:
    """The diagnosis, locked, for an admin to work on. Raises Refused."""
    require_admin(diagnosis.city_id, by)
    locked = Diagnosis.objects.select_for_update(no_key=True, of=("self",)).select_related("city").get(pk=diagnosis.pk)
    if not locked.is_open:
        raise Refused(str(IS_OVER))
    return locked


def _take_back_check(diagnosis: Diagnosis) -> None:
    diagnosis.checked_by = diagnosis.checked_at = None
    diagnosis.save(update_fields=["checked_by", "checked_at"])


def keep_edition(
    *, diagnosis: Diagnosis, audience: str, sha256: str, size: int, engine: str, page_sha256: str = ""
) -> Edition:
    """Name the files of an edition; those they take the place of go, unless another edition holds the same."""
    key: dict[str, Any] = {
        "city_id": diagnosis.city_id,
        "diagnosis": diagnosis,
        "audience": audience,
        "language": diagnosis.language,
    }
    before = Edition.objects.filter(**key).first()
    files = {"sha256": sha256, "size": size, "page_sha256": page_sha256}
    edition, _created = Edition.objects.update_or_create(**key, defaults={**files, "engine": engine, "error": ""})
    if before is not None:
        _forget_files(diagnosis.city_id, set(before.files()) - set(edition.files()))
    return edition


def _forget_files(city_id: int, files: Iterable[tuple[str, str]]) -> None:
    for sha256, suffix in files:
        if not Edition.objects.filter(Q(sha256=sha256) | Q(page_sha256=sha256), city=city_id).exists():
            transaction.on_commit(partial(artefacts.remove, city_id, sha256, suffix))


def fail_diagnosis(*, diagnosis_id: int, reason: str) -> None:
    """Say on the diagnosis itself why its job failed."""
    Diagnosis.objects.filter(pk=diagnosis_id).update(state=Diagnosis.State.FAILED, error=reason)
