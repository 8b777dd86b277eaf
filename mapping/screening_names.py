"""What a city calls its places and sources: no persons' names, whatever they sound like."""

from collections.abc import Iterator
from functools import cache

from accounts.composed import Composed, Parameter
from accounts.markings import Marking, up_to
from accounts.models import City
from mapping.models import District, Source


def district_names(city: City) -> Iterator[str]:
    yield from _of_districts().column(None, city=city.pk)


@cache
def _of_districts() -> Composed:
    """Asked before every text is screened, as the others are."""
    rows = District.objects.order_by().filter(city=Parameter("city"))
    return Composed(rows.values_list("name").distinct())


def source_names(city: City) -> Iterator[str]:
    """Marked as bodies and services usually are. That a name is not told as one says that the city knows it, and who
    asks may not be cleared for more."""
    yield from _of_sources().column(None, city=city.pk)


@cache
def _of_sources() -> Composed:
    known = Source.objects.filter(city=Parameter("city"), marking__in=up_to(Marking.GREEN))
    return Composed(known.values_list("name"))
