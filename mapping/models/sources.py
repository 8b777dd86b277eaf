"""Who looks where, and from when to when. What no source covered was not looked at; it is never zero."""

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import F, Max, Q, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.city import CurrentCity
from accounts.history import with_history
from accounts.markings import Marking
from accounts.models import CityOwned
from core import formats
from core.lengths import REASON
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


class SourceCoverageQuerySet(models.QuerySet["SourceCoverage"]):
    def with_until(self) -> "models.QuerySet[Any]":
        """Each with `until`, the last day it looked as far as can be known. A source that still looks has told of all
        days up to today, or up to the day of its newest file, where its records come from files.
        """
        newest = Max("source__imports__extracted_on")
        told = Greatest(F("start"), Coalesce(newest, Value(timezone.localdate())))
        return self.annotate(until=Coalesce(F("end"), told))


@with_history(part_of="source")
class SourceCoverage(CityOwned):
    """Where one source looked, from the first to the last day, and how completely. Without a last day it looks on."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="coverage", db_constraint=False)
    whole_city = models.BooleanField(_("the whole city"), default=False)
    online = models.BooleanField(_("online"), default=False)
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"), null=True, blank=True)
    completeness = models.CharField(_("completeness"), max_length=10, choices=Completeness)
    districts: ClassVar["models.ManyToManyField[District, CoveredDistrict]"] = models.ManyToManyField(
        District, through="CoveredDistrict", related_name="+"
    )

    objects: ClassVar[models.Manager["SourceCoverage"]] = SourceCoverageQuerySet.as_manager()

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
        return f"{self.source}: {formats.days_or_still(self.start, self.end)}"


@with_history(part_of="source")
class PracticeChange(CityOwned):
    """From this day on a source records otherwise than before: what lies on both sides of it is not compared."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="practice_changes", db_constraint=False)
    changed_on = models.DateField(_("day"))
    because = models.TextField(_("because"), max_length=REASON)

    class Meta(CityOwned.Meta):
        verbose_name = _("change of recording")
        ordering = ["source", "changed_on"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["city", "source", "changed_on"],
                name="mapping_practicechange_once",
                violation_error_message=_("A change on this day is in the list already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {formats.day(self.changed_on)}"


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
