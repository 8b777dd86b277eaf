"""What a city calls its organisations and groups: no persons' names, whatever they sound like."""

from collections.abc import Iterator

from accounts.models import City
from stakeholders.models import Organisation, PopulationGroup


def organisation_names(city: City) -> Iterator[str]:
    yield from Organisation.objects.filter(city=city).values_list("name", flat=True)


def group_names(city: City) -> Iterator[str]:
    yield from PopulationGroup.objects.filter(city=city).values_list("name", flat=True)
