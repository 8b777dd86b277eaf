"""Letters to members of the network on paper: to whom one is written, and on which day they were told."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import require_admin
from core import formats
from core.errors import Refused
from notices.models import ChangeNotice, Letter, NetworkBody


@transaction.atomic
def write_letters(*, notice: ChangeNotice) -> None:
    """A letter to each member whom no account tells, as far as this may be shared with it on paper."""
    told = (each for each in NetworkBody.objects.on_paper() if each.may_be_written_to(notice.marking))
    letters = (Letter(city_id=notice.city_id, notice=notice, body=each) for each in told)
    Letter.objects.bulk_create(letters, ignore_conflicts=True)


@transaction.atomic
def note_told(*, letter: Letter, day: datetime.date, by: User) -> Letter:
    """The letter was read, handed over or talked through on this day. Raises Refused."""
    require_admin(letter.city_id, by, _("Only an admin notes that a letter was told."))
    if day > timezone.localdate():
        raise Refused(_("That day is still to come."))
    if day < (released := timezone.localtime(letter.notice.made_at).date()):
        raise Refused(_("It was released on %(day)s, and not told before.") % {"day": formats.day(released)})
    letter.told_on, letter.told_by = day, by
    letter.save(update_fields=["told_on", "told_by"])
    return letter
