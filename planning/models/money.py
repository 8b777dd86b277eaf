"""Who pays for a project."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.history import with_history
from accounts.models import CityOwned
from planning.models.projects import Project

MOST_MONEY = 10**12


@with_history(part_of="project")
class Funding(CityOwned):
    """What one funder gives, as an amount or as a share in percent; `lost_on` where it gives no more."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="fundings", db_constraint=False)
    funder = models.CharField(_("funder"), max_length=200)
    amount = models.PositiveBigIntegerField(
        _("amount a year"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_MONEY)]
    )
    share = models.PositiveSmallIntegerField(
        _("share, in percent"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    lost_on = models.DateField(_("pays no more since"), null=True, blank=True)

    class Meta(CityOwned.Meta):
        verbose_name = _("funding")
        ordering = ["id"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["city", "project", "funder"],
                name="planning_funding_once",
                violation_error_message=_("This funder stands in the list already."),
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=1, share__lte=100),
                name="planning_funding_share",
                violation_error_message=_("A share is from 1 to 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return self.funder
