"""How it is seen whether a project works: what it was before, what is aimed at, what was measured."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.history import with_history
from accounts.models import CityOwned
from core.lengths import SENTENCES
from planning.models.projects import Project
from planning.vocabulary import Aim, IndicatorKind

DIGITS, PLACES = 14, 2


@with_history(part_of="project")
class Indicator(CityOwned):
    """Where nobody knows what it was before, `baseline` is empty and the page says so: then no change can be told."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="indicators", db_constraint=False)
    kind = models.CharField(_("kind"), max_length=10, choices=IndicatorKind, default=IndicatorKind.OUTPUT)
    title = models.CharField(_("what is measured"), max_length=200)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    baseline = models.DecimalField(_("before"), max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    aim = models.CharField(_("the aim is"), max_length=10, choices=Aim, default=Aim.AT_LEAST)
    target = models.DecimalField(_("aim"), max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    due = models.DateField(_("by"), null=True, blank=True)

    class Meta(CityOwned.Meta):
        verbose_name = _("indicator")
        ordering = ["id"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["city", "project", "title"],
                name="planning_indicator_once",
                violation_error_message=_("Another indicator of this project is called so."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=IndicatorKind.values) & Q(aim__in=Aim.values), name="planning_indicator_vocabulary"
            ),
        ]

    def __str__(self) -> str:
        return self.title


@with_history(part_of="project")
class Measurement(CityOwned):
    """One value of an indicator, from somewhere, of a day."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="measurements", db_constraint=False)
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="measurements", db_constraint=False)
    value = models.DecimalField(_("value"), max_digits=DIGITS, decimal_places=PLACES)
    of = models.PositiveIntegerField(
        _("of how many asked"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(10_000_000)]
    )
    measured_on = models.DateField(_("measured on"))
    source = models.CharField(_("from where it is known"), max_length=200)
    note = models.TextField(_("note"), max_length=SENTENCES, blank=True)

    class Meta(CityOwned.Meta):
        verbose_name = _("measured value")
        ordering = ["-measured_on", "-id"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["city", "indicator", "measured_on", "source"],
                name="planning_measurement_once",
                violation_error_message=_("A value of this day from this source is kept already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} ({self.measured_on})"
