"""What may be done with a diagnosis. Each action runs inside the city's transaction."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.memberships import hold_city
from accounts.city import city_context
from accounts.markings import Marking, after_protection, highest
from accounts.models import User
from accounts.permissions import require_admin
from analysis import METHOD_VERSION
from analysis.records import Period
from core.errors import Refused
from core.formats import short_day
from jobs import artefacts
from jobs.errors import Superseded
from notices.actions import notify_members
from notices.models import ChangeNotice
from reports.after_release import tell_released
from reports.following import marking_now
from reports.hits import pages_of
from reports.models import Diagnosis, Edition, Judgement, ReleaseCheck, Snapshot
from reports.proposal import Proposal
from reports.release import (
    ABOVE_REPORTS,
    IS_OVER,
    OTHER_TEXT,
    TELLS_BY_DIFFERENCE,
    is_other_text,
    look_before_release,
    prints_too_low_a_marking,
    tells_by_difference,
    unanswered,
    undecided,
    why_not_worked_on,
)
from reports.snapshot import MOST_HISTORY, SnapshotData

IS_ERASED = gettext_lazy("The diagnosis was erased while this job was under way.")
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


def propose(*, diagnosis: Diagnosis, proposals: Sequence[Proposal]) -> None:
    """Replace the undecided proposals of a diagnosis; what a person has decided stays. The caller holds its row."""
    marking = marking_of(diagnosis)
    decided = set(diagnosis.judgements.exclude(state=Judgement.State.PROPOSED).values_list("key", flat=True))
    diagnosis.judgements.filter(state=Judgement.State.PROPOSED).delete()
    Judgement.objects.bulk_create(
        Judgement(
            city_id=diagnosis.city_id,
            diagnosis=diagnosis,
            order=order,
            key=proposal.key,
            section=proposal.section,
            marking=marking,
            statement=proposal.statement,
            proposed=proposal.statement,
            proposed_confidence=proposal.confidence,
            likelihood=proposal.likelihood,
            confidence=proposal.confidence,
            confidence_reasons=list(proposal.reasons),
            evidence=_evidence(proposal),
        )
        for order, proposal in enumerate(proposals, start=1)
        if proposal.key not in decided
    )
    diagnosis.state, diagnosis.error = Diagnosis.State.IN_REVIEW, ""
    diagnosis.save(update_fields=["state", "error"])


def _evidence(proposal: Proposal) -> list[dict[str, Any]]:
    """What is printed, then what it is made of, and last the consultations that who decides may open."""
    printed: list[dict[str, Any]] = [{"what": what, "value": value} for what, value in proposal.evidence]
    printed += proposal.behind
    if not proposal.consultations:
        return printed
    numbers = list(proposal.consultations)
    return [*printed, {"what": _("Said in"), "value": ", ".join(map(str, numbers)), "consultations": numbers}]


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
    diagnosis = in_review(judgement.diagnosis, by)
    if judgement.state == Judgement.State.PROPOSED:
        raise Refused(_("Confirm it, rewrite it or dismiss it."))
    judgement.decided_by, judgement.decided_at, judgement.accepted_unread = by, timezone.now(), False
    judgement.full_clean(exclude=WRITTEN_BY_THE_JOB)
    judgement.save(force_update=True)
    take_back_check(diagnosis)
    return judgement


@transaction.atomic
def answer_check(*, diagnosis: Diagnosis, answers: Sequence[ReleaseCheck], by: User) -> Diagnosis:
    """Keep the answers of the do-no-harm check; where none is open it is passed, and a second person may release."""
    diagnosis = in_review(diagnosis, by)
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
    diagnosis.checked_pages = pages_of(diagnosis) if passed else {}
    diagnosis.save(update_fields=["checked_by", "checked_at", "checked_pages"])
    return diagnosis


@transaction.atomic
def release(*, diagnosis: Diagnosis, note: str, by: User, is_late_on_purpose: bool = False) -> Diagnosis:
    """Send a diagnosis on its way out: the reports are set as released, then every member is told. Raises Refused.

    After its own day of review it goes out only where somebody says that it still holds.
    """
    diagnosis = in_review(diagnosis, by)
    # who raises a marking and who lets it out wait for each other; of two that are let out the second sees the first
    hold_city(diagnosis.city_id)
    if prints_too_low_a_marking(diagnosis):
        raise Refused(str(ABOVE_REPORTS))
    if diagnosis.checked_by_id is None or undecided(diagnosis) or unanswered(diagnosis):
        raise Refused(_("Nothing is released before the do-no-harm check."))
    if is_other_text(diagnosis):
        raise Refused(str(OTHER_TEXT))
    seen = look_before_release(diagnosis, by.pk)
    if not seen.may:
        raise Refused(
            _("A second person releases: one who neither made the check nor wrote what is printed. Ask another admin.")
        )
    if diagnosis.is_past_review and not is_late_on_purpose:
        raise Refused(_("Its day of review has passed. Say that it still holds, or ask for a new one."))
    if tells_by_difference(diagnosis):
        raise Refused(str(TELLS_BY_DIFFERENCE))
    diagnosis.released_by, diagnosis.release_note = by, note.strip()
    diagnosis.released_on = timezone.localdate()
    diagnosis.alone_because = seen.alone_because
    diagnosis.full_clean()
    diagnosis.save(update_fields=["released_by", "release_note", "released_on", "alone_because"])
    return diagnosis


def finish_release(*, diagnosis: Diagnosis) -> ChangeNotice:
    """The reports are made: it is released from now on, takes the place of one of the same period, and is told of."""
    # Of two that are released at once the second sees the first.
    hold_city(diagnosis.city_id)
    before = Diagnosis.objects.filter(state=Diagnosis.State.RELEASED).first()
    same = Diagnosis.objects.filter(state=Diagnosis.State.RELEASED, start=diagnosis.start, end=diagnosis.end)
    replaced = list(same)
    same.update(state=Diagnosis.State.SUPERSEDED)
    diagnosis.state = Diagnosis.State.RELEASED
    diagnosis.save(update_fields=["state"])
    tell_released(diagnosis)
    return notify_members(
        city=diagnosis.city,
        what=ChangeNotice.What.RELEASE,
        before=_of_period(before) if before else "",
        after=_of_period(diagnosis),
        why=diagnosis.release_note,
        link=reverse("diagnosis", args=[diagnosis.city.slug, diagnosis.number]),
        by=diagnosis.released_by,
        about=[diagnosis, *replaced],
    )


def take_back_release(*, diagnosis_id: int, job_id: UUID) -> None:
    """The reports could not be made: it is in review as before, and can be released again.

    Only where it waits for this job: a release asked for since is another.
    """
    Diagnosis.objects.filter(pk=diagnosis_id, state=Diagnosis.State.IN_REVIEW, job=job_id).update(
        released_by=None, released_on=None, release_note="", alone_because=""
    )


def _of_period(diagnosis: Diagnosis) -> str:
    return _("No. %(number)s, %(start)s – %(end)s") % {
        "number": diagnosis.number,
        "start": short_day(diagnosis.start),
        "end": short_day(diagnosis.end),
    }


def in_review(diagnosis: Diagnosis, by: User) -> Diagnosis:
    """The diagnosis, locked, for an admin to work on. Raises Refused."""
    member = require_admin(diagnosis.city_id, by)
    locked = Diagnosis.objects.select_for_update(no_key=True, of=("self",)).select_related("city").get(pk=diagnosis.pk)
    if refused := why_not_worked_on(locked, member):
        raise Refused(refused)
    return locked


def marking_of(diagnosis: Diagnosis) -> str:
    """As it is by now: it may have been raised with a record since this row was read."""
    rows = Diagnosis.objects.filter(pk=diagnosis.pk).select_for_update(no_key=True)
    return rows.values_list("marking", flat=True).get()


def take_back_check(diagnosis: Diagnosis) -> None:
    diagnosis.checked_by, diagnosis.checked_at, diagnosis.checked_pages = None, None, {}
    diagnosis.save(update_fields=["checked_by", "checked_at", "checked_pages"])


def keep_edition(
    *,
    diagnosis: Diagnosis,
    audience: str,
    sha256: str,
    size: int,
    engine: str,
    page_sha256: str = "",
    figures: Mapping[str, Any] | None = None,
    words: str = Marking.CLEAR,
) -> Edition:
    """Name the files of an edition; those they take the place of go, unless something else refers to the same.

    `figures` are what a protected one prints of counts, `words` the highest marking of what its words are of. What was
    released keeps its files. Raises Refused.
    """
    key: dict[str, Any] = {
        "city_id": diagnosis.city_id,
        "diagnosis": diagnosis,
        "audience": audience,
        "language": diagnosis.language,
    }
    before = Edition.objects.select_for_update(no_key=True, of=("self",)).filter(**key).first()
    given_out = Diagnosis.objects.filter(pk=diagnosis.pk, state__in=Diagnosis.GIVEN_OUT)
    if before is not None and given_out.exists():
        raise Refused(str(IS_OVER))
    made_of = marking_of(diagnosis)
    if audience == Edition.Audience.PARTNER:
        made_of = after_protection(made_of)
    files = {
        "sha256": sha256,
        "size": size,
        "page_sha256": page_sha256,
        "marking": highest([Edition.MARKINGS[audience], made_of, words]),
        "figures": dict(figures or {}),
    }
    edition, _created = Edition.objects.update_or_create(**key, defaults={**files, "engine": engine, "error": ""})
    if before is not None:
        gone = sorted(set(before.files()) - set(edition.files()))
        transaction.on_commit(partial(forget_files, city_id=diagnosis.city_id, files=gone))
    return edition


def forget_files(*, city_id: int, files: Iterable[tuple[str, str]]) -> None:
    """Remove files that nothing refers to now. Outside any transaction, after the one that let go of them."""
    for sha256, suffix in files:
        with city_context(city_id, via="files"):
            artefacts.hold(sha256)
            held = Edition.objects.filter(Q(sha256=sha256) | Q(page_sha256=sha256), withdrawn_at=None)
            if not held.exists() and not Snapshot.objects.filter(sha256=sha256, gone_at=None).exists():
                artefacts.remove(city_id, sha256, suffix)


def fail_diagnosis(*, diagnosis_id: int, job_id: UUID, reason: str) -> None:
    """Say on the diagnosis itself why its job failed, where it still waits for this job and nobody has let it out."""
    open_states = [Diagnosis.State.ANALYSING, Diagnosis.State.IN_REVIEW]
    waiting = Diagnosis.objects.filter(Q(job=job_id) | Q(job=None), state__in=open_states, released_by=None)
    waiting.filter(pk=diagnosis_id).update(state=Diagnosis.State.FAILED, error=reason)
