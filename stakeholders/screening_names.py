"""What a city calls its organisations and groups: no persons' names, whatever they sound like."""

from collections.abc import Iterator
from functools import cache

from accounts.composed import Composed, Parameter
from accounts.models import City
from stakeholders.models import Organisation, PopulationGroup


def organisation_names(city: City) -> Iterator[str]:
    yield from _of_organisations().column(None, city=city.pk)


@cache
def _of_organisations() -> Composed:
    return Composed(Organisation.objects.filter(city=Parameter("city")).values_list("name"))


def group_names(city: City) -> Iterator[str]:
    yield from _of_groups().column(None, city=city.pk)


@cache
def _of_groups() -> Composed:
    return Composed(PopulationGroup.objects.filter(city=Parameter("city")).values_list("name"))
