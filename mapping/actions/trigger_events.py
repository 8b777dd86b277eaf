"""Trigger events: what the world knows of that may have set something off."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.permissions import require_admin, require_processing_record
from core.errors import Refused
from mapping.models import TriggerEvent

MOST = 100
HELD_TO = gettext_lazy(
    "Its window has begun: what was declared stays, whatever the numbers say. Title and text can be changed."
)
DECLARATION = ("group", "window_start", "window_end")


@transaction.atomic
def keep_trigger_event(*, event: TriggerEvent, by: User) -> TriggerEvent:
    """Keep a new or changed event. Another declaration is one of today; one that was made in time stays from the first
    day of its window on. Raises Refused, ValidationError.
    """
    require_admin(event.city_id, by, _("Only an admin says what may have set something off."))
    require_processing_record(event.city)
    there = TriggerEvent.objects.filter(city=event.city_id)
    before = there.select_for_update(no_key=True).filter(pk=event.pk).first()
    if before is None and there.count() >= MOST:
        raise Refused(_("There are %(most)s trigger events here already. Take out some nobody needs.") % {"most": MOST})
    said = [getattr(event, name) for name in DECLARATION]
    is_other = before is None or said != [getattr(before, name) for name in DECLARATION]
    if before is not None and before.is_held_to and is_other:
        raise Refused(str(HELD_TO))
    if is_other:
        event.declared_on = timezone.localdate() if event.group else None
    event.full_clean()
    event.save()
    return event


@transaction.atomic
def remove_trigger_event(*, event: TriggerEvent, by: User) -> None:
    """Take an event out of the charts to come; diagnoses that are made keep it. Raises Refused."""
    require_admin(event.city_id, by, _("Only an admin says what may have set something off."))
    there = TriggerEvent.objects.select_for_update(no_key=True).get(pk=event.pk)
    if there.is_held_to:
        raise Refused(str(HELD_TO))
    there.delete()
