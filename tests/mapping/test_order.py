"""In which order a list of observations stands, and what putting it in order costs."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import translation

from accounts.city import city_context
from accounts.models import City
from mapping.lists.observations import rows_of_observations
from mapping.models import BoundarySet, District
from tests.factories import make_member, sign_in
from tests.mapping.makers import SQUARE, with_districts
from tests.plans import count_again
from tests.records.makers import make_observation, make_observations

NAMES = ("Åby", "Bo", "Zoo", "Øby", "Ärna")


@pytest.mark.parametrize(
    ("language", "names"),
    [("da", ["Bo", "Zoo", "Ärna", "Øby", "Åby"]), ("en", ["Åby", "Ärna", "Bo", "Øby", "Zoo"])],
)
def test_by_where_it_stands_in_the_order_of_names_of_districts(
    elverhavn: City, language: str, names: list[str]
) -> None:
    """In the reader's alphabet; what is of no district is last, either way."""
    with_districts(elverhavn)
    outline = {"type": "Polygon", "coordinates": [SQUARE]}
    admin = make_member(elverhavn, "sorts@elverhavn.example", "admin", language=language)
    make_observation(elverhavn, admin, title="Nowhere", place="city_wide", district=None)
    for name in NAMES:
        with city_context(elverhavn.pk, via="test"):
            there = District.objects.create(
                city=elverhavn, boundary_set=BoundarySet.objects.get(), code=name, name=name, geometry=outline,
                area_km2=1, population=1,
            )  # fmt: skip
        make_observation(elverhavn, admin, title=f"In {name}", place="district", district=there)
    client, titles = sign_in(Client(), admin), re.compile(r">(In \w+|Nowhere)</a>")
    for sort, expected in (("where", names), ("-where", names[::-1])):
        page = client.get(f"/city/elverhavn/observations/?sort={sort}").content.decode()
        assert titles.findall(page) == [*(f"In {name}" for name in expected), "Nowhere"]


@pytest.mark.parametrize("sort", ["when", "-when"])
def test_oldest_and_newest_are_read_from_the_ends_of_one_index(committed_db: None, sort: str) -> None:
    """Of many, and counted: of what the tests before left of the table all ways may look alike to whoever plans."""
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    admin = make_member(city, "sorts@elverhavn.example", "admin")
    days = (datetime.date(2024, 1, 1) + datetime.timedelta(days=7 * number % 700) for number in range(1500))
    make_observations(city, admin, [{"first_day": day, "last_day": day} for day in days])
    count_again()
    request = RequestFactory().get("/", {"sort": sort})
    request.user, request.city, request.membership = admin.user, city, admin  # type: ignore[attr-defined]
    with city_context(city.pk, via="test"), connection.cursor() as cursor, translation.override("en"):
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")  # of so few both are as cheap
        plan = rows_of_observations(request).matching[:50].explain()  # type: ignore[arg-type]
    assert "mapping_observation_latest" in plan
    assert "Sort Key" not in plan
