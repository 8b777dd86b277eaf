"""What makes a figure of a diagnosis in force worth counting once more: rows behind it that count otherwise."""

import datetime
from typing import Any

from analysis.records import Period
from mapping.models import Observation
from records.registries.looking import Changes, Look
from records.registries.record_types import register_look
from reports import tasks
from reports.actions.figures.happened import COUNTED_PARTS
from reports.models import Diagnosis
from reports.recounted import COUNTED_BY, SESSION_COUNTED_BY
from reports.snapshot import windows
from stakeholders.models import Consultation, Organisation


def register() -> None:
    register_look(Observation, Look(_records))
    register_look(Consultation, Look(_sessions))
    register_look(Organisation, Look(_organisations))
    for model in COUNTED_PARTS:
        # a rating that is added to a session is behind what was printed of it
        register_look(model, Look(_parts, new_too=True))


def _records(changes: Changes) -> None:
    """A new record is behind no figure."""
    known: dict[int, list[Period]] = {}
    for before, after in changes:
        there = [each for each in (before, after) if each is not None]
        if _differ(before, after, COUNTED_BY) and any(
            _is_in(_stretches(each.city_id, known), each.first_day, each.last_day) for each in there
        ):
            tasks.request_look(there[0].city_id)
            return


def _sessions(changes: Changes) -> None:
    for before, after in changes:
        there = [each for each in (before, after) if each is not None]
        if _differ(before, after, SESSION_COUNTED_BY) and any(_is_heard(each, each.first_day) for each in there):
            tasks.request_look(there[0].city_id)
            return


def _parts(changes: Changes) -> None:
    asked: set[int] = set()
    for before, after in changes:
        row = after or before
        if row is None or row.consultation_id in asked:
            continue
        asked.add(row.consultation_id)
        of = Consultation.objects.filter(pk=row.consultation_id).first()
        if of is not None and _is_heard(of, of.first_day):
            tasks.request_look(row.city_id)
            return


def _organisations(changes: Changes) -> None:
    """Its sector is that of what it came to."""
    for before, after in changes:
        if before is not None and after is not None and before.sector != after.sector:
            if Diagnosis.objects.filter(city=after.city_id, state=Diagnosis.State.RELEASED).exists():
                tasks.request_look(after.city_id)
            return


def _differ(before: Any, after: Any, columns: tuple[str, ...]) -> bool:
    if before is None or after is None:
        return before is not after
    return any(getattr(before, name) != getattr(after, name) for name in columns)


def _stretches(city_id: int, known: dict[int, list[Period]]) -> list[Period]:
    """All that diagnoses in force tell of: their periods, what these are compared with, and the years before."""
    if city_id not in known:
        in_force = Diagnosis.objects.filter(city=city_id, state=Diagnosis.State.RELEASED)
        known[city_id] = [
            stretch for each in in_force for stretch in (*windows(each), Period(each.compare_start, each.compare_end))
        ]
    return known[city_id]


def _is_in(stretches: list[Period], first: datetime.date, last: datetime.date) -> bool:
    return any(each.start <= first and last <= each.end for each in stretches)


def _is_heard(session: Any, day: datetime.date) -> bool:
    """Whether a diagnosis in force may have taken it in; `session` is the row or an event of it."""
    frozen_since = Diagnosis.objects.filter(city=session.city_id, snapshot__created_at__gte=session.created_at)
    return frozen_since.filter(state=Diagnosis.State.RELEASED, start__lte=day, end__gte=day).exists()
