"""Judgements of one's own: keep one with its evidence, or take it out. Each action is inside the city's transaction."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.markings import highest, readable
from accounts.models import User
from mapping.models import Observation
from reports.actions.judgements import WRITTEN_BY_THE_JOB, in_review, marking_of, take_back_check
from reports.judgements.attached import OBSERVATION, PASSAGES, above, newest_of, numbers_by_kind
from reports.judgements.attached import marking_of as marking_of_evidence
from reports.judgements.carried import in_same_words, to_carry
from reports.judgements.pieces import Pieces
from reports.models import OWN, Diagnosis, Judgement
from reports.snapshot import FROZEN_UP_TO
from stakeholders.models import Consultation


@transaction.atomic
def keep_written(*, judgement: Judgement, references: Sequence[str], by: User) -> Judgement:
    """Keep what somebody wrote, as it stands on the row, with what it stands on; new or changed. Raises Refused,
    ValidationError.

    The records are held, so that whoever marks one higher finds the judgement, or is found by it. A judgement is never
    marked lower than it was: its words stay those of somebody who had read the record. It takes back a do-no-harm check
    that was made before: that was made of other words.
    """
    _hold(references)
    diagnosis = in_review(judgement.diagnosis, by)
    if judgement._state.adding:
        _take_identity(judgement, diagnosis)
    if judgement.state != Judgement.State.DISMISSED:
        _stand_on(judgement, diagnosis, references, by)
        is_reworded = judgement.is_carried and judgement.statement != judgement.proposed
        judgement.state = Judgement.State.REWRITTEN if is_reworded else Judgement.State.CONFIRMED
    judgement.diagnosis, judgement.city = diagnosis, diagnosis.city
    judgement.decided_by, judgement.decided_at, judgement.accepted_unread = by, timezone.now(), False
    judgement.full_clean(exclude=WRITTEN_BY_THE_JOB)
    judgement.save()
    take_back_check(diagnosis)
    return judgement


@transaction.atomic
def bring_over(*, diagnosis: Diagnosis) -> int:
    """Ask about the judgements of one's own that the last released diagnosis made, each with the key and the evidence
    it had there. The caller holds the diagnosis' row. It takes back a check that was made without them."""
    at, rows = _last_place(diagnosis), list(to_carry(diagnosis))
    marking = marking_of(diagnosis)
    Judgement.objects.bulk_create(
        Judgement(
            city_id=diagnosis.city_id,
            diagnosis=diagnosis,
            key=each.key,
            section=each.section,
            order=order,
            marking=highest([marking, each.marking]),
            statement=each.statement,
            proposed=each.statement,
            likelihood=each.likelihood,
            confidence=each.confidence,
            proposed_confidence=each.proposed_confidence,
            confidence_reasons=each.confidence_reasons,
            reason=each.reason if each.has_other_confidence else "",
            # numbers are those of the diagnosis they were printed in
            evidence=[row for row in each.evidence if "cited" in row],
        )
        for order, each in enumerate(rows, start=at + 1)
    )
    if rows and diagnosis.checked_by_id:
        take_back_check(diagnosis)
    return len(rows)


def _take_identity(judgement: Judgement, diagnosis: Diagnosis) -> None:
    """A key: that of the last diagnosis' judgement in the same words, in whose row it is written where that is here."""
    before = in_same_words(diagnosis, judgement.statement)
    there = diagnosis.judgements.filter(key=before.key).first() if before else None
    if before is None or (there and not readable(there.marking, FROZEN_UP_TO)):
        judgement.key, judgement.order = f"{OWN}{uuid4().hex}", _last_place(diagnosis) + 1
        judgement.marking = marking_of(diagnosis)
        return
    judgement.key, judgement.proposed = before.key, before.statement
    judgement.marking = highest([marking_of(diagnosis), before.marking, *([there.marking] if there else [])])
    judgement.order = there.order if there else _last_place(diagnosis) + 1
    if there is not None:
        judgement.pk, judgement._state.adding = there.pk, False


def _stand_on(judgement: Judgement, diagnosis: Diagnosis, references: Sequence[str], by: User) -> None:
    pieces = Pieces(diagnosis, by)
    if not references:
        raise ValidationError({"rests_on": _("Attach what it stands on: a record, a passage or a figure.")})
    if refused := pieces.why_not(references):
        raise ValidationError({"rests_on": refused})
    made_of = marking_of_evidence(references)
    judgement.marking = highest([marking_of(diagnosis), made_of, judgement.marking])
    if not readable(judgement.marking, FROZEN_UP_TO):
        raise ValidationError(
            _("It was written of a record, and %(reason)s. Take it out, and write another without it.")
            % {"reason": above(judgement.marking)}
        )
    if highest([diagnosis.marking, made_of]) != diagnosis.marking:
        diagnosis.marking = made_of
        diagnosis.save(update_fields=["marking"])
    with override(diagnosis.language):
        rule = pieces.by_rule(references)
        judgement.evidence = [*_named(references), *pieces.printed(references), *rule.behind]
    judgement.proposed_confidence, judgement.confidence_reasons = rule.level, list(rule.reasons)
    judgement.confidence = judgement.confidence or rule.level


def _named(references: Sequence[str]) -> list[dict[str, Any]]:
    newest = newest_of(references)
    return [{"cited": each, **({"event": newest[each]} if each in newest else {})} for each in references]


def _hold(references: Sequence[str]) -> None:
    """Records, and the sessions of passages, until this transaction ends; in one order."""
    numbers = numbers_by_kind(references)
    sessions = {
        session
        for kind, passage in PASSAGES.items()
        for session in passage.objects.filter(pk__in=numbers.get(kind, [])).values_list("consultation", flat=True)
    }
    for model, rows in ((Observation, numbers.get(OBSERVATION, [])), (Consultation, sessions)):
        held = model._default_manager.select_for_update(no_key=True, of=("self",)).filter(pk__in=rows)
        list(held.order_by("pk").values_list("pk"))


def _last_place(diagnosis: Diagnosis) -> int:
    return diagnosis.judgements.aggregate(last=Max("order"))["last"] or 0
