"""Who belongs to a city. Every city keeps an admin."""

from functools import cache

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.composed import Composed, Parameter
from accounts.four_eyes import size_of, why_not_very_small
from accounts.markings import highest
from accounts.models import ADMINS, City, Membership
from accounts.permissions import require_secrecy_ground
from core.errors import Refused


@transaction.atomic
def change_membership(*, membership: Membership, role: str, clearance: str) -> Membership:
    """Give a member another role or clearance. The last admin stays one."""
    membership = _locked(membership)
    if role not in ADMINS:
        _keep_an_admin(membership)
    if highest([clearance, membership.clearance]) != membership.clearance:
        require_secrecy_ground(membership.city, clearance)
    membership.role, membership.clearance = role, clearance
    membership.save(update_fields=["role", "clearance"])
    end_alone_where_more(membership.city_id)
    return membership


@transaction.atomic
def remove_member(*, membership: Membership) -> None:
    """End a membership, or a visit of host staff; what the person wrote stays. It bites at their next request."""
    membership = _locked(membership)
    _keep_an_admin(membership)
    membership.delete()


@transaction.atomic
def suspend(*, membership: Membership) -> Membership:
    """Shut somebody out at their next request, until it is lifted or the membership ends. The last admin stays in."""
    membership = _locked(membership)
    _keep_an_admin(membership)
    membership.suspended_at = membership.suspended_at or timezone.now()
    membership.save(update_fields=["suspended_at"])
    return membership


@transaction.atomic
def lift_suspension(*, membership: Membership) -> Membership:
    membership = _locked(membership)
    membership.suspended_at = None
    membership.save(update_fields=["suspended_at"])
    return membership


def leave(*, membership: Membership) -> None:
    """End one's own membership."""
    remove_member(membership=membership)


@transaction.atomic
def let_one_decide(*, city_id: int, because: str) -> None:
    """From now on one person may approve what they wrote, and release what they checked. Raises Refused."""
    hold_city(city_id)
    if refused := why_not_very_small(city_id):
        raise Refused(refused)
    _keep_alone(city_id, because)


@transaction.atomic
def end_alone(*, city_id: int) -> None:
    """Two people look at everything again. What was decided by one says so as before."""
    hold_city(city_id)
    _keep_alone(city_id, "")


def end_alone_where_more(city_id: int) -> None:
    """It ends for good with the first who could look as well, not only for as long as they are there."""
    if not size_of(city_id).is_very_small:
        _keep_alone(city_id, "")


def _keep_alone(city_id: int, because: str) -> None:
    City.objects.filter(pk=city_id).exclude(alone_because=because).update(alone_because=because)


def hold_city(city_id: int) -> None:
    """Until this transaction ends nobody else does what must be done one after the other in a city: of two admins who
    remove each other, of two who ask for the next number, the second sees what the first did.
    """
    if not _held().rows(None, city=city_id):
        raise City.DoesNotExist


@cache
def _held() -> Composed:
    cities = City.objects.select_for_update(no_key=True).filter(pk=Parameter("city"))
    return Composed(cities.values_list("pk"))


def _locked(membership: Membership) -> Membership:
    hold_city(membership.city_id)
    return Membership.objects.select_for_update().get(pk=membership.pk)


def _keep_an_admin(membership: Membership) -> None:
    if refused := why_not_less(membership):
        raise Refused(refused)


def why_not_less(membership: Membership) -> str:
    """Why this admin stays one; empty of everybody else."""
    others = Membership.objects.in_force().lasting().admins().filter(city=membership.city_id, user__is_active=True)
    if membership.is_admin and membership.expires_at is None and not others.exclude(pk=membership.pk).exists():
        return _("This is the city's only admin. Make somebody else an admin first.")
    return ""
