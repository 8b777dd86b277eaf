"""Whatever way what was said is changed, it is told where, and only where, something printed would be another."""

import datetime
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from accounts.city import city_context
from analysis.records import Period
from jobs.models import Job
from mapping.models import Observation
from records.actions import withdraw
from reports import tasks
from reports.models import Diagnosis
from reports.snapshot import FROZEN_UP_TO, freeze
from reports.snapshot.canonical import canonical
from reports.snapshot.consultations import freeze_consultations
from stakeholders.models import (
    Attendance,
    Consultation,
    Disagreement,
    Finding,
    HeadCount,
    Need,
    Organisation,
    Outlook,
    Quote,
    TrustRating,
)
from tests.notices.conftest import collected
from tests.once import signed_in
from tests.reports.recounted.corrected_ground import Ground, ground, look, printed_of, released

__all__ = ["ground", "released"]


def _by_step(ground: Ground) -> None:
    with city_context(ground.city.pk, via="page", actor_id=ground.carla.user_id):
        withdraw(record=Consultation.objects.get(title="On the record"), by=ground.carla.user, reason="A rehearsal.")


def _by_page(ground: Ground) -> None:
    address = f"/city/elverhavn/review/consultation/{Consultation.objects.get(title='On the record').pk}/withdraw/"
    client = signed_in(ground.carla)
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', client.get(address).content.decode())
    answer = client.post(address, {**dict(hidden), "withdrawn_reason": "A rehearsal."})
    assert answer.status_code == 302, answer.content.decode()


def _by_command(ground: Ground) -> None:
    Consultation.objects.filter(title="On the record").update(first_day=datetime.date(2026, 1, 2))


def _by_sql(_ground: Ground) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE stakeholders_consultation SET people = 3 WHERE title = 'On the record'")


def _by_taking_out_a_rating(_ground: Ground) -> None:
    TrustRating.objects.filter(consultation__title="On the record").delete()


def _by_adding_one(ground: Ground) -> None:
    made = Consultation.objects.get(title="On the record")
    TrustRating.objects.create(city=ground.city, consultation=made, confidentiality="on_record", body="police", level=5,
                               block="public_bodies", sector="police")  # fmt: skip


def _by_the_directory(_ground: Ground) -> None:
    Organisation.objects.filter(name="Body 4").update(sector="faith")


def _of_an_earlier_year(_ground: Ground) -> None:
    Observation.objects.filter(first_day__year=2021).update(state="withdrawn", withdrawn_reason="A play.")


WAYS: list[Callable[[Ground], None]] = [
    _by_step, _by_page, _by_command, _by_sql, _by_taking_out_a_rating, _by_adding_one, _by_the_directory,
    _of_an_earlier_year,
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_whatever_way_it_was_changed_somebody_is_asked_to_tell_it(
    way: Callable[[Ground], None], released: Diagnosis, ground: Ground
) -> None:
    way(ground)
    collected(ground.city)
    assert Job.objects.filter(kind=tasks.FIGURES, state="queued").count() == 1
    assert look(released) is not None


COUNTED: list[tuple[Any, dict[str, Any]]] = [
    (Consultation, {"people": 3}),
    (Consultation, {"barriers": ["time"]}),
    (Consultation, {"districts": ["02"]}),
    (Consultation, {"held": "city_wide"}),
    (Consultation, {"state": "withdrawn", "withdrawn_reason": "A rehearsal."}),
    (Consultation, {"first_day": datetime.date(2024, 12, 31)}),
    (Attendance, {"answer": "declined"}),
    (HeadCount, {"people": 700}),
    (HeadCount, {"represented": True}),
    (Need, {"category": "information"}),
    (Need, {"priority": 5}),
    (Need, {"districts": ["02"]}),
    (Need, {"statement": "In other words"}),
    (Outlook, {"concern": 5}),
    (Outlook, {"district": "01"}),
    (Outlook, {"direction": "better"}),
    (TrustRating, {"level": 5}),
    (TrustRating, {"body": "schools"}),
    (Finding, {"statement": "Somebody is there at night"}),
    (Finding, {"kind": "harm"}),
    (Quote, {"text": "We close at ten."}),
    (Quote, {"consented": False}),
    (Disagreement, {"statement": "On who pays"}),
]


# In confidence nothing is kept of who came and of districts, and these three rated nothing.
CASES = [
    (title, model, fields)
    for title in ("On the record", "Marked amber", "Secret 0")
    for model, fields in COUNTED
    if title != "Secret 0" or (model in {Consultation, Need} and "districts" not in fields)
]


@pytest.mark.parametrize(
    ("title", "model", "fields"), CASES, ids=[f"{title}: {m.__name__}.{next(iter(f))}" for title, m, f in CASES]
)
def test_it_is_told_where_and_only_where_something_printed_would_be_another(
    title: str, model: Any, fields: dict[str, Any], released: Diagnosis, ground: Ground
) -> None:
    """Printed again from the records of today, which are the same ones."""
    rows = (
        model.objects.filter(title=title) if model is Consultation else model.objects.filter(consultation__title=title)
    )
    first = rows.order_by("pk")[0]
    model.objects.filter(pk=first.pk).update(**fields)
    notice = look(released)
    printed = printed_of(_frozen_today(ground, released))
    assert (notice is not None) == (printed != ground.printed)
    if model is Consultation:
        # nothing else of the snapshot has a part in it
        assert printed == printed_of(freeze(released))


def _frozen_today(ground: Ground, released: Diagnosis) -> bytes:
    """With the sessions of today in the place of those that were frozen: nothing else was changed."""
    period = Period(released.start, released.end)
    frozen = {**json.loads(ground.frozen), "consultations": freeze_consultations(period, FROZEN_UP_TO, period.end)}
    return canonical(frozen)
