"""Records to do things with."""

import datetime
from typing import Any

from accounts.city import city_context
from accounts.models import City, Membership, ProcessingRecord
from mapping.models import Observation, Source
from tests.mapping.makers import processing_record


def make_source(city: City) -> Source:
    """Inside the city's context."""
    return Source.objects.get_or_create(
        city=city, key="staff", defaults={"name": "Municipal staff", "source_type": "municipal_service"}
    )[0]


def make_observation(city: City, author: Membership | None = None, **fields: Any) -> Observation:
    """An observation; made inside the city's context, as its author."""
    facts: dict[str, Any] = {
        "title": "Stickers at the library",
        "scope": "incitement",
        "first_day": datetime.date(2026, 3, 1),
        "last_day": datetime.date(2026, 3, 1),
        "place": "city_wide",
        "manifestations": ["propaganda"],
        "reliability": "B",
        "credibility": "2",
    } | fields
    author_id = author.user_id if author else None
    with city_context(city.pk, via="test", actor_id=author_id):
        ProcessingRecord.objects.get_or_create(city=city, defaults=processing_record())
        return Observation.objects.create(city=city, source=make_source(city), created_by_id=author_id, **facts)
