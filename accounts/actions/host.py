"""Host staff see a city's content only for a while, for a reason, and because an admin of the city said yes."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.memberships import hold_city, remove_member
from accounts.city import city_context
from accounts.models import City, HostAccess, Marking, Membership, Role, User
from accounts.permissions import has_secrecy_ground
from core.errors import Refused


@transaction.atomic
def ask_for_access(*, city: City, staff: User, reason: str, hours: int) -> HostAccess:
    """Ask a city's admins for access of some hours."""
    if not staff.is_staff:
        raise Refused(_("Only host staff ask for access. Others are invited by the city."))
    hold_city(city.pk)  # of two at once the second sees the first
    if HostAccess.objects.filter(city=city, staff=staff, decided_at__isnull=True).exists():
        raise Refused(_("You have asked already. The city has not answered yet."))
    return HostAccess.objects.create(city=city, staff=staff, reason=reason, hours=hours)


@transaction.atomic
def decide_access(*, access: HostAccess, decided_by: User, granted: bool) -> HostAccess:
    """Say yes or no. Yes opens the city at once and closes it by itself after the hours asked for."""
    access = HostAccess.objects.select_for_update().select_related("staff").get(pk=access.pk)
    if access.decided_at:
        raise Refused(_("This was decided already."))
    if access.staff_id == decided_by.pk:
        raise Refused(_("Nobody lets themselves in. Another admin has to decide."))
    if granted and not (access.staff.is_staff and access.staff.is_active):
        raise Refused(_("%(name)s is no host staff any more, so nobody lets them in.") % {"name": access.staff})
    access.decided_by, access.decided_at, access.granted = decided_by, timezone.now(), granted
    access.save()
    if granted:
        _open(access)
    return access


@transaction.atomic
def end_visits(*, staff: User, by: User) -> None:
    """Who is no host staff any more is in no city as such."""
    for visit in Membership.objects.filter(user=staff, expires_at__isnull=False):
        with city_context(visit.city_id, via="host", actor_id=by.pk):
            remove_member(membership=visit)


def clearance_of_visits(city_id: int) -> Marking:
    return Marking.AMBER if has_secrecy_ground(city_id) else Marking.GREEN


def _open(access: HostAccess) -> None:
    member = Membership.objects.filter(city_id=access.city_id, user_id=access.staff_id).first()
    if member is not None and member.expires_at is None:
        raise Refused(_("%(name)s is a member of the city anyway.") % {"name": access.staff})
    Membership.objects.update_or_create(
        city_id=access.city_id,
        user_id=access.staff_id,
        defaults={
            "role": Role.OFFICER,
            "clearance": clearance_of_visits(access.city_id),
            "expires_at": timezone.now() + datetime.timedelta(hours=access.hours),
        },
    )
