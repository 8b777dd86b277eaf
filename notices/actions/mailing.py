"""Which mails are due, who sends each, and what became of it. A mail is a row before it is sent: so it goes once.

`gather` makes the rows, `take` gives one to whoever sends it, for a while; then `sent`, `put_off` or `refused`. The
mail itself is made when it is sent (`notices/mails.py`).
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model, Q
from django.db.models.functions import Now
from django.utils import timezone

from accounts.markings import readable
from accounts.models import City, Membership
from notices.models import ChangeNotice, Delivery, Mailing, NoticePace, Pace, Wait
from notices.paces import Slot, pace_for, slot_of
from records.registries.change_notices import NoticeClass

# After these the address counts as one that cannot be reached; with the pauses between them, six hours.
MOST_TRIES = 10
LONGEST_PAUSE = datetime.timedelta(hours=2)
# What somebody could not be mailed for so long (it was above their clearance, they were away) is not looked at again.
LONGEST_WAIT = datetime.timedelta(days=30)
# What waits is held back for a moment, so that a burst is one mail; never longer than this.
QUIET = datetime.timedelta(minutes=2)
LONGEST_QUIET = datetime.timedelta(minutes=15)


@dataclass(slots=True)
class Due:
    """What one person is to be told in one mail."""

    deliveries: list[Delivery] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Of a mail that goes at once: by the newest of each that is in it."""
        newest = [max((each.pk for each in some), default=0) for some in (self.deliveries, self.waits)]
        return "-".join(map(str, newest))


@dataclass(frozen=True, slots=True)
class Reader:
    """A member as far as mails go."""

    member: Membership

    @property
    def comes_in(self) -> bool:
        return self.member.suspended_at is None and self.member.user.is_active

    def is_told_of(self, notice: ChangeNotice) -> bool:
        """Admins who are shut out are told that there is something, and not what."""
        is_admin = self.member.is_admin
        is_told = (self.comes_in or is_admin) and readable(notice.marking, self.member.reads_up_to)
        return is_told and (is_admin or not notice.is_for_admins)


def readers_of(city: City) -> dict[int, Reader]:
    members = Membership.objects.belonging().lasting().filter(city=city).select_related("user")
    return {each.user_id: Reader(each) for each in members}


@transaction.atomic
def gather(*, city: City, now: datetime.datetime | None = None) -> int:
    """Make the mails whose turn has come; how many. Inside the city's context."""
    now = now or timezone.now()
    turns = {pace: slot_of(pace, now, city.time_zone) for pace in (Pace.DAILY, Pace.WEEKLY)}
    made = 0
    for (user, pace), due in _due(city, now, turns).items():
        name = turns[pace].name if pace in turns else due.name
        mailing, is_new = Mailing.objects.get_or_create(city=city, user_id=user, pace=pace, slot=name)
        if not is_new:  # this turn's mail is made already: the next one has it
            continue
        # what another worker put into a mail meanwhile stays in that one
        Delivery.objects.filter(pk__in=[each.pk for each in due.deliveries], mailing=None).update(mailing=mailing)
        Wait.objects.filter(pk__in=[each.pk for each in due.waits], mailing=None).update(mailing=mailing)
        made += 1
    return made


def _due(city: City, now: datetime.datetime, turns: dict[Pace, Slot]) -> dict[tuple[int, Pace], Due]:
    readers = readers_of(city)
    chosen = dict(NoticePace.objects.filter(city=city).values_list("user", "pace"))
    found: dict[tuple[int, Pace], Due] = defaultdict(Due)
    told = Delivery.objects.filter(city=city, mailing=None, sent_at=None, notice__state=ChangeNotice.State.RELEASED)
    told = told.filter(notice__made_at__gte=now - LONGEST_WAIT)
    for delivery in told.exclude(notice__notice_class=NoticeClass.SILENT).select_related("notice"):
        notice, reader = delivery.notice, readers.get(delivery.user_id)
        if reader is None or not reader.is_told_of(notice):
            continue
        wish = chosen.get(delivery.user_id, Pace.AT_ONCE)
        pace = pace_for(notice.notice_class, wish, is_for_admins=notice.is_for_admins)
        if pace not in turns or notice.made_at < turns[pace].begins:
            found[delivery.user_id, pace].deliveries.append(delivery)
    for user, waits in _waits(city).items():
        pace = Pace(chosen.get(user, Pace.AT_ONCE))
        is_time = _is_quiet(waits, now) if pace not in turns else waits[0].since < turns[pace].begins
        if user in readers and readers[user].comes_in and is_time:
            found[user, pace].waits += waits
    return found


def _waits(city: City) -> dict[int, list[Wait]]:
    """The oldest first."""
    found: dict[int, list[Wait]] = defaultdict(list)
    for each in Wait.objects.filter(city=city, mailing=None).order_by("since"):
        found[each.user_id].append(each)
    return found


def _is_quiet(waits: list[Wait], now: datetime.datetime) -> bool:
    return waits[-1].since < now - QUIET or waits[0].since < now - LONGEST_QUIET


def due_mailings() -> list[int]:
    """Those that may be sent now, the oldest first."""
    return list(Mailing.objects.free().order_by("made_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def take(*, number: int) -> Mailing | None:
    """For whoever sends it; nothing where somebody else has it, or it is sent. Commits before anything is sent."""
    free = Mailing.objects.free().filter(pk=number)
    mailing = free.select_for_update(skip_locked=True, no_key=True, of=("self",)).select_related("user", "city").first()
    if mailing is None:
        return None
    mailing.tries += 1
    mailing.taken_until = Now() + datetime.timedelta(seconds=settings.MAIL_LEASE_SECONDS)
    mailing.save(update_fields=["tries", "taken_until"])
    return mailing


def news_of(mailing: Mailing) -> Due:
    """What it tells, as it may be told now: who left, or is not cleared any more, is told nothing."""
    reader = readers_of(mailing.city).get(mailing.user_id)
    if reader is None:
        return Due()
    told = Delivery.objects.filter(mailing=mailing).select_related("notice").order_by("-notice__made_at", "-pk")
    deliveries = [each for each in told if reader.is_told_of(each.notice)]
    waits = Wait.objects.filter(mailing=mailing).order_by("-since", "-pk") if reader.comes_in else ()
    return Due(deliveries, [each for each in waits if each.is_for(reader.member)])


@transaction.atomic
def drop(*, mailing: Mailing) -> None:
    """There is nothing left to tell in it."""
    Wait.objects.filter(mailing=mailing).delete()
    Delivery.objects.filter(mailing=mailing).update(mailing=None)
    mailing.delete()


@transaction.atomic
def mark_sent(*, mailing: Mailing) -> None:
    now = timezone.now()
    Mailing.objects.open().filter(pk=mailing.pk).update(sent_at=now, taken_until=None)
    Delivery.objects.filter(mailing=mailing, sent_at=None).update(sent_at=now)


@transaction.atomic
def put_off(*, mailing: Mailing) -> None:
    """The server did not take it: it is tried again after a pause that doubles, and given up after many tries."""
    if mailing.tries >= MOST_TRIES:
        refuse(mailing=mailing)
        return
    pause = min(datetime.timedelta(seconds=settings.MAIL_RETRY_SECONDS) * 2 ** (mailing.tries - 1), LONGEST_PAUSE)
    Mailing.objects.open().filter(pk=mailing.pk).update(taken_until=Now() + pause)


@transaction.atomic
def refuse(*, mailing: Mailing) -> None:
    """The server will not take it for this address, or never did: its member could not be reached."""
    Mailing.objects.open().filter(pk=mailing.pk).update(refused_at=timezone.now(), taken_until=None)


def not_reached(notice: ChangeNotice) -> Any:
    """Deliveries whose mail could not be delivered, and that nobody has opened."""
    return Delivery.objects.filter(Q(mailing__refused_at__isnull=False), notice=notice, read_at=None)


@transaction.atomic
def tell_waiting(
    *, city: City, users: "list[int]", kind: Wait.Kind, link: str, about: tuple[type[Model], int] | None = None
) -> None:
    """Something waits for these people: each is mailed where it is, with whatever else waits by then. `about` is the
    record that has its page there."""
    model, record = (about[0]._meta.label_lower, about[1]) if about else ("", 0)
    waits = (Wait(city=city, user_id=user, kind=kind, link=link, model=model, record=record) for user in users)
    Wait.objects.bulk_create(waits, ignore_conflicts=True)
