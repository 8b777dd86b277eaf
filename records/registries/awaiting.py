"""What waits for whom after a change, read from the history like what is announced: who is mailed that it does.

    register_record_type(Observation, history=OBSERVATION, awaits=of_review(Observation))

mails the admins who may approve it once it is handed in, and its author once it is returned or approved, however that
was done. Of other record types a function says it: it gets the record as two events keep it, before and after.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounts.models import ADMINS, Membership

if TYPE_CHECKING:
    from django.db.models import Model

SUBMITTED, RETURNED, APPROVED = "submitted", "returned", "approved"


@dataclass(frozen=True, slots=True)
class Awaited:
    """`kind` is one of `notices.models.Wait.Kind`; whoever did it is not told. `link` where the record has no page of
    its own, and `about` which record it then leads to, if it is one that not everybody reads."""

    kind: str
    users: Iterable[int]
    link: str = ""
    about: "tuple[type[Model], int] | None" = None


Awaits = Callable[[Any, Any], Iterator[Awaited]]


def of_review(model: "type[Model]") -> Awaits:
    """Of records that somebody else reviews, as they stand by now."""

    def awaits(before: Any, after: Any) -> Iterator[Awaited]:
        if after is None or (before is not None and before.state == after.state):
            return
        row = model._default_manager.filter(pk=after.pgh_obj_id, state=after.state).first()
        if row is None:
            return
        if after.state == SUBMITTED:
            yield Awaited("review", _reviewers(model, row))
        elif before is not None and after.state in (RETURNED, APPROVED):
            yield Awaited(after.state, [after.created_by_id] if after.created_by_id else [])

    return awaits


def _reviewers(model: Any, row: Any) -> Iterator[int]:
    admins = Membership.objects.in_force().lasting().filter(city=row.city_id, role__in=ADMINS, user__is_active=True)
    for admin in admins.select_related("user"):
        may = model.objects.visible_to(admin.user).filter(pk=row.pk).to_approve_by(admin.user)
        if may.exists():
            yield admin.user_id
