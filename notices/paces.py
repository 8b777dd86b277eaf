"""When somebody is mailed next: the morning of the city's day, the Monday of its week."""

import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from notices.models import Pace
from records.registries.change_notices import NoticeClass

MORNING = datetime.time(7)


class Slot(NamedTuple):
    """A mail's turn: what names it, and what was told before it is in it."""

    name: str
    begins: datetime.datetime


def slot_of(pace: str, now: datetime.datetime, zone: str) -> Slot:
    """The newest turn of a daily or a weekly pace that has come, on the city's clock."""
    local = now.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() >= MORNING else local.date() - datetime.timedelta(days=1)
    if pace == Pace.WEEKLY:
        day -= datetime.timedelta(days=day.weekday())
    return Slot(day.isoformat(), datetime.datetime.combine(day, MORNING, tzinfo=ZoneInfo(zone)))


def pace_for(notice_class: str, chosen: str, *, is_for_admins: bool = False) -> Pace:
    """What admins must know goes at once, whatever they chose; what need not be told at once, daily at the soonest."""
    if is_for_admins:
        return Pace.AT_ONCE
    if notice_class != NoticeClass.MUST and chosen == Pace.AT_ONCE:
        return Pace.DAILY
    return Pace(chosen)
