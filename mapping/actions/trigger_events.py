"""Trigger events: what the world knows of that may have set something off."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import require_admin, require_processing_record
from core.errors import Refused
from mapping.models import TriggerEvent

MOST = 100
DECLARATION = ("group", "window_start", "window_end")


@transaction.atomic
def keep_trigger_event(*, event: TriggerEvent, by: User) -> TriggerEvent:
    """Keep a new or changed event. Another declaration is one of today. Raises Refused, ValidationError."""
    require_admin(event.city_id, by, _("Only an admin says what may have set something off."))
    require_processing_record(event.city)
    there = TriggerEvent.objects.filter(city=event.city_id)
    before = there.filter(pk=event.pk).first()
    if before is None and there.count() >= MOST:
        raise Refused(_("There are %(most)s trigger events here already. Take out some nobody needs.") % {"most": MOST})
    said = [getattr(event, name) for name in DECLARATION]
    if before is None or said != [getattr(before, name) for name in DECLARATION]:
        event.declared_on = timezone.localdate() if event.group else None
    event.full_clean()
    event.save()
    return event


@transaction.atomic
def remove_trigger_event(*, event: TriggerEvent, by: User) -> None:
    """Take an event out of the charts to come; diagnoses that are made keep it. Raises Refused."""
    require_admin(event.city_id, by, _("Only an admin says what may have set something off."))
    event.delete()
