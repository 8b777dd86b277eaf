"""Pages of a city with many records, against the same pages of a city with a hundredth of them.

Home and the list: a hundred thousand against a thousand. What counts everything: a million against ten thousand.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connections
from django.test import Client

from accounts.city import city_context
from accounts.models import City, Membership
from mapping.actions.boundaries import NewDistrict, add_boundary_set
from mapping.models import District, Source, SourceCoverage
from tests.bench.bench_pages import cookie_of, over_http, rates, served
from tests.bench.figures import Figure
from tests.factories import make_member, sign_in
from tests.mapping.makers import with_record

FEW, MANY = 1_000, 100_000
SOME, MILLION = 10_000, 1_000_000
DISTRICTS = 24
WARM = 5  # a page of a million records may take a second
# Spread over six years, every district, current and marking; one in fifty waits for review, one in a hundred is stale.
RECORDS = """
INSERT INTO mapping_observation (
    city_id, state, marking, review_by, created_by_id, approved_by_id, approved_at, review_comment, withdrawn_reason,
    created_at, title, what_happened, scope, first_day, last_day, precision, place, district_id, space, platform,
    manifestations, targets, how_known, currents, setting, basis, reliability, credibility, source_id, source_link,
    trigger_event, external_key, counts_below
)
SELECT %(city)s, CASE WHEN n %% 50 = 0 THEN 'submitted' ELSE 'approved' END,
    (ARRAY['green', 'amber', 'amber', 'red'])[n %% 4 + 1],
    CASE WHEN n %% 100 = 1 THEN current_date - 1 ELSE current_date + 200 END, NULL,
    CASE WHEN n %% 50 = 0 THEN NULL ELSE %(admin)s END, CASE WHEN n %% 50 = 0 THEN NULL ELSE now() END, '', '', now(),
    'Record number ' || n, 'Something that happened, in two sentences. It was seen by our own staff.', 'threat',
    day, day, 'day', CASE WHEN n %% 6 = 0 THEN 'city_wide' ELSE 'district' END,
    CASE WHEN n %% 6 = 0 THEN NULL ELSE (%(districts)s::bigint[])[n %% 24 + 1] END,
    'offline', '', ARRAY['threat'], ARRAY['none'], 'seen_by_staff',
    ARRAY[(ARRAY['right_wing', 'jihadist', 'none_known'])[n %% 3 + 1]], 'street', '',
    'A', '2', %(source)s, '', '', 'k' || n, ''
FROM (SELECT n, current_date - 40 - (n::bigint * 7919 %% 2150)::int AS day FROM generate_series(1, %(count)s) n) made
"""


@dataclass(frozen=True, slots=True)
class Grown:
    """A city with so many records, and who looks at it."""

    city: City
    admin: Membership
    count: int


def home_growth() -> Figure:
    return _growth("home_growth", "", _cities(FEW, MANY))


def list_growth() -> Figure:
    return _growth("list_growth", "observations/", _cities(FEW, MANY))


def map_growth() -> Figure:
    return _growth("map_growth", "map/", _cities(SOME, MILLION), target="≤ 30")


def districts_growth() -> Figure:
    return _growth("districts_growth", "districts/", _cities(SOME, MILLION), target="≤ 30")


def sources_growth() -> Figure:
    return _growth("sources_growth", "sources/", _cities(SOME, MILLION), target="≤ 30")


@cache
def _cities(few: int, many: int) -> tuple[Grown, Grown]:
    """Made once in a run, whichever figures want them."""
    return city_of(f"growth-{few}", few), city_of(f"growth-{many}", many)


def _growth(name: str, page: str, cities: tuple[Grown, Grown], *, target: str = "≤ 2") -> Figure:
    """Milliseconds of the page at its best of twelve rounds each, in turn; signed in as an admin cleared for all."""
    with served("config.wsgi") as port:
        gets = [over_http(port, f"/city/{each.city.slug}/{page}", cookie_of(_signed_in(each))) for each in cities]
        few, many = rates(*gets, warm=WARM)
    small, large = cities
    return Figure(
        name=name,
        value=1000 / many,
        unit="ms",
        reference=f"the same page at {small.count:,} records",
        ratio=few / many,
        target=target,
        details={
            f"{small.count:,} records": f"{1000 / few:.1f} ms",
            f"{large.count:,} records": f"{1000 / many:.1f} ms",
        },
    )


def _signed_in(grown: Grown) -> Client:
    return sign_in(Client(), grown.admin)


def city_of(slug: str, count: int) -> Grown:
    city = with_record(City.objects.create(slug=slug, name=slug, country="DK"))
    admin = make_member(city, f"admin@{slug}.example", "admin")
    _fill(city, admin, count)
    return Grown(city, admin, count)


def _fill(city: City, admin: Membership, count: int) -> None:
    reviewer = make_member(city, f"reviewer@{city.slug}.example", "admin")
    with city_context(city.pk, via="bench"):
        add_boundary_set(city=city, name="Districts", districts=[_district(number) for number in range(DISTRICTS)])
        District.objects.update(population=5000)
        source = Source.objects.create(city=city, key="all", name="Everybody", source_type="municipal_service")
        SourceCoverage.objects.create(
            city=city, source=source, whole_city=True, start="2015-01-01", end="2040-12-31", completeness="full"
        )
        districts = list(District.objects.values_list("pk", flat=True))
    given: dict[str, Any] = {
        "city": city.pk,
        "admin": reviewer.user_id,
        "districts": districts,
        "source": source.pk,
        "count": count,
    }
    with city_context(city.pk, via="bench", using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(RECORDS, given)
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE mapping_observation")
    connections["owner"].close()


def _district(number: int) -> NewDistrict:
    west, south, size = 3.0 + number % 6 * 0.02, 56.0 + number // 6 * 0.02, 0.02
    ring = [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]
    return NewDistrict(f"{number:02}", f"District {number}", {"type": "Polygon", "coordinates": [ring]}, 2.8)
