"""What one admin alone may not do: it waits for a second one, or for seven days in which nobody refuses.

It takes effect only while what it changes is as it was found when it was asked for; else it is overtaken, and says so.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.actions.memberships import hold_city, lift_suspension
from accounts.four_eyes import Matter, look
from accounts.models import City, Membership, User
from accounts.permissions import is_admin_of, require_admin
from core.errors import Refused
from core.sort_keys import alphabetical
from records.actions.taking_effect import Overtaken, take_effect
from records.models import PendingChange
from records.models.pending import WAITS
from records.registries.admin_notices import notify_admins

State = PendingChange.State
# What a change that cannot take effect raises.
NOT_AS_FOUND = (Overtaken, Refused, ValidationError)
LONGEST_OUTCOME = 400


@transaction.atomic
def ask(
    *,
    city: City,
    kind: PendingChange.Kind,
    subject: str,
    wish: dict[str, Any],
    found: dict[str, Any],
    by: User,
    reason: str = "",
) -> PendingChange:
    """Let a change wait; every admin is told. Raises Refused."""
    require_admin(city.pk, by)
    hold_city(city.pk)  # of two at once the second sees the first
    if PendingChange.objects.waiting_about(city, subject).exists():
        raise Refused(_("A change of the same waits for a second admin already. Decide or withdraw that first."))
    asked = PendingChange(
        city=city,
        kind=kind,
        subject=subject,
        wish=wish,
        found=found,
        reason=reason,
        asked_by=by,
    )
    with override(city.language):
        asked.title, asked.before = asked.change_in_words[:200], asked.before_in_words[:200]
    asked.save()
    asked.refresh_from_db()
    link = reverse("pending_change", args=[city.slug, asked.pk])
    notify_admins(city, lambda: {"before": asked.before_in_words, "after": asked.change_in_words}, link, by)
    return asked


@transaction.atomic
def confirm(*, change: PendingChange, by: User) -> PendingChange:
    """The second admin agrees: it takes effect now, or is overtaken. Raises Refused."""
    change = _waiting(change, by)
    if refused := why_not_confirmed(change, by):
        raise Refused(refused)
    return _settled(change, State.CONFIRMED, by)


@transaction.atomic
def refuse(*, change: PendingChange, by: User) -> PendingChange:
    """One refusal is enough. Raises Refused."""
    change = _waiting(change, by)
    if change.asked_by_id == by.pk:
        raise Refused(_("You asked for it yourself: withdraw it."))
    _lift(change)
    return _close(change, State.REFUSED, by)


@transaction.atomic
def withdraw_change(*, change: PendingChange, by: User) -> PendingChange:
    """Whoever asked for it takes it back. Raises Refused."""
    change = _waiting(change, by)
    if change.asked_by_id != by.pk:
        raise Refused(_("Only who asked for it withdraws it. You can refuse it."))
    _lift(change)
    return _close(change, State.WITHDRAWN, by)


@transaction.atomic
def settle_due(*, city_id: int) -> int:
    """Let what nobody refused in time take effect; how many were settled. Inside the city's context.

    The days count in which every admin could refuse: while one of them is shut out, none passes.
    """
    hold_city(city_id)  # nobody is shut out or let in meanwhile
    if is_anybody_held_up(city_id):
        begin_anew(city_id)
        return 0
    rows = PendingChange.objects.due().filter(city=city_id).select_for_update(no_key=True, skip_locked=True)
    due = list(rows)
    for change in due:
        _settled(change, State.IN_TIME, None)
    return len(due)


def is_anybody_held_up(city_id: int) -> bool:
    """Whether an admin belongs to the city and cannot come in."""
    return Membership.objects.belonging().lasting().admins().held_up().filter(city=city_id).exists()


def begin_anew(city_id: int) -> None:
    """All that waits in the city waits its whole time from now on."""
    PendingChange.objects.waiting().filter(city=city_id).update(takes_effect_at=Now() + WAITS)


def _lift(change: PendingChange) -> None:
    """A suspension that does not stand: its member is in again, and has the whole time to refuse what waits."""
    if change.kind != PendingChange.Kind.SUSPENSION:
        return
    there = Membership.objects.filter(city=change.city_id, pk=change.wish["membership"]).first()
    if there is not None:
        lift_suspension(membership=there)
    begin_anew(change.city_id)


def why_not_confirmed(change: PendingChange, user: User) -> str:
    """Why this admin is not the second one; empty where they are."""
    if not _is_second(change.asked_by_id, change, user):
        if not change.comes_by_time:
            return _("You asked for it yourself: another admin confirms or lifts it.")
        return _("You asked for it yourself: another admin confirms it, or it takes effect when its time is over.")
    if not _is_second(change.wish.get("user"), change, user):
        return _("It is about you: another admin confirms it, or it takes effect when its time is over.")
    return ""


def _is_second(other_id: int | None, change: PendingChange, user: User) -> bool:
    """No city is so small that one person decides this."""
    return look(Matter.CHANGE, city_id=change.city_id, user_id=user.pk, had_it_in_hand={other_id}).may


def deciders(change: PendingChange) -> list[str]:
    """The names of the admins who may confirm it."""
    admins = Membership.objects.in_force().lasting().admins().filter(city=change.city_id, user__is_active=True)
    people = [each.user for each in admins.select_related("user")]
    return sorted((str(each) for each in people if not why_not_confirmed(change, each)), key=alphabetical)


def _waiting(change: PendingChange, by: User) -> PendingChange:
    require_admin(change.city_id, by)
    rows = PendingChange.objects.select_for_update(no_key=True, of=("self",)).select_related("city", "asked_by")
    locked = rows.get(pk=change.pk)
    if not locked.is_waiting:
        raise Refused(_("It was decided meanwhile: %(state)s.") % {"state": locked.get_state_display()})
    return locked


def _settled(change: PendingChange, state: State, by: User | None) -> PendingChange:
    """Under the lock of its row: what it changes is compared and changed, or it is overtaken."""
    try:
        with transaction.atomic():
            _take_effect(change)
    except NOT_AS_FOUND:
        change.worded = {code: _why_not(change, code) for code, _name in settings.LANGUAGES}
        change.outcome = change.worded[change.city.language]
        _lift(change)
        return _close(change, State.OVERTAKEN, by)
    return _close(change, state, by)


def _take_effect(change: PendingChange) -> None:
    if change.comes_by_time:  # of a suspension the second admin is enough
        _require_asker(change)
    take_effect(change)


def _why_not(change: PendingChange, language: str) -> str:
    """Why it cannot take effect: tried once more, and nothing of that stays. Also what is said is read in the language:
    words of a rule are looked up by whoever reads them."""
    with override(language):
        try:
            with transaction.atomic():
                _take_effect(change)
                transaction.set_rollback(True)
        except ValidationError as problem:
            return " ".join(problem.messages)[:LONGEST_OUTCOME]
        except (Overtaken, Refused) as problem:
            return str(problem)[:LONGEST_OUTCOME]
    return ""


def _require_asker(change: PendingChange) -> None:
    if not is_admin_of(change.city_id, change.asked_by) or not change.asked_by.is_active:
        raise Overtaken(_("Whoever asked for it is no longer an admin."))


def _close(change: PendingChange, state: State, by: User | None) -> PendingChange:
    change.state, change.decided_by, change.decided_at = state, by, timezone.now()
    change.save(update_fields=["state", "decided_by", "decided_at", "outcome", "worded"])
    return change
