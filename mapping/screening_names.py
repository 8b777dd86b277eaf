"""What a city calls its places and sources: no persons' names, whatever they sound like."""

from collections.abc import Iterator

from accounts.markings import Marking, up_to
from accounts.models import City
from mapping.models import District, Source


def district_names(city: City) -> Iterator[str]:
    yield from District.objects.filter(city=city).values_list("name", flat=True).distinct()


def source_names(city: City) -> Iterator[str]:
    """Marked as bodies and services usually are. That a name is not told as one says that the city knows it, and who
    asks may not be cleared for more."""
    known = Source.objects.filter(city=city, marking__in=up_to(Marking.GREEN))
    yield from known.values_list("name", flat=True)
