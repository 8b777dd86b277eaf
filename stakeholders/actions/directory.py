"""Organisations and population groups."""

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import require_admin, require_processing_record, require_staff
from core.names import require_own_name
from stakeholders.models import Organisation, PopulationGroup

LONGEST_CODE = 50


@transaction.atomic
def keep_organisation(*, organisation: Organisation, by: User) -> Organisation:
    """Keep a new or changed organisation. Raises Refused, ValidationError."""
    require_staff(organisation.city_id, by)
    require_processing_record(organisation.city)
    organisation.full_clean()
    others = Organisation.objects.filter(city=organisation.city_id)
    require_own_name(organisation, others, _("There is an organisation of this name already."))
    organisation.save()
    return organisation


@transaction.atomic
def keep_group(*, group: PopulationGroup, by: User) -> PopulationGroup:
    """Keep a new or changed population group; its code is made of its first name and stays."""
    require_admin(group.city_id, by, _("Only an admin says whom the city sets out to hear."))
    require_processing_record(group.city)
    group.code = group.code or free_code(group)
    group.full_clean()
    others = PopulationGroup.objects.filter(city=group.city_id)
    require_own_name(group, others, _("There is a population group of this name already."))
    group.save()
    return group


def free_code(group: PopulationGroup) -> str:
    base = slugify(group.name)[:LONGEST_CODE] or "group"
    taken = set(PopulationGroup.objects.filter(city=group.city).values_list("code", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (base, *numbered) if code not in taken)
