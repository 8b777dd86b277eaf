"""Who looks where, and from when to when. What no source covered was not looked at; it is never zero."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.city import CurrentCity
from accounts.history import with_history
from accounts.markings import Marking
from accounts.models import CityOwned
from core import formats
from mapping.models.boundaries import District
from mapping.vocabulary import Completeness, SourceType
from records.models.review import cleared

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """What officers and admins are cleared for; of the others they see neither name nor where these looked."""
        return self.filter(cleared(user), city=CurrentCity())


@with_history()
class Source(CityOwned):
    """A source of observations. Its name is restricted: it is printed in no edition but the restricted one.

    Bodies and services are green, as the directory is. No observation is marked lower than the source it is of.
    """

    key = models.SlugField(_("key"), max_length=60)
    name = models.CharField(_("name"), max_length=200)
    source_type = models.CharField(_("type"), max_length=20, choices=SourceType)
    marking = models.CharField(_("marking"), max_length=12, choices=Marking, default=Marking.GREEN)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Source"]] = SourceQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("source")
        ordering = ["name"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["city", "key"],
                name="mapping_source_key",
                violation_error_message=_("Another source of this city has this key."),
            ),
            models.CheckConstraint(condition=Q(source_type__in=SourceType.values), name="mapping_source_type"),
        ]

    def __str__(self) -> str:
        return self.name


@with_history(part_of="source")
class SourceCoverage(CityOwned):
    """Where one source looked, from the first to the last day, and how completely."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="coverage", db_constraint=False)
    whole_city = models.BooleanField(_("the whole city"), default=False)
    online = models.BooleanField(_("online"), default=False)
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))
    completeness = models.CharField(_("completeness"), max_length=10, choices=Completeness)
    districts: ClassVar["models.ManyToManyField[District, CoveredDistrict]"] = models.ManyToManyField(
        District, through="CoveredDistrict", related_name="+"
    )

    class Meta(CityOwned.Meta):
        verbose_name = _("source coverage")
        ordering = ["source", "start"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(start__lte=F("end")),
                name="mapping_sourcecoverage_dates",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(completeness__in=Completeness.values), name="mapping_sourcecoverage_completeness"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {formats.days(self.start, self.end)}"


@with_history(part_of="coverage")
class CoveredDistrict(CityOwned):
    """One district a source looked at."""

    coverage = models.ForeignKey(SourceCoverage, models.CASCADE, related_name="+", db_constraint=False)
    district = models.ForeignKey(District, models.CASCADE, related_name="+", db_constraint=False)

    class Meta(CityOwned.Meta):
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(fields=["city", "coverage", "district"], name="mapping_covereddistrict_once"),
        ]

    def __str__(self) -> str:
        return f"{self.coverage_id}: {self.district_id}"
