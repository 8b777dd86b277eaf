"""Boundary sets and the residents of their districts."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import City
from core.form_words import FIRST_DAY
from mapping.actions.alone import import_alone
from mapping.models import BoundarySet, District

# A city's first boundaries are taken to have been there all along, so that older records find their district.
ALL_ALONG = FIRST_DAY


@dataclass(frozen=True, slots=True)
class NewDistrict:
    """A district that is not saved yet; `geometry` is GeoJSON in WGS 84. `feature` is which one of its file it is, or
    begins with, counted from 1."""

    code: str
    name: str
    geometry: dict[str, Any]
    area_km2: float
    feature: int = 0


@dataclass(frozen=True, slots=True)
class Added:
    """A boundary set, and whether this call made it (the same file again finds what is there); what to look at."""

    boundary_set: BoundarySet
    new: bool
    count: int
    told: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@transaction.atomic
def add_boundary_set(
    *,
    city: City,
    name: str,
    districts: Sequence[NewDistrict],
    valid_from: datetime.date | None = None,
    first_valid_from: datetime.date | None = None,
    take_place: bool = False,
    file_name: str = "",
    file_sha256: str = "",
    repairs: Sequence[Mapping[str, Any]] = (),
) -> Added:
    """Save boundaries that are valid from a day on; the city's first ones from the beginning, later ones from today.

    The same file for the same day, or for no stated day, is there already and changes nothing. `first_valid_from`
    is the day from which the first boundaries hold that were imported without one; with `take_place`, the set of the
    same day is replaced where nothing refers to its districts. Raises ValidationError.
    """
    import_alone(city.pk)
    if first_valid_from:
        _date_first(city, first_valid_from)
    sets = _of_the_city(city)
    same = [each for each in sets if file_sha256 and each.file_sha256 == file_sha256]
    if there := [each for each in same if valid_from in (None, each.valid_from)]:
        first_of_all = min(there, key=lambda each: each.pk)
        count = District.objects.filter(boundary_set=first_of_all).count()
        return Added(first_of_all, new=False, count=count, told=tuple(_order(first_of_all, sets)))
    day = valid_from
    if take_place:
        day = _take_away(city, valid_from)
        sets = _of_the_city(city)
    days = {each.valid_from for each in sets}
    first = ALL_ALONG not in days if first_valid_from else not days
    boundary_set = BoundarySet(
        city=city,
        name=name[:120],
        valid_from=day or (ALL_ALONG if first else timezone.localdate()),
        file_name=file_name[:255],
        file_sha256=file_sha256,
        repairs=list(repairs),
    )
    if boundary_set.valid_from in days:
        raise ValidationError(
            _(
                "There are boundaries from %(day)s on already, from another file. Give another --valid-from, or "
                "--replace to put these in their place."
            )
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
    return Added(boundary_set, new=True, count=len(rows), told=tuple(_order(boundary_set, sets)))


def _of_the_city(city: City) -> list[BoundarySet]:
    """A city has a handful, the oldest first; nobody else adds one meanwhile (`import_alone`)."""
    return list(BoundarySet.objects.filter(city=city).order_by("valid_from"))


def _date_first(city: City, day: datetime.date) -> None:
    """The boundaries that were taken to have been there all along hold from a day on."""
    sets = BoundarySet.objects.filter(city=city)
    undated = sets.filter(valid_from=ALL_ALONG).first()
    if undated is None:
        if sets.filter(valid_from=day).exists():
            return
        raise ValidationError(_("No boundaries were imported without a day: --first-valid-from has nothing to change."))
    undated.valid_from = day
    undated.full_clean()
    undated.save(update_fields=["valid_from"])


def _take_away(city: City, day: datetime.date | None = None) -> datetime.date:
    """Remove the boundaries of a day, or the newest, where nothing refers to their districts; the day."""
    old = boundary_set_of(city=city, valid_from=day)
    for relation in District._meta.related_objects:
        model = relation.related_model
        if hasattr(model, "pgh_tracked_model"):
            continue
        if model._base_manager.filter(**{f"{relation.field.name}__boundary_set": old}).exists():  # type: ignore[union-attr]
            raise ValidationError(
                _(
                    "The boundaries from %(day)s on cannot be replaced: %(what)s refer to their districts. Import the "
                    "new ones with a --valid-from of their own."
                )
                % {"day": old.valid_from.isoformat(), "what": model._meta.verbose_name_plural}  # type: ignore[union-attr]
            )
    held_from = old.valid_from
    old.delete()
    return held_from


def _order(kept: BoundarySet, sets: Sequence[BoundarySet]) -> Iterator[str]:
    """What the days of a city's boundaries, the oldest first, mean for one set, where a person may have meant it
    otherwise."""
    before = next((each for each in reversed(sets) if each.valid_from < kept.valid_from), None)
    after = next((each for each in sets if each.valid_from > kept.valid_from), None)
    names = {"name": kept.name, "day": kept.valid_from.isoformat()}
    is_to_come = kept.valid_from > timezone.localdate()
    if before is not None and before.valid_from == ALL_ALONG and after is None and not is_to_come:
        yield _(
            "“%(name)s” takes the place of “%(before)s” from %(day)s on, today too: “%(before)s” was imported without "
            "a day and counts as the older. If it is the newer, say since when it holds: import this file again with "
            "--first-valid-from DATE."
        ) % {**names, "before": before.name}
    if after is not None:
        yield _("“%(name)s” holds from %(day)s until “%(after)s” begins on %(end)s.") % {
            **names,
            "after": after.name,
            "end": after.valid_from.isoformat(),
        }
    if is_to_come:
        yield _("“%(name)s” holds from %(day)s on, which is still to come.") % names


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
