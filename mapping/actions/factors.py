"""Drivers and protective factors: what they rest on is what their author may read, and marks them."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.markings import up_to
from accounts.models import User
from mapping.models import Factor
from records.actions import keep_changed, keep_new
from records.evidence import in_confidence, references_to, unreadable
from records.registries.derived import follow_marking


@transaction.atomic
def record_factor(*, factor: Factor, by: User, hand_in: bool = False) -> Factor:
    """Keep a new one, as a draft or handed in. Raises Refused, ValidationError."""
    _readable_alone(factor.rests_on, by)
    return keep_new(record=factor, by=by, hand_in=hand_in)


@transaction.atomic
def change_factor(*, factor: Factor, by: User) -> Factor:
    """Keep what was changed. What it rested on already may be what this person may not read. Raises Refused,
    ValidationError."""
    before = set(Factor.objects.values_list("rests_on", flat=True).get(pk=factor.pk))
    _readable_alone([each for each in factor.rests_on if each not in before], by)
    return keep_changed(record=factor, by=by)


def _readable_alone(references: Sequence[str], by: User) -> None:
    if unreadable(references, by):
        raise ValidationError({"rests_on": _("One of these records is not there, or you may not read it.")})
    if in_confidence(references):
        raise ValidationError(
            {
                "rests_on": _(
                    "What was said in confidence is never told of one session, so nothing rests on one by name. Take "
                    "its address out."
                )
            }
        )


def follow_evidence(city_id: int, model: str, numbers: Sequence[int], marking: str) -> None:
    """A record was marked higher: what rests on it is marked no lower, and so is what was made of that."""
    named = references_to(model, numbers)
    if not named:
        return
    lower = [each for each in up_to(marking) if each != marking]
    rows = Factor.objects.filter(city=city_id, marking__in=lower, rests_on__overlap=named)
    raised = list(rows.select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))
    Factor.objects.filter(pk__in=raised).update(marking=marking)
    follow_marking(city_id, Factor._meta.label_lower, raised, marking)
