"""A diagnosis in review whose numbers lead somewhere: to records, to sessions, to what a person attached."""

import datetime
from typing import Any

from accounts.city import city_context
from accounts.models import City, User
from jobs import artefacts
from mapping.models import Observation
from reports.actions import keep_snapshot
from reports.actions.written import keep_written
from reports.following import SNAPSHOT
from reports.models import Diagnosis, Judgement
from reports.snapshot import freeze, load
from stakeholders.models import Need
from tests.records.makers import make_observation
from tests.stakeholders.makers import make_consultation, make_service

AT = "2026-01-15T00:00Z"
LONG = "Stickers at the library, on both doors and on the notice board of the youth parliament beside it"


def lead_somewhere(city: City, by: User) -> dict[str, dict[str, Any]]:
    """What stands in the addresses of its pages."""
    day = datetime.date(2023, 5, 2)
    approved: dict[str, Any] = {"state": "approved", "approved_at": AT, "approved_by": by}
    for title in ("Stickers", LONG):
        make_observation(city, title=title, first_day=day, last_day=day, **approved)
        make_consultation(city, title=title, first_day=day, **approved)
    services = [make_service(city, title=title, **approved) for title in ("A hotline", LONG)]
    with city_context(city.pk, via="test", actor_id=by.pk):
        made = Diagnosis.objects.create(
            city=city, number=600 + city.pk, state=Diagnosis.State.IN_REVIEW,
            start=datetime.date(2023, 1, 1), end=datetime.date(2023, 12, 31),
            compare_start=datetime.date(2022, 1, 1), compare_end=datetime.date(2022, 12, 31),
            dated=datetime.date(2026, 2, 1),
        )  # fmt: skip
        data = freeze(made)
        kept = artefacts.store(city.pk, data, SNAPSHOT)
        keep_snapshot(diagnosis=made, sha256=kept.sha256, size=kept.size, frozen=load(data))
        cited = [f"observation:{pk}" for pk in Observation.objects.filter(first_day=day).values_list("pk", flat=True)]
        needs = Need.objects.filter(consultation__first_day=day).values_list("pk", flat=True)
        row = Judgement(city=city, diagnosis=made, section=5, statement="It came back at the library.")
        keep_written(judgement=row, references=[*cited, *(f"need:{pk}" for pk in needs), "figure:now/all"], by=by)
    here = {"number": made.number}
    led = "~".join(str(each.pk) for each in services)
    return {
        "led_judgements": here,
        "counted_records": {**here, "window": "now", "of": "all"},
        "counted_services": {**here, "window": "record", "of": f"service/{led}"},
        "counted_evidence": {**here, "window": "cited", "of": row.key},
        "counted_sessions": {**here, "window": "said", "of": "all"},
    }
