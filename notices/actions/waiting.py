"""What waits for whom after what a seal holds: handed in, returned, approved, to be released; and days that passed.

Read from the history as the collector reads it, so it is noted whatever way it was done.
"""

import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from accounts.models import City
from notices.actions.mailing import tell_waiting
from notices.composing import events_of, held_by, with_those_before
from notices.models import Wait
from records.history import DELETED
from records.models import Record, Seal
from records.registries.record_types import awaiting, history_telling
from records.values import actor_of

# Of more at once, as after an import, people are led to what waits as a whole.
MOST_EVENTS = 100


def note_waits(city: City, seal: Seal, model: type[Model]) -> None:
    """Inside the city's context, by whoever collects."""
    events = events_of(model)
    sealed = held_by(seal, events.exclude(pgh_label=DELETED), newest_first=True)
    newest = list(islice(sealed, MOST_EVENTS + 1))
    home = reverse("city_home", args=[city.slug]) if len(newest) > MOST_EVENTS else ""
    for before, event in with_those_before(events, newest):
        for awaited in (each for awaits in awaiting()[model] for each in awaits(before, event)):
            doer = actor_of(event)
            users = [user for user in awaited.users if user != doer]
            about = None if home else awaited.about or (None if awaited.link else (model, event.pgh_obj_id))
            if link := home or awaited.link or link_of(model, event.pgh_obj_id):
                tell_waiting(city=city, users=users, kind=Wait.Kind(awaited.kind), link=link, about=about)


def link_of(model: type[Model], number: int) -> str:
    """To the record's own page; nothing where it is gone or has none."""
    kind = history_telling(model)
    row: Any = model._default_manager.filter(pk=number).first()
    return kind.url(row) if kind and kind.url and row is not None else ""


@transaction.atomic
def note_passed_days(*, city: City, today: datetime.date | None = None) -> int:
    """Approved records that were to hold until yesterday: their authors are mailed once. Inside the city's context."""
    passed = (today or timezone.localdate()) - datetime.timedelta(days=1)
    noted = 0
    for model in awaiting():
        if not issubclass(model, Record):
            continue
        for row in model._default_manager.filter(city=city, state="approved", review_by=passed)[:MOST_EVENTS]:
            if row.created_by_id and (link := link_of(model, row.pk)):
                users, about = [row.created_by_id], (model, row.pk)
                tell_waiting(city=city, users=users, kind=Wait.Kind.REVIEW_BY, link=link, about=about)
                noted += 1
    return noted
