"""Districts of a city. New boundaries make a new set; old records keep theirs."""

import datetime
from collections.abc import Collection
from functools import lru_cache
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.city import CurrentCity
from accounts.composed import Composed, Parameter
from accounts.history import with_history
from accounts.models import CityOwned
from core import formats
from core.sort_keys import Alphabetical


class BoundarySetQuerySet(models.QuerySet["BoundarySet"]):
    def in_force(self, *, on: datetime.date) -> Self:
        """Sets valid on that day, the newest first."""
        return self.filter(valid_from__lte=on).order_by("-valid_from")


@with_history()
class BoundarySet(CityOwned):
    """One division of the city into districts, valid from a day until the next set."""

    name = models.CharField(_("name"), max_length=120)
    valid_from = models.DateField(_("valid from"))
    file_name = models.CharField(_("file"), max_length=255, blank=True)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    repairs = models.JSONField(_("what was repaired in the geometry"), default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["BoundarySet"]] = BoundarySetQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("boundary set")
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["city", "valid_from"],
                name="mapping_boundaryset_valid_from",
                violation_error_message=_("There are boundaries from this day on already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({formats.short_day(self.valid_from)})"


class DistrictQuerySet(models.QuerySet["District"]):
    def of_today(self, *, city_id: Any) -> Self:
        """The districts of the boundaries now in force; none where a city has no boundaries yet.

        The city may be `CurrentCity()`.
        """
        newest = BoundarySet.objects.filter(city=city_id).in_force(on=timezone.localdate())
        return self.filter(city=city_id, boundary_set__in=newest.values("pk")[:1])

    def by_name(self) -> "models.QuerySet[District, tuple[str, str]]":
        """Code and name of each, in the order of the alphabet."""
        return self.order_by(Alphabetical("name")).values_list("code", "name")


def named_today(city_id: int) -> list[tuple[str, str]]:
    """Code and name of each district of the boundaries now in force, in the order of the alphabet. Inside its city.

    Nearly every form and list asks for them: the question is composed once a day in each language.
    """
    named: list[Any] = _named_on(timezone.localdate(), get_language()).rows(None, city=city_id)
    return named


def called_today(codes: Collection[str]) -> dict[str, str]:
    """The names of some districts by their codes, as they are called today. Inside their city."""
    return dict(District.objects.of_today(city_id=CurrentCity()).filter(code__in=codes).values_list("code", "name"))


@lru_cache(maxsize=64)
def _named_on(_day: datetime.date, _language: str | None) -> Composed:
    return Composed(District.objects.of_today(city_id=Parameter("city")).by_name())


@with_history()
class District(CityOwned):
    """One district: its outline (GeoJSON, WGS 84, lon/lat), its area in km² and its residents."""

    boundary_set = models.ForeignKey(BoundarySet, models.CASCADE, related_name="districts", db_constraint=False)
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    geometry = models.JSONField(_("outline"))
    area_km2 = models.FloatField(_("area, km²"))
    population = models.PositiveIntegerField(_("residents"), null=True, blank=True)
    population_source = models.CharField(_("source of the number of residents"), max_length=255, blank=True)

    objects: ClassVar[models.Manager["District"]] = DistrictQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("district")
        ordering = ["code"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["city", "boundary_set", "code"],
                name="mapping_district_code",
                violation_error_message=_("The code is used by another district of this set."),
            ),
            models.CheckConstraint(condition=~Q(code=""), name="mapping_district_has_code"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def density(self) -> float | None:
        """Residents per km²."""
        return self.population / self.area_km2 if self.population is not None and self.area_km2 else None
