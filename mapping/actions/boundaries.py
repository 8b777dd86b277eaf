"""Boundary sets and the residents of their districts."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import City
from mapping.models import BoundarySet, District

# A city's first boundaries are taken to have been there all along, so that older records find their district.
ALL_ALONG = datetime.date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class NewDistrict:
    """A district that is not saved yet; `geometry` is GeoJSON in WGS 84."""

    code: str
    name: str
    geometry: dict[str, Any]
    area_km2: float


@dataclass(frozen=True, slots=True)
class Added:
    """A boundary set, and whether this call made it (the same file again finds what is there)."""

    boundary_set: BoundarySet
    new: bool


@transaction.atomic
def add_boundary_set(
    *,
    city: City,
    name: str,
    districts: Sequence[NewDistrict],
    valid_from: datetime.date | None = None,
    file_name: str = "",
    file_sha256: str = "",
    repairs: Sequence[Mapping[str, Any]] = (),
) -> Added:
    """Save boundaries that are valid from a day on; the city's first ones from the beginning, later ones from today.

    The same file for the same day, or for no stated day, is there already and changes nothing.
    """
    City.objects.select_for_update(no_key=True).get(pk=city.pk)  # two imports of one city wait for each other
    same = BoundarySet.objects.filter(city=city, file_sha256=file_sha256).exclude(file_sha256="")
    there = (same.filter(valid_from=valid_from) if valid_from else same).first()
    if there is not None:
        return Added(there, new=False)
    first = not BoundarySet.objects.filter(city=city).exists()
    boundary_set = BoundarySet(
        city=city,
        name=name[:120],
        valid_from=valid_from or (ALL_ALONG if first else timezone.localdate()),
        file_name=file_name[:255],
        file_sha256=file_sha256,
        repairs=list(repairs),
    )
    if BoundarySet.objects.filter(city=city, valid_from=boundary_set.valid_from).exists():
        raise ValidationError(
            _("There are boundaries from %(day)s on already, from another file. Give another --valid-from.")
            % {"day": boundary_set.valid_from.isoformat()}
        )
    boundary_set.full_clean()
    boundary_set.save()
    rows = [
        District(
            city=city,
            boundary_set=boundary_set,
            code=district.code,
            name=district.name,
            geometry=district.geometry,
            area_km2=district.area_km2,
        )
        for district in districts
    ]
    District.objects.bulk_create(rows)
    return Added(boundary_set, new=True)


def boundary_set_of(*, city: City, valid_from: datetime.date | None = None) -> BoundarySet:
    """The set that is valid from that day, or the newest. Raises ValidationError where there is none."""
    sets = BoundarySet.objects.filter(city=city).order_by("-valid_from")
    found = sets.filter(valid_from=valid_from).first() if valid_from else sets.first()
    if found is not None:
        return found
    days = ", ".join(day.isoformat() for day in sets.values_list("valid_from", flat=True))
    if days:
        raise ValidationError(
            _("No boundaries are valid from %(day)s. There are some from: %(days)s.")
            % {"day": valid_from, "days": days}
        )
    raise ValidationError(
        _("%(city)s has no boundaries yet. Import them with import_boundaries.") % {"city": city.name}
    )


@transaction.atomic
def set_populations(*, boundary_set: BoundarySet, populations: Mapping[str, int], source: str = "") -> int:
    """Write the residents of districts by code; the number of districts that changed."""
    changed = []
    for district in District.objects.filter(boundary_set=boundary_set, code__in=list(populations)):
        residents = populations[district.code]
        if (district.population, district.population_source) != (residents, source):
            district.population, district.population_source = residents, source
            changed.append(district)
    District.objects.bulk_update(changed, ["population", "population_source"])
    return len(changed)
