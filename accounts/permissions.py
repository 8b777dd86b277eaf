"""Who may do what in a city. Actions ask here and refuse in words; views ask for the same roles (`accounts.access`).

What a step of a review asks for beside the role stands in `records.permissions`, what may be shown of what somebody
said in `analysis.disclosure`, who reads which marking in `accounts.markings`.
"""

from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.composed import Composed, Parameter
from accounts.markings import Marking, readable
from accounts.models import City, Membership, ProcessingRecord, User
from core.errors import Refused

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def member_of(city_id: int, user: User) -> Membership | None:
    """What this person is in a city now; None where they do not belong to it, or no more."""
    return Membership.objects.in_city(user, city_id)


def require_staff(city_id: int, by: User) -> Membership:
    """Officers and admins work on what the city keeps. Raises Refused."""
    member = member_of(city_id, by)
    if member is None or not member.works_here:
        raise Refused(_("Only officers and admins of the city work on its records."))
    return member


def require_admin(city_id: int, by: User, why: "StrOrPromise" = "") -> Membership:
    """`why` says what only admins do, where a sentence of its own helps. Raises Refused."""
    member = member_of(city_id, by)
    if member is None or not member.is_admin:
        raise Refused(str(why) or _("Only an admin does this."))
    return member


def is_admin_of(city_id: int, user: User) -> bool:
    member = member_of(city_id, user)
    return member is not None and member.is_admin


def has_processing_record(city_id: int) -> bool:
    return bool(_processing_records().rows(None, city=city_id))


@cache
def _processing_records() -> Composed:
    rows = ProcessingRecord.objects.order_by().filter(city=Parameter("city"))
    return Composed(rows.values_list("pk")[:1])


def require_processing_record(city: City) -> None:
    """Before it is written down why the city may hold what it holds, nothing is kept. Raises Refused."""
    if not has_processing_record(city.pk):
        raise Refused(
            _("Fill in the processing record of %(city)s first: without it nothing is kept.") % {"city": city.name}
        )


def has_secrecy_ground(city_id: int) -> bool:
    """Whether it is on record under which law what is marked above green may be kept from the public."""
    return ProcessingRecord.objects.filter(city=city_id).exclude(secrecy_ground="").exists()


def require_secrecy_ground(city: City, clearance: str) -> None:
    """Nobody is cleared above green before the ground of statutory secrecy is on record. Raises Refused."""
    if not readable(clearance, Marking.GREEN) and not has_secrecy_ground(city.pk):
        raise Refused(
            _(
                "A clearance above TLP:GREEN needs the ground of statutory secrecy on record. Fill in “Secrecy ground "
                "under the law on access to documents” in the processing record first."
            )
        )


def is_theirs(member: Membership, author_id: int | None) -> bool:
    """What somebody asked for or wrote is theirs to stop or take back, and every admin's."""
    return member.is_admin or author_id == member.user_id
