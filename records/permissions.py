"""Who may take which step with a record now: the one answer that pages offer by and actions refuse by.

Which state a step starts from stands in the table; who may take it, below. That the person works in the city and may
read the record is asked before (`accounts.permissions.require_staff`, `visible_to`): of what they may not read,
nobody is told even that.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from accounts.four_eyes import Look, Matter, look
from accounts.markings import highest
from accounts.models import Marking, Membership, User
from accounts.permissions import is_theirs
from core.errors import Refused
from core.sort_keys import alphabetical
from records.changes import hands_on
from records.models import Record, RecordQuerySet, ReviewState
from records.registries.erasure import Eraser

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DRAFT, SUBMITTED, APPROVED, RETURNED, WITHDRAWN = ReviewState
_NO_CHANGE = __("It can be changed no more: reopen it, or ask an admin to return it.")

# Why a record is for others, or it is too early; empty where it is not.
Hurdle = Callable[[Record, Membership], "StrOrPromise"]


@dataclass(frozen=True, slots=True)
class Step:
    """To which state a step leads (None: the state stays), why it does not start from others, and what else stands in
    the way, the first of it told."""

    to: ReviewState | None = None
    refused_from: "dict[ReviewState, StrOrPromise]" = field(default_factory=dict)
    hurdles: tuple[Hurdle, ...] = ()


def _incomplete(record: Record, _member: Membership) -> "StrOrPromise":
    missing = record.missing()
    return _("It is not complete: %(missing)s") % {"missing": " ".join(missing)} if missing else ""


def _reviewers_only(_record: Record, member: Membership) -> "StrOrPromise":
    return "" if member.is_admin else __("Only an admin reviews records. Ask one of them.")


def _not_ones_own(record: Record, member: Membership) -> "StrOrPromise":
    seen = _looks(record, member.user_id, {record.created_by_id})
    return "" if seen.may else __("Nobody approves their own record. Ask a colleague to review it.")


def _not_changed(record: Record, member: Membership) -> "StrOrPromise":
    if record.state != SUBMITTED or _looks(record, member.user_id, hands_on(record)).may:
        return ""
    return __(
        "You handed it in or changed it since, so a colleague approves it. Or return it to its author, who hands it in "
        "again after reading what you changed."
    )


def _looks(record: Record, user_id: int, had_it_in_hand: Collection[int | None]) -> Look:
    return look(Matter.RECORD, city_id=record.city_id, user_id=user_id, had_it_in_hand=had_it_in_hand)


def approves_alone(record: Record, user: User) -> str:
    """Why this person may approve what waits for review though they had it in hand; empty where they had not."""
    return _looks(record, user.pk, hands_on(record) | {record.created_by_id}).alone_because


def _author_or_admin(record: Record, member: Membership) -> "StrOrPromise":
    return "" if is_theirs(member, record.created_by_id) else __("Only its author or an admin withdraws a record.")


def _approved_by_admins_only(record: Record, member: Membership) -> "StrOrPromise":
    closed = record.state == APPROVED and not member.is_admin
    return __("Only an admin reopens what is approved. Ask one of them.") if closed else ""


def _submitted_by_reviewers_only(record: Record, member: Membership) -> "StrOrPromise":
    """What waits for review is completed by whoever reviews it."""
    return _NO_CHANGE if record.state == SUBMITTED and not member.is_admin else ""


_IS_WITHDRAWN = __("It is withdrawn. Reopen it first.")
_IS_APPROVED = __("It is approved. Reopen it to change it.")
_NOT_SUBMITTED = __("It was not handed in for review yet.")
_IS_RETURNED = __("It went back to its author. It can be decided when it is handed in again.")
ONLY_ADMINS_ERASE = __("Only an admin erases records.")
_NOT_APPROVED = __("It is not approved, so there is nothing to confirm.")

STEPS: dict[str, Step] = {
    "change": Step(None, {APPROVED: _NO_CHANGE, WITHDRAWN: _NO_CHANGE}, (_submitted_by_reviewers_only,)),
    "submit": Step(
        SUBMITTED,
        {SUBMITTED: __("It is waiting for review already."), APPROVED: _IS_APPROVED, WITHDRAWN: _IS_WITHDRAWN},
        (_incomplete,),
    ),
    "approve": Step(
        APPROVED,
        {
            DRAFT: _NOT_SUBMITTED,
            APPROVED: __("It is approved already."),
            RETURNED: _IS_RETURNED,
            WITHDRAWN: _IS_WITHDRAWN,
        },
        (_reviewers_only, _not_ones_own, _not_changed),
    ),
    "return": Step(
        RETURNED,
        {DRAFT: _NOT_SUBMITTED, APPROVED: _IS_APPROVED, RETURNED: _IS_RETURNED, WITHDRAWN: _IS_WITHDRAWN},
        (_reviewers_only,),
    ),
    "look-again": Step(None, dict.fromkeys((DRAFT, SUBMITTED, RETURNED, WITHDRAWN), _NOT_APPROVED)),
    "withdraw": Step(WITHDRAWN, {WITHDRAWN: __("It is withdrawn already.")}, (_author_or_admin,)),
    "reopen": Step(
        DRAFT,
        {
            DRAFT: __("It is open: it can be changed."),
            SUBMITTED: __("It is waiting for review. Whoever reviews it can return it."),
        },
        (_approved_by_admins_only,),
    ),
}


def why_not(step: str, record: Record, member: Membership) -> str:
    """Why this member may not take the step with the record as it is; empty where they may."""
    known = STEPS[step]
    found = next((told for hurdle in known.hurdles if (told := hurdle(record, member))), "")
    return str(found or known.refused_from.get(ReviewState(record.state), ""))


def may(step: str, record: Record, member: Membership) -> bool:
    return not why_not(step, record, member)


def require(step: str, record: Record, member: Membership) -> None:
    """Raises Refused, saying why."""
    if refused := why_not(step, record, member):
        raise Refused(refused)


def approvers(record: Record) -> list[User]:
    """Who may approve what waits for review: admins who may read it and neither wrote, handed in nor changed it, or
    decide alone."""
    if record.state != SUBMITTED:
        return []
    had_it_in_hand = hands_on(record) | {record.created_by_id}
    admins = Membership.objects.in_force().lasting().admins().filter(city=record.city_id, user__is_active=True)
    people = [each.user for each in admins.select_related("user") if _looks(record, each.user_id, had_it_in_hand).may]
    return sorted((each for each in people if is_open_to(record, each)), key=alphabetical)


def is_open_to(record: Record, user: User) -> bool:
    """Every kind of record says itself who may read it (`visible_to`)."""
    seen: RecordQuerySet = type(record)._default_manager.visible_to(user)  # type: ignore[attr-defined]
    return seen.filter(pk=record.pk).exists()


def why_not_marked(record: Record, marking: str, member: Membership) -> str:
    """Why this member may not mark a record so; empty where they may."""
    if marking not in Marking.values:
        return _("There is no such marking.")
    if not member.is_cleared_for(marking):
        return _("You are not cleared for this marking, so you would lose sight of the record.")
    least = record.least_marking()
    if highest([marking, least]) != marking:
        told = _("What it is made of is marked %(marking)s, and no record is marked lower than that.")
        return told % {"marking": Marking(least).label}
    if highest([marking, record.marking]) != marking and not member.is_admin:
        return _("Only an admin lowers a marking. Ask one of them.")
    return ""


def markings_for(record: Record, member: Membership) -> list[str]:
    """Other markings that this member may give a record, from the least restricted."""
    others = (each for each in Marking.values if each != record.marking)
    return [each for each in others if not why_not_marked(record, each, member)]


def require_clearance(member: Membership, record: Record) -> None:
    """Nobody records what they could then not read. Raises Refused."""
    if not member.is_cleared_for(record.marking):
        raise Refused(
            _("What you record is marked %(marking)s, for which you are not cleared. Ask an admin to change that.")
            % {"marking": record.get_marking_display()}
        )


def may_complete(member: Membership) -> bool:
    """The reviewer's part of a form: current, source, grading, marking."""
    return member.is_admin


def why_not_erased(eraser: Eraser | None, member: Membership) -> str:
    """Why this member may not erase records of a kind on request; empty where they may."""
    if not member.is_admin:
        return str(ONLY_ADMINS_ERASE)
    if eraser is None or not eraser.on_request:
        return _("Records of this kind are not erased by themselves.")
    return ""


def may_read_of_deleted(member: Membership) -> bool:
    """What was deleted opens no page any more, so nothing says who might have read it: its history is for admins."""
    return member.is_admin
