"""Erase records without residue: rows, drafts, files, and what the history says about them.

What stays is a tombstone, and the bare digests of the events, so that the chain still verifies.
"""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

import pghistory.models
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import connection, transaction
from django.db.models import Model, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.markings import Marking
from accounts.models import User
from accounts.permissions import require_admin
from core.errors import Refused
from jobs import artefacts
from records.actions.sealing import hold_chain, seal_city
from records.chain import ACCESSES, digest_of_erased, event_tables
from records.models import Access, Draft, Tombstone, Verification
from records.permissions import ONLY_ADMINS_ERASE, why_not_erased
from records.registries.erasure import Removed, all_copies
from records.registries.record_types import eraser_of
from records.retention import due, months_before, months_kept
from records.source_keys import SourceKeys

Events = dict[str, list[tuple[int, bytes]]]
AT_ONCE = 200
MOST_ALONE = 10  # within a day, in a city
HISTORY = "history"


@transaction.atomic
def erase(*, record: Model, reason: str, by: User) -> Tombstone:
    """Erase one record on request, for instance of somebody it is about. Only an admin does it, and not many."""
    require_eraser(record, reason, by)
    if erased_of_late(record.city_id) >= MOST_ALONE:  # type: ignore[attr-defined]
        raise Refused(
            _("%(count)s records were erased within a day: for more a second admin is asked.") % {"count": MOST_ALONE}
        )
    return erase_alone(record=record, reason=reason, by=by)


def erase_alone(*, record: Model, reason: str, by: User) -> Tombstone:
    """However many went before: a second admin was asked, or none was needed."""
    require_eraser(record, reason, by)
    return _erase_all([record], reason=reason.strip(), by=by)[0]


def erase_along(records: Sequence[Model], *, reason: str) -> None:
    """What tells of something that is erased: inside the transaction that erases it, asked by what holds copies."""
    _erase_all(records, reason=reason, by=None)


def erased_of_late(city_id: int) -> int:
    """How many records people had erased within a day."""
    asked_for = Tombstone.objects.filter(city=city_id, erased_by__isnull=False)
    return asked_for.filter(erased_at__gt=Now() - datetime.timedelta(days=1)).count()


def require_eraser(record: Model, reason: str, by: User) -> None:
    """Raises Refused where this person may not erase it, or does not say why."""
    city_id: int = record.city_id  # type: ignore[attr-defined]
    member = require_admin(city_id, by, ONLY_ADMINS_ERASE)
    if refused := why_not_erased(eraser_of(record._meta.label_lower), member):
        raise Refused(refused)
    if not reason.strip():
        raise Refused(_("Say why it is erased. Do not repeat what must go."))


@transaction.atomic
def erase_due(*, city_id: int, on: datetime.date, most: int = AT_ONCE) -> int:
    """Erase records whose time is over, at most so many; how many went."""
    hold_chain(city_id=city_id)  # before it is looked who: of two at once the second finds what the first left
    for kind in due(city_id=city_id, on=on):
        records = list(kind.records[:most])
        if records:
            reason = _("Kept for %(months)s months, as the processing record says.") % {"months": kind.months}
            return len(_erase_all(records, reason=reason, by=None))
    return 0


@transaction.atomic
def forget_old(*, city_id: int, on: datetime.date, most: int = 20_000) -> int:
    """Let go of drafts nobody comes back to, and of history, accesses and verifications older than the city keeps them.

    The newest event of a row that is still there stays with it: the row is verified against it. How many events and
    accesses went, at most so many of each.
    """
    Draft.objects.filter(city_id=city_id).forgotten().delete()
    Draft.objects.filter(city_id=city_id).of_people_who_left().delete()
    Draft.objects.filter(city_id=city_id).of_what_was_erased().delete()
    months = months_kept(city_id)[HISTORY]
    before = months_before(on, months)
    Verification.objects.filter(city_id=city_id, started_at__date__lt=before).delete()
    hold_chain(city_id=city_id)
    reason = _("History is kept for %(months)s months, as the processing record says.") % {"months": months}
    events = _events_before(city_id, before, most)
    accesses = _sealed(ACCESSES.table, _OLD_ACCESSES, number="id", city=city_id, before=before, left=most)
    if events:
        _tombstone(city_id, HISTORY, 0, events, reason=reason, by=None)
    if accesses:
        _tombstone(city_id, Access._meta.label_lower, 0, {ACCESSES.table: accesses}, reason=reason, by=None)
    return sum(map(len, events.values())) + len(accesses)


def _erase_all(records: Sequence[Any], *, reason: str, by: User | None) -> list[Tombstone]:
    """Rows first; the history of their deletion is sealed with the rest, and then all of it goes."""
    city_id: int = records[0].city_id
    hold_chain(city_id=city_id)
    keys, markings = _digests_of_keys(city_id, records), [getattr(each, "marking", Marking.CLEAR) for each in records]
    if by is None:
        _leave_what_remains(records)
    gone = [_remove(record) for record in records]
    seal_city(city_id=city_id)
    stones = [
        _tombstone(
            city_id, model, number, _events_of(city_id, removed), reason=reason, by=by, source_key=key, marking=marking
        )
        for (model, number, removed), key, marking in zip(gone, keys, markings, strict=True)
    ]
    files = [file for _model, _number, removed in gone for file in removed.files]
    for removed in (removed for _model, _number, removed in gone):
        for model, numbers in removed.rows.items():
            for copies in all_copies():
                files += copies(city_id, model._meta.label_lower, numbers, by is not None)
    for sha256, suffix in set(files):
        _remove_file_on_commit(city_id, sha256, suffix)
    return stones


def _leave_what_remains(records: Sequence[Any]) -> None:
    """All of one kind, as the calendar has them."""
    eraser = eraser_of(records[0]._meta.label_lower)
    if eraser is not None:
        eraser.remains(records)


def _digests_of_keys(city_id: int, records: Sequence[Any]) -> list[str]:
    """What the tombstones keep of the keys that records had in their source; nothing where they had none."""
    made = SourceKeys(city_id)
    erasers = [eraser_of(record._meta.label_lower) for record in records]
    keys = [eraser.source_key(record) if eraser else None for eraser, record in zip(erasers, records, strict=True)]
    return [made.digest(*key) if key else "" for key in keys]


def _remove(record: Any) -> tuple[str, int, Removed]:
    label, number = record._meta.label_lower, record.pk
    eraser = eraser_of(label)
    if eraser is None:
        raise LookupError(label)
    removed = eraser.remove(record)
    for model, numbers in removed.rows.items():
        texts = [str(key) for key in numbers]
        forms = Q(form=model._meta.label_lower) | Q(form__startswith=f"{model._meta.label_lower}:")
        copies = Q(record__in=texts) | Q(became__in=texts)
        Draft.objects.filter(forms, copies, city_id=record.city_id).delete()
        LogEntry.objects.filter(
            content_type__app_label=model._meta.app_label,
            content_type__model=model._meta.model_name,
            object_id__in=texts,
        ).update(object_repr="", change_message="")
    return label, number, removed


def _tombstone(
    city_id: int,
    model: str,
    number: int,
    events: Events,
    *,
    reason: str,
    by: User | None,
    source_key: str = "",
    marking: str = Marking.CLEAR,
) -> Tombstone:
    listed = [(table, event, digest) for table, rows in events.items() for event, digest in rows]
    stone = Tombstone.objects.create(
        city_id=city_id,
        model=model,
        record_id=number,
        reason=reason,
        erased_by=by,
        erased_events=len(listed),
        events_sha256=digest_of_erased(listed),
        source_key=source_key,
        marking=marking,
    )
    with connection.cursor() as cursor:
        for table, rows in events.items():
            numbers = [event for event, _d in rows]
            if table == ACCESSES.table:
                cursor.execute("SELECT records_erase_accesses(%s, %s)", [stone.pk, numbers])
            else:
                cursor.execute("SELECT records_erase_events(%s, %s, %s)", [stone.pk, table, numbers])
    return stone


_SEALED = """
SELECT s.event_id, s.digest FROM records_sealedevent s
JOIN records_seal l ON l.id = s.seal_id AND l.city_id = s.city_id
JOIN "{table}" e ON e.{number} = s.event_id AND e.city_id = s.city_id
WHERE s.city_id = %(city)s AND l.event_table = %(table)s AND s.salt IS NOT NULL
"""


_IS_NOT_NEWEST = """ AND EXISTS (
    SELECT FROM "{table}" later
    WHERE later.city_id = e.city_id AND later.pgh_obj_id = e.pgh_obj_id AND later.pgh_id > e.pgh_id
)"""
# A row that is there keeps its newest event.
_OLD_EVENTS = f"""AND e.pgh_created_at < %(before)s AND (
    e.pgh_label = 'delete' OR (true {_IS_NOT_NEWEST})
) ORDER BY e.pgh_id LIMIT %(left)s"""
_OLD_ACCESSES = "AND e.at < %(before)s ORDER BY e.id LIMIT %(left)s"


def _events_of(city_id: int, removed: Removed) -> Events:
    """All events of what was removed, and all but the newest of what was rewritten, with their digests."""
    events: Events = {}
    for rows, but in ((removed.rows, ""), (removed.rewritten, _IS_NOT_NEWEST)):
        for model, numbers in rows.items():
            for table in _event_tables_of(model):
                which = "AND e.pgh_obj_id = ANY(%(of)s)" + but.format(table=table)
                found = _sealed(table, which, city=city_id, of=list(numbers))
                events.setdefault(table, []).extend(found)
    return {table: rows for table, rows in events.items() if rows}


def _events_before(city_id: int, day: datetime.date, most: int) -> Events:
    """The oldest sealed events; those of tombstones stay, they say what was erased."""
    events: Events = {}
    for table in event_tables():
        left = most - sum(map(len, events.values()))
        if left <= 0 or table == Tombstone.events.field.model._meta.db_table:  # type: ignore[attr-defined]
            continue
        if found := _sealed(table, _OLD_EVENTS.format(table=table), city=city_id, before=day, left=left):
            events[table] = found
    return events


def _sealed(table: str, where: str, *, number: str = "pgh_id", **values: Any) -> list[tuple[int, bytes]]:
    with connection.cursor() as cursor:
        # not row by row where nobody has counted the city's rows yet (`sealing`)
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(_SEALED.format(table=table, number=number) + where, {**values, "table": table})
        found = [(number, bytes(digest)) for number, digest in cursor.fetchall()]
        cursor.execute("SET LOCAL enable_nestloop = on")
    return found


def _event_tables_of(model: type[Model]) -> Iterable[str]:
    for event in apps.get_models():
        if issubclass(event, pghistory.models.Event) and getattr(event, "pgh_tracked_model", None) is model:
            yield event._meta.db_table


def _remove_file_on_commit(city_id: int, sha256: str, suffix: str) -> None:
    transaction.on_commit(lambda: artefacts.remove(city_id, sha256, suffix))
