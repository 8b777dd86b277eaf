"""The districts of today, as forms and filters ask for them: of this city, of today's boundaries, in order."""

import datetime

from django.utils import timezone
from django.utils.translation import override

from accounts.models import City
from mapping.lists import offered
from mapping.models import BoundarySet, District, named_today
from tests.mapping.makers import inside

NAMES = {"1": "Åby", "2": "Zoo", "3": "Ørsted"}
IN_ENGLISH, IN_DANISH = ["Åby", "Ørsted", "Zoo"], ["Zoo", "Ørsted", "Åby"]


def _bound(city: City, days_ago: int, names: dict[str, str]) -> None:
    with inside(city):
        since = timezone.localdate() - datetime.timedelta(days=days_ago)
        made = BoundarySet.objects.create(city=city, name=f"{days_ago}", valid_from=since)
        for code, name in names.items():
            District.objects.create(boundary_set=made, city=city, code=code, name=name, geometry={}, area_km2=1)


def test_they_are_of_this_city_and_of_the_boundaries_now_in_force(elverhavn: City, other_city: City) -> None:
    _bound(elverhavn, 400, {"1": "Havn"})
    _bound(elverhavn, 30, NAMES)
    _bound(elverhavn, -30, {"1": "Later"})
    _bound(other_city, 10, {"7": "Sandvig"})
    for language, order in (("en", IN_ENGLISH), ("da", IN_DANISH), ("en", IN_ENGLISH)):
        with inside(elverhavn), override(language):
            assert named_today(elverhavn.pk) == [
                (code, name) for each in order for code, name in NAMES.items() if name == each
            ]
            assert [name for _pk, name in offered.districts(elverhavn.pk, "")] == order
            old = str(District.objects.get(name="Havn").pk)
            assert {name for _pk, name in offered.districts(elverhavn.pk, old)} == {*order, "Havn"}
        with inside(other_city), override(language):
            assert named_today(other_city.pk) == [("7", "Sandvig")]
            assert [name for _pk, name in offered.districts(other_city.pk, "")] == ["Sandvig"]
