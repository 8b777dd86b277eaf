"""Who may do what with a version of the memorandum now: the one answer that pages offer by and actions refuse by."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.four_eyes import Look, Matter, look
from accounts.models import Membership
from core.errors import Refused
from core.formats import day
from notices.models import NetworkBody
from records.history import events_in_order
from records.registries.record_types import history_by_model
from records.values import actor_of
from stakeholders.models import Memorandum, MemorandumRole
from stakeholders.models.memorandum import TEXTS
from stakeholders.vocabulary import VersionState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CHANGE, PUT, TAKE_BACK, DECIDE, KEEP, END = "change", "put", "take-back", "decide", "keep", "end"
FROM = {
    CHANGE: VersionState.DRAFT,
    PUT: VersionState.DRAFT,
    TAKE_BACK: VersionState.PUT,
    DECIDE: VersionState.PUT,
    KEEP: VersionState.DECIDED,
    END: VersionState.DECIDED,
}


@dataclass(frozen=True, slots=True)
class VersionStep:
    """A step as people see it: on the button, on its page, and once it is done."""

    label: "StrOrPromise"
    lead: "StrOrPromise"
    done: "StrOrPromise"
    takes_away: bool = False


STEPS: dict[str, VersionStep] = {
    PUT: VersionStep(
        _("Put it to the members"),
        _("Every member reads it then and says what they think. It is not changed while it is before them."),
        _("Every member may read it now."),
    ),
    DECIDE: VersionStep(
        _("Put it in force"),
        _(
            "It never changes again. Every member is told and asked to sign it. From the day it holds, nothing marked "
            "above TLP:CLEAR is shared with a member that has not signed; a signature of the version before it holds "
            "for 30 more days."
        ),
        _("Decided. Every member is told, and asked to sign."),
    ),
    TAKE_BACK: VersionStep(
        _("Take it back"),
        _("It is a draft again and can be changed. Members no longer read it."),
        _("Taken back: it is a draft again."),
        takes_away=True,
    ),
    KEEP: VersionStep(
        _("Keep it as it is"),
        _("It was looked at again and needs no other words. Say until when, and why."),
        _("Noted. It comes up again on the day you named."),
    ),
    END: VersionStep(
        _("End it"),
        _(
            "What the network decided, from the day it names. It cannot be taken back: another memorandum is another "
            "version. Every member is told now. From that day on nothing marked above TLP:CLEAR is shared with any "
            "member, whoever has signed, until another version holds and is signed; nobody is asked to sign this one "
            "any more."
        ),
        _("Noted. Every member is told that it ends."),
        takes_away=True,
    ),
}


def why_not(step: str, version: Memorandum, member: Membership) -> "StrOrPromise":
    """Why this member may not take a step with the version as it is; empty where they may."""
    if not member.works_here:
        return _("Only officers and admins of the city write its memorandum.")
    if version.state != FROM[step]:
        return _("In its present state this cannot be done.")
    if step in {DECIDE, KEEP, END} and not member.is_admin:
        return _("Only an admin does this. Ask one of them.")
    if step in {KEEP, END}:
        return _why_not_kept(step, version)
    return _why_not_decided(version, member) if step == DECIDE else ""


def _why_not_kept(step: str, version: Memorandum) -> "StrOrPromise":
    if version.ended_on is not None:
        return _("It is said already when it ends.")
    if step == KEEP and Memorandum.objects.in_force() != version:
        return _("It does not hold now.")
    if step == END and Memorandum.objects.newest() != version:
        return _("Another version takes its place. End that one.")
    return ""


def _why_not_decided(version: Memorandum, member: Membership) -> "StrOrPromise":
    if version.comment_by and version.comment_by >= timezone.localdate():
        return _("The members may still say what they think of it.")
    if not _look(version, member.user_id).may:
        return _("Nobody puts in force what they wrote or put to the members. Ask another admin.")
    return ""


def may(step: str, version: Memorandum, member: Membership) -> bool:
    return not why_not(step, version, member)


def require(step: str, version: Memorandum, member: Membership) -> None:
    """Raises Refused, saying why."""
    if refused := why_not(step, version, member):
        raise Refused(str(refused))


def speaks_for(member: Membership, body: NetworkBody) -> bool:
    """Who signs for a member of the network on screen: its named person, or their deputy."""
    return body.is_current and member.user_id in body.people


def withdraws_for(member: Membership, body: NetworkBody) -> bool:
    """Who withdraws its signature: who speaks for it, or an admin whom it told."""
    return member.is_admin or speaks_for(member, body)


def dissents_for(member: Membership, body: NetworkBody) -> bool:
    """Who says where it does not agree: who speaks for it, or in its words whoever works for the city."""
    return member.works_here or speaks_for(member, body)


def why_not_signed(version: Memorandum, newest: Memorandum | None, in_force: Memorandum | None) -> str:
    """Why nobody signs this version as things are, with the one that is to be signed and the one that holds; empty
    where members may. Inside its city."""
    if version.ended_on is not None:
        return gettext("It is said when it ends, so nobody signs it any more.")
    if newest is None or version not in {newest, in_force}:
        return gettext("Signed is what holds now, or is decided to hold. Read the newest version.")
    return _until_it_holds(version)


def _until_it_holds(version: Memorandum) -> str:
    """Why nobody signs it yet: a signature opens at once, and between an end and the next version none holds."""
    if not version.is_ahead(timezone.localdate()):
        return ""
    assert version.in_force_on is not None  # noqa: S101 (asked for by the database)
    return gettext("No memorandum holds before %(day)s, so nothing is opened before. Sign it from that day on.") % {
        "day": day(version.in_force_on)
    }


def agrees_alone(version: Memorandum, user_id: int) -> str:
    """Why this person may decide though they had it in hand; empty where they had not."""
    return _look(version, user_id).alone_because


def _look(version: Memorandum, user_id: int) -> Look:
    return look(Matter.MEMORANDUM, city_id=version.city_id, user_id=user_id, had_it_in_hand=writers_of(version))


def writers_of(version: Memorandum) -> frozenset[int]:
    """The numbers of those who wrote any of it, or put it to the members. Inside its city."""
    kind = history_by_model(Memorandum)
    people = {version.created_by_id, version.put_by_id}
    before = None
    for event in events_in_order(kind, version.pk):
        if before is None or any(getattr(before, name) != getattr(event, name) for name in (*TEXTS, "because")):
            people.add(actor_of(event))
        before = event
    roles = next(part for part in kind.parts if part.model is MemorandumRole)
    people |= {actor_of(event) for event in events_in_order(roles, version.pk)}
    return frozenset(each for each in people if each)
