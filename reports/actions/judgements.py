"""Judgements: what the job proposes, what people decide, and the check that is taken back by it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import require_admin
from core.errors import Refused
from reports.models import OWN, Diagnosis, Judgement
from reports.proposals import ProposedJudgement
from reports.release.permissions import why_not_worked_on

# May be empty, which Django takes for a missing answer.
WRITTEN_BY_THE_JOB = frozenset({"likelihood", "evidence", "confidence_reasons", "proposed_confidence"})


def propose(*, diagnosis: Diagnosis, proposals: Sequence[ProposedJudgement]) -> None:
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


def _evidence(proposal: ProposedJudgement) -> list[dict[str, Any]]:
    """What is printed, then what it is made of, and last the consultations that who decides may open."""
    printed: list[dict[str, Any]] = [{"what": what, "value": value} for what, value in proposal.evidence]
    printed += proposal.behind
    if not proposal.consultations:
        return printed
    numbers = list(proposal.consultations)
    return [*printed, {"what": _("Said in"), "value": ", ".join(map(str, numbers)), "consultations": numbers}]


def accept_all_proposed(*, diagnosis: Diagnosis) -> int:
    """Confirm every open proposal without anybody reading it; each one, and the PDF, says so. What a person wrote for
    an earlier diagnosis a person carries over."""
    proposed = diagnosis.judgements.filter(state=Judgement.State.PROPOSED).exclude(key__startswith=OWN)
    return proposed.update(
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
