"""Organisations and population groups."""

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import City, Membership, ProcessingRecord, User
from core.errors import Refused
from stakeholders.models import Organisation, PopulationGroup

LONGEST_CODE = 50


def member_of(city: City, by: User) -> Membership:
    """Who may record here. Raises Refused."""
    member = Membership.objects.of(by).filter(city=city).first()
    if member is None or not member.works_here:
        raise Refused(_("Only officers and admins of the city do this."))
    if not ProcessingRecord.objects.filter(city=city).exists():
        raise Refused(
            _("Fill in the processing record of %(city)s first: without it nothing is kept.") % {"city": city}
        )
    return member


@transaction.atomic
def keep_organisation(*, organisation: Organisation, by: User) -> Organisation:
    """Keep a new or changed organisation. Raises Refused, ValidationError."""
    member_of(organisation.city, by)
    organisation.full_clean()
    organisation.save()
    return organisation


@transaction.atomic
def keep_group(*, group: PopulationGroup, by: User) -> PopulationGroup:
    """Keep a new or changed population group; its code is made of its first name and stays."""
    if not member_of(group.city, by).is_admin:
        raise Refused(_("Only an admin says whom the city sets out to hear."))
    group.code = group.code or free_code(group)
    group.full_clean()
    group.save()
    return group


def free_code(group: PopulationGroup) -> str:
    base = slugify(group.name)[:LONGEST_CODE] or "group"
    taken = set(PopulationGroup.objects.filter(city=group.city).values_list("code", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (base, *numbered) if code not in taken)
