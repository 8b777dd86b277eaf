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

from accounts.models import User
from accounts.permissions import require_admin
from core.errors import Refused
from jobs import artefacts
from records.actions.sealing import hold_chain, seal_city
from records.chain import digest_of_erased, event_tables
from records.erasure import Removed, all_copies
from records.models import Draft, Tombstone
from records.permissions import ONLY_ADMINS_ERASE, why_not_erased
from records.record_types import eraser_of
from records.retention import due, months_before, months_kept

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
    """Let go of drafts nobody comes back to, and of history and accesses older than the city keeps them.

    How many events went, at most so many.
    """
    Draft.objects.filter(city_id=city_id).forgotten().delete()
    Draft.objects.filter(city_id=city_id).of_people_who_left().delete()
    months = months_kept(city_id)[HISTORY]
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_forget_accesses(%s)", [months])
    hold_chain(city_id=city_id)
    events = _events_before(city_id, months_before(on, months), most)
    if not events:
        return 0
    reason = _("History is kept for %(months)s months, as the processing record says.") % {"months": months}
    stone = _tombstone(city_id, HISTORY, 0, events, reason=reason, by=None)
    return stone.erased_events


def _erase_all(records: Sequence[Any], *, reason: str, by: User | None) -> list[Tombstone]:
    """Rows first; the history of their deletion is sealed with the rest, and then all of it goes."""
    city_id: int = records[0].city_id
    hold_chain(city_id=city_id)
    gone = [_remove(record) for record in records]
    seal_city(city_id=city_id)
    stones = [
        _tombstone(city_id, model, number, _events_of(city_id, removed), reason=reason, by=by)
        for model, number, removed in gone
    ]
    files = [file for _model, _number, removed in gone for file in removed.files]
    for removed in (removed for _model, _number, removed in gone):
        for model, numbers in removed.rows.items():
            for copies in all_copies():
                files += copies(city_id, model._meta.label_lower, numbers, by is not None)
    for sha256, suffix in set(files):
        _remove_file_on_commit(city_id, sha256, suffix)
    return stones


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


def _tombstone(city_id: int, model: str, number: int, events: Events, *, reason: str, by: User | None) -> Tombstone:
    listed = [(table, event, digest) for table, rows in events.items() for event, digest in rows]
    stone = Tombstone.objects.create(
        city_id=city_id,
        model=model,
        record_id=number,
        reason=reason,
        erased_by=by,
        erased_events=len(listed),
        events_sha256=digest_of_erased(listed),
    )
    with connection.cursor() as cursor:
        for table, rows in events.items():
            cursor.execute("SELECT records_erase_events(%s, %s, %s)", [stone.pk, table, [event for event, _d in rows]])
    return stone


_SEALED = """
SELECT s.event_id, s.digest FROM records_sealedevent s
JOIN records_seal l ON l.id = s.seal_id AND l.city_id = s.city_id
JOIN "{table}" e ON e.pgh_id = s.event_id AND e.city_id = s.city_id
WHERE s.city_id = %(city)s AND l.event_table = %(table)s AND s.salt IS NOT NULL
"""


def _events_of(city_id: int, removed: Removed) -> Events:
    """All events of what was removed, with their digests."""
    events: Events = {}
    for model, numbers in removed.rows.items():
        for table in _event_tables_of(model):
            found = _sealed(table, "AND e.pgh_obj_id = ANY(%(of)s)", city=city_id, of=list(numbers))
            events.setdefault(table, []).extend(found)
    return {table: rows for table, rows in events.items() if rows}


def _events_before(city_id: int, day: datetime.date, most: int) -> Events:
    """The oldest sealed events; those of tombstones stay, they say what was erased."""
    events: Events = {}
    for table in event_tables():
        left = most - sum(map(len, events.values()))
        if left > 0 and table != Tombstone.events.field.model._meta.db_table:  # type: ignore[attr-defined]
            where = "AND e.pgh_created_at < %(before)s ORDER BY e.pgh_id LIMIT %(left)s"
            if found := _sealed(table, where, city=city_id, before=day, left=left):
                events[table] = found
    return events


def _sealed(table: str, where: str, **values: Any) -> list[tuple[int, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(_SEALED.format(table=table) + where, {**values, "table": table})
        return [(number, bytes(digest)) for number, digest in cursor.fetchall()]


def _event_tables_of(model: type[Model]) -> Iterable[str]:
    for event in apps.get_models():
        if issubclass(event, pghistory.models.Event) and getattr(event, "pgh_tracked_model", None) is model:
            yield event._meta.db_table


def _remove_file_on_commit(city_id: int, sha256: str, suffix: str) -> None:
    transaction.on_commit(lambda: artefacts.remove(city_id, sha256, suffix))
