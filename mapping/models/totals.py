"""What remains of records whose time is over: how many there were in a year, without text or key."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.history import with_history
from accounts.markings import up_to
from accounts.models import CityOwned, Marking
from mapping.models.boundaries import District
from mapping.models.sources import Source

# How late a report is said to be at most.
MOST_MONTHS = 12


class Family(models.TextChoices):
    """By what it is counted. A record with several currents counts once under each."""

    PLACE = "place", _("Where")
    DISTRICT = "district", _("District")
    CURRENT = "current", _("Current")
    KIND = "kind", _("What kind")
    GROUP = "group", _("Who was targeted or harmed")


class YearTotalQuerySet(models.QuerySet["YearTotal"]):
    def counted(self, clearance: str) -> Self:
        """What counts for somebody cleared so far; as with records (`Observation.objects.counted`)."""
        return self.filter(marking__in=up_to(clearance)).exclude(counts_below__in=up_to(clearance))


@with_history()
class YearTotal(CityOwned):
    """How many approved records of a year had one code, of one source and marking.

    `months_late` says how many months after the year the latest of them was reported (12 for longer): what is known
    of the current year by now is compared with what was known of that one as long after it.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    family = models.CharField(_("counted by"), max_length=10, choices=Family)
    code = models.CharField(_("code"), max_length=40, blank=True)
    district = models.ForeignKey(District, models.PROTECT, null=True, related_name="+", db_constraint=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", db_constraint=False)
    marking = models.CharField(_("marking"), max_length=12, choices=Marking)
    counts_below = models.CharField(_("counts below"), max_length=12, choices=Marking, blank=True)
    months_late = models.PositiveSmallIntegerField(_("months until reported"))
    count = models.PositiveIntegerField(_("records"))

    objects: ClassVar[models.Manager["YearTotal"]] = YearTotalQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("total of a year")
        ordering = ["year", "family", "code"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=[
                    *("city", "year", "family", "code", "district", "source"),
                    *("marking", "counts_below", "months_late"),
                ],
                name="mapping_yeartotal_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(family__in=Family.values, months_late__lte=MOST_MONTHS)
                & (
                    Q(family=Family.DISTRICT, district__isnull=False, code="")
                    | (~Q(family=Family.DISTRICT) & ~Q(code="") & Q(district__isnull=True))
                ),
                name="mapping_yeartotal_of_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.count}"
