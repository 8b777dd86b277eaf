"""Keeping a reviewed record that is one row, and of which nothing else is kept with it."""

from typing import TypeVar

from django.db import transaction

from accounts.markings import highest
from accounts.models import User
from accounts.permissions import require_processing_record, require_staff
from records.actions.review import submit
from records.models import Record
from records.permissions import require, require_clearance
from records.registries.derived import follow_marking

AnyRecord = TypeVar("AnyRecord", bound=Record)


@transaction.atomic
def keep_new(*, record: AnyRecord, by: User, hand_in: bool = False) -> AnyRecord:
    """Keep a new record as its author's draft, or hand it in at once. Raises Refused, ValidationError."""
    member = require_staff(record.city_id, by)
    require_processing_record(record.city)
    record.marking = highest([record.marking, record.least_marking()])
    require_clearance(member, record)
    record.created_by = by
    record.full_clean()
    record.save()
    return submit(record=record, by=by) if hand_in else record


@transaction.atomic
def keep_changed(*, record: AnyRecord, by: User) -> AnyRecord:
    """Keep what was changed in a record that is open. Raises Refused, ValidationError."""
    rows = type(record)._default_manager.select_for_update(no_key=True, of=("self",))
    there = rows.get(pk=record.pk)
    require("change", there, require_staff(record.city_id, by))
    record.marking = highest([record.marking, record.least_marking()])
    record.full_clean()
    record.save()
    if highest([there.marking, record.marking]) != there.marking:
        follow_marking(record.city_id, record._meta.label_lower, [record.pk], record.marking)
    return record
