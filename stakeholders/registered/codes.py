"""Codes of the city's own, and what stands for them in a history."""

from collections.abc import Callable

from django.db.models import Model

from accounts.city import CurrentCity
from mapping.models import called_today
from records.registries.record_types import has_field
from stakeholders.models import PopulationGroup


def _groups(codes: set[str]) -> dict[str, str]:
    return dict(PopulationGroup.objects.filter(city=CurrentCity(), code__in=codes).values_list("code", "name"))


# By the field they stand in.
OF_THE_CITY: "dict[str, Callable[[set[str]], dict[str, str]]]" = {
    "district": called_today,
    "districts": called_today,
    "groups": _groups,
}


def named_in(model: type[Model]) -> "dict[str, Callable[[set[str]], dict[str, str]]]":
    """The names of what this model holds by codes of the city."""
    return {name: called for name, called in OF_THE_CITY.items() if has_field(model, name)}
