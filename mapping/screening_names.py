"""What a city calls its places and sources: no persons' names, whatever they sound like."""

from collections.abc import Iterator

from accounts.models import City
from mapping.models import District, Source


def district_names(city: City) -> Iterator[str]:
    yield from District.objects.filter(city=city).values_list("name", flat=True).distinct()


def source_names(city: City) -> Iterator[str]:
    yield from Source.objects.filter(city=city).values_list("name", flat=True)
