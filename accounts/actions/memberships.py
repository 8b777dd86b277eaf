"""Who belongs to a city. Every city keeps an admin."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

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


def hold_city(city_id: int) -> None:
    """Until this transaction ends nobody else does what must be done one after the other in a city: of two admins who
    remove each other, of two who ask for the next number, the second sees what the first did.
    """
    City.objects.select_for_update(no_key=True).get(pk=city_id)


def _locked(membership: Membership) -> Membership:
    hold_city(membership.city_id)
    return Membership.objects.select_for_update().get(pk=membership.pk)


def _keep_an_admin(membership: Membership) -> None:
    others = Membership.objects.in_force().lasting().admins().filter(city=membership.city_id, user__is_active=True)
    if membership.is_admin and membership.expires_at is None and not others.exclude(pk=membership.pk).exists():
        raise Refused(_("This is the city's only admin. Make somebody else an admin first."))
