"""What happened to records and consultations that count otherwise than printed: what, by whom, why and when."""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.composed import Composed, among
from accounts.markings import up_to
from accounts.models import User
from analysis.disclosure import CONFIDENTIAL, RULES
from core.formats import day
from mapping.models import Observation
from notices.composing import events_of
from records.models import Tombstone
from records.models.review import ReviewState
from reports.recounted import AS_PRINTED, COUNTED_BY, SESSION_COUNTED_BY, Recount
from reports.snapshot import FROZEN_UP_TO
from stakeholders.models import (
    Attendance,
    Consultation,
    Disagreement,
    Finding,
    HeadCount,
    Need,
    Outlook,
    Quote,
    TrustRating,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What of a consultation its figures and printed words are made of, beside its own columns.
COUNTED_PARTS: tuple[type[Model], ...] = (
    *(Attendance, HeadCount, Need, Outlook, TrustRating),
    *(Finding, Disagreement, Quote),
)


@dataclass(frozen=True, slots=True)
class Happened:
    """To one record or, where it is of what was said, to one consultation. `event` is that of its history, 0 where
    there is none any more; `mark` what a consultation counts as now. What happened and who did it are read in each
    language: history is asked once for all of them."""

    record: int
    what: "StrOrPromise"
    who: User | None
    why: str
    on: datetime.date | None
    event: int = 0
    mark: str = ""
    is_said: bool = False


def happened(
    found: Recount, events: Mapping[int, int], sessions: Mapping[int, str], since: datetime.datetime
) -> Iterator[Happened]:
    """To those that count otherwise than printed, or than they were told, after what was told of them. What happened to
    consultations is looked for `since` they were frozen: of those in confidence some count otherwise because of
    another, and nothing happened to them."""
    if not found.records.held:
        yield from _erased(Observation, found.records.gone)
        yield from _of_records(found.records.records, events)
    if not found.said.held:
        yield from _erased(Consultation, found.said.gone)
        yield from _of_sessions(found, sessions, since)


def _of_records(numbers: Collection[int], told: Mapping[int, int]) -> Iterator[Happened]:
    """Of one that is closed by now nothing: its figures are as they were told, its reason is nobody's to read."""
    open_ones = up_to(FROZEN_UP_TO)
    readable = Observation.objects.filter(marking__in=open_ones, source__marking__in=open_ones)
    rows = readable.in_bulk({*numbers, *told})
    newest = _newest(Observation, list(rows), COUNTED_BY)
    events = {pk: event for pk, event in newest.items() if event.pgh_id != told.get(pk)}
    people = _people(events.values())
    for pk, event in sorted(events.items()):
        who, why, on = _said_of(event, people)
        yield Happened(pk, _what(rows[pk]), who, rows[pk].withdrawn_reason or why, on, event=event.pgh_id)


def _of_sessions(found: Recount, told: Mapping[int, str], since: datetime.datetime) -> Iterator[Happened]:
    """Also to one that counts as it was printed again, after it was told that it does not."""
    now = {**dict.fromkeys(told, AS_PRINTED), **found.said.sessions}
    rows = Consultation.objects.in_bulk([pk for pk, mark in now.items() if mark != told.get(pk)])
    events = _newest_of_sessions(list(rows))
    people = _people(events.values())
    for pk, row in sorted(rows.items()):
        if row.confidentiality == CONFIDENTIAL and (pk not in events or events[pk].pgh_created_at <= since):
            continue
        who, why, on = _said_of(events.get(pk), people)
        # why may be in the words of what was said in confidence
        reason = (row.withdrawn_reason or why) if RULES[row.confidentiality].prints_words else ""
        yield Happened(pk, _what_of_session(row), who, reason, on, mark=now[pk], is_said=True)


def _newest_of_sessions(numbers: Sequence[int]) -> dict[int, Any]:
    found = _newest(Consultation, numbers, SESSION_COUNTED_BY)
    for model in COUNTED_PARTS:
        for event in _of_part(model).instances(None, numbers=list(numbers)) if numbers else ():
            last = found.get(event.consultation_id)
            if last is None or last.pgh_created_at <= event.pgh_created_at:
                found[event.consultation_id] = event
    return found


@cache
def _of_part(model: type[Model]) -> Composed:
    """What happened to the rows of a part of sessions: composed once for each."""
    rows = events_of(model).filter(consultation_id__in=among()).order_by("pgh_id")
    return Composed(rows)


def _newest(model: type[Model], numbers: Sequence[int], columns: Sequence[str]) -> dict[int, Any]:
    """Of each the newest event that made it count otherwise; what was written otherwise since is no matter."""
    found: dict[int, Any] = {}
    before: dict[int, Any] = {}
    for event in events_of(model).filter(pgh_obj_id__in=numbers).order_by("pgh_id").iterator():
        last = before.get(event.pgh_obj_id)
        if last is None or any(getattr(last, name) != getattr(event, name) for name in columns):
            found[event.pgh_obj_id] = event
        before[event.pgh_obj_id] = event
    return found


def _people(events: Collection[Any]) -> dict[int, User]:
    return User.objects.in_bulk({(each.pgh_context or {}).get("actor") or 0 for each in events})


def _said_of(event: Any, people: Mapping[int, User]) -> tuple[User | None, str, datetime.date | None]:
    """By whom, why and when; nothing of what is not known."""
    if event is None:
        return None, "", None
    said = event.pgh_context or {}
    return people.get(said.get("actor") or 0), str(said.get("reason") or ""), _day_of(event.pgh_created_at)


def _erased(model: type[Model], gone: Collection[int]) -> Iterator[Happened]:
    stones = Tombstone.objects.filter(model=model._meta.label_lower, record_id__in=gone)
    by_record = {each.record_id: each for each in stones.select_related("erased_by")}
    what = _("A record was erased.") if model is Observation else _("A consultation was erased.")
    for pk in sorted(gone):
        stone = by_record.get(pk)
        who, why, on = (stone.erased_by, stone.reason, _day_of(stone.erased_at)) if stone else (None, "", None)
        yield Happened(pk, what, who, why, on, is_said=model is Consultation)


def _day_of(moment: datetime.datetime) -> datetime.date:
    """In the city."""
    return timezone.localtime(moment).date()


def _what(row: Observation) -> "StrOrPromise":
    if row.state == ReviewState.WITHDRAWN:
        return _("A record was withdrawn.")
    if row.state != ReviewState.APPROVED:
        return _("A record is looked at again.")
    if row.counts_below:
        return _("A record tells of an event that another one counts.")
    return _("A record was corrected.")


def _what_of_session(row: Consultation) -> "StrOrPromise":
    if row.state == ReviewState.WITHDRAWN:
        return _("A consultation was withdrawn.")
    if row.state != ReviewState.APPROVED:
        return _("A consultation is looked at again.")
    return _("What was recorded of a consultation was corrected.")


def why(rows: Sequence[Happened]) -> str:
    """What happened, without how often: that would be how many records."""
    return " ".join(dict.fromkeys(str(each.what) for each in rows))


def decided(rows: Sequence[Happened]) -> str:
    """Each person once, with the last day."""
    last: dict[str, datetime.date | None] = {each.who.public_name: each.on for each in rows if each.who}
    return "\n".join(f"{who}, {day(on)}" if on else who for who, on in last.items())
