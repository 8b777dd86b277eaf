"""Records to do things with."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import connection

from accounts.city import city_context
from accounts.models import City, Membership
from accounts.prepared import Prepared
from mapping.models import District, Factor, Observation, Pair, Series, Source
from tests.mapping.makers import ensure_record

COLUMNS = [field.attname for field in Source._meta.concrete_fields]
SOURCE = Prepared(
    "tests_source", f"SELECT {', '.join(COLUMNS)} FROM mapping_source WHERE city_id = $1 AND key = 'staff'"
)


def make_source(city: City) -> Source:
    """Inside the city's context; every record has it, so it is asked for with as little as it takes."""
    row = SOURCE.one(city.pk)
    if row:
        return Source.from_db(connection.alias, COLUMNS, row)
    return Source.objects.create(city=city, key="staff", name="Municipal staff", source_type="municipal_service")


def make_observation(city: City, author: Membership | None = None, **fields: Any) -> Observation:
    """An observation; made inside the city's context, as its author."""
    return make_observations(city, author, [fields])[0]


def make_observations(city: City, author: Membership | None, each: Iterable[dict[str, Any]]) -> list[Observation]:
    """Several at once, by what is different in each."""
    facts: dict[str, Any] = {
        "title": "Stickers at the library",
        "scope": "incitement",
        "first_day": datetime.date(2026, 3, 1),
        "last_day": datetime.date(2026, 3, 1),
        "place": "city_wide",
        "manifestations": ["propaganda"],
        "reliability": "B",
        "credibility": "2",
        "created_by_id": author.user_id if author else None,
    }
    with city_context(city.pk, via="test", actor_id=facts["created_by_id"]):
        ensure_record(city)
        facts |= {"city": city, "source": make_source(city)}
        return Observation.objects.bulk_create(Observation(**facts | fields) for fields in each)


def make_factor(city: City, author: Membership | None = None, **fields: Any) -> Factor:
    """A driver of an area; made inside the city's context, as its author."""
    facts: dict[str, Any] = {
        "kind": "driver",
        "title": "Nothing open in the evening",
        "statement": "After six there is no place to be but the square.",
        "evidence": "Seen by the street team.",
        "confidence": "moderate",
    } | fields
    author_id = author.user_id if author else None
    with city_context(city.pk, via="test", actor_id=author_id):
        ensure_record(city)
        return Factor.objects.create(city=city, created_by_id=author_id, **facts)


def make_pair(city: City, number: int = 0) -> Pair:
    """Two records of which it was said that they are the same event, and a third that may be; inside a district."""
    with city_context(city.pk, via="test"):
        where: dict[str, Any] = {"place": "district", "district": District.objects.first(), "state": "submitted"}
        day = datetime.date(2026, 2, 1) + datetime.timedelta(days=3 * number)
        made = []
        for name in ("police", "press", "museum"):
            row = make_observation(
                city, title=f"Window of a shop broken {number}", first_day=day, last_day=day, **where
            )
            row.source = Source.objects.get_or_create(
                city=city, key=name, defaults={"name": name.title(), "source_type": "police", "marking": "clear"}
            )[0]
            row.save()
            made.append(row)
        return Pair.objects.create(city=city, first=made[0], second=made[1], same=True)


def make_series(city: City, *records: Observation, name: str = "The same tag") -> Series:
    with city_context(city.pk, via="test"):
        ensure_record(city)
        made = Series.objects.create(city=city, name=name)
        Observation.objects.filter(pk__in=[record.pk for record in records]).update(series=made)
        return made
