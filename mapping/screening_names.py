"""What a city calls its places and sources: no persons' names, whatever they sound like."""

from collections.abc import Iterator

from accounts.models import City
from mapping.models import District, Source


def names_of(city: City) -> Iterator[str]:
    yield from District.objects.filter(city=city).values_list("name", flat=True).distinct()
    yield from Source.objects.filter(city=city).values_list("name", flat=True)
