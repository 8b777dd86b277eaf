"""Stakeholders to do things with."""

import datetime
from collections.abc import Sequence
from typing import Any

from accounts.city import city_context
from accounts.models import City, Membership
from stakeholders.actions.directory import free_code
from stakeholders.models import Attendance, Consultation, Need, Organisation, PopulationGroup, Service
from tests.mapping.makers import ensure_record


def make_organisation(city: City, **fields: Any) -> Organisation:
    facts: dict[str, Any] = {"name": "Harbour Youth Club", "sector": "youth"} | fields
    with city_context(city.pk, via="test"):
        ensure_record(city)
        return Organisation.objects.create(city=city, **facts)


def make_service(city: City, author: Membership | None = None, **fields: Any) -> Service:
    """A service of an organisation, which is made where none is given; inside the city's context, as its author."""
    author_id = author.user_id if author else None
    with city_context(city.pk, via="test", actor_id=author_id):
        ensure_record(city)
        if "organisation" not in fields:
            fields["organisation"] = Organisation.objects.get_or_create(
                city=city, name="Harbour Youth Club", defaults={"sector": "youth"}
            )[0]
        facts: dict[str, Any] = {
            "title": "Open evenings",
            "about": "The hall is open four evenings a week.",
            "needs": ["youth_provision"],
            "levels": ["primary"],
            "valid_from": datetime.date(2025, 1, 1),
        } | fields
        return Service.objects.create(city=city, created_by_id=author_id, **facts)


def make_group(city: City, **fields: Any) -> PopulationGroup:
    with city_context(city.pk, via="test"):
        group = PopulationGroup(city=city, **{"name": "Young people", **fields})
        group.code = group.code or free_code(group)
        group.save()
        return group


def make_consultation(
    city: City, author: Membership | None = None, *, organisations: Sequence[Organisation] = (), **fields: Any
) -> Consultation:
    """A workshop with a need that public bodies raised; made inside the city's context, as its author."""
    facts: dict[str, Any] = {
        "title": "Workshop at the library",
        "instrument": "workshop",
        "confidentiality": "on_record",
        "first_day": datetime.date(2026, 3, 1),
        "done_parts": ["session", "heard", "consent", "needs"],
        "consent_by": "spoken",
    } | fields
    author_id = author.user_id if author else None
    with city_context(city.pk, via="test", actor_id=author_id):
        ensure_record(city)
        made = Consultation.objects.create(city=city, created_by_id=author_id, **facts)
        rule = {"city": city, "consultation": made, "confidentiality": made.confidentiality}
        for organisation in organisations:
            Attendance.objects.create(organisation=organisation, **rule)
        Need.objects.create(
            statement="A place to meet after school",
            category="safe_spaces",
            priority=4,
            block="public_bodies",
            **rule,
        )
        return made
