"""Projects to do things with."""

import datetime
from collections.abc import Sequence
from typing import Any

from accounts.city import city_context
from accounts.models import City, Membership
from planning.models import Funding, Grounding, Indicator, Measurement, Partnership, Project
from reports.models import Diagnosis, Judgement
from stakeholders.models import Organisation
from tests.mapping.makers import ensure_record

TODAY = datetime.date(2026, 1, 15)


def make_project(
    city: City, author: Membership | None = None, *, organisations: Sequence[Organisation] = (), **fields: Any
) -> Project:
    """A planned project with an indicator, a measured value and a funder; inside the city's context, as its author."""
    facts: dict[str, Any] = {
        "title": "Open hall evenings",
        "objective": "Everybody knows a place that is open in the evening.",
        "for_whom": "Anyone who comes to the hall.",
        "level": "primary",
        "owner": "Street team",
    } | fields
    if facts.get("status", "planned") != "planned":
        facts = {"status_since": TODAY, "status_because": "The steering group decided so."} | facts
    author_id = author.user_id if author else None
    with city_context(city.pk, via="test", actor_id=author_id):
        ensure_record(city)
        made = Project.objects.create(city=city, created_by_id=author_id, **facts)
        here: dict[str, Any] = {"city": city, "project": made}
        for each in organisations:
            Partnership.objects.create(organisation=each, **here)
        indicator = Indicator.objects.create(title="Evenings held", baseline=0, target=160, **here)
        Measurement.objects.create(
            indicator=indicator, value=92, measured_on=TODAY, source="Register of the hall", **here
        )
        Funding.objects.create(funder="The city", amount=100_000, **here)
        return made


def released(city: City, number: int, marking: str = "amber") -> Diagnosis:
    """In force, the ones before it superseded; inside the city."""
    Diagnosis.objects.filter(state="released").update(state="superseded")
    return Diagnosis.objects.create(
        city=city, number=number, state="released", marking=marking, start=datetime.date(2025, 1, 1),
        end=datetime.date(2025, 12, 31),
        compare_start=datetime.date(2024, 1, 1), compare_end=datetime.date(2024, 12, 31),
        dated=datetime.date(2026, 2, 1),
    )  # fmt: skip


def judge(diagnosis: Diagnosis, key: str, statement: str, confidence: str = "moderate") -> Judgement:
    return Judgement.objects.create(
        city=diagnosis.city, diagnosis=diagnosis, marking="amber", key=key, section=5, order=1, statement=statement,
        confidence=confidence, state="confirmed", decided_at="2026-02-02T00:00Z",
    )  # fmt: skip


def act(member: Membership) -> Any:
    return city_context(member.city_id, via="page", actor_id=member.user_id)


def stands_on(project: Project, key: str, number: int = 1) -> Grounding:
    return Grounding.objects.create(city=project.city, project=project, kind="judgement", key=key, chosen_in=number)
