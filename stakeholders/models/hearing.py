"""Who was heard: organisations that were invited, and people as separate totals that are never crossed."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Deferrable, Q
from django.utils.translation import gettext_lazy as _

from accounts.history import with_history
from accounts.models import CityOwned
from stakeholders.models.consultations import Consultation
from stakeholders.models.organisations import Organisation
from stakeholders.models.readable import PartQuerySet
from stakeholders.vocabulary import AgeBand, Answer, Axis, Confidentiality, Sector


@with_history(part_of="consultation")
class Attendance(CityOwned):
    """An organisation that was invited, and what came of it. There is none of a confidential session."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="attendance", db_constraint=False)
    confidentiality = models.CharField(max_length=15, choices=Confidentiality, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_constraint=False)
    answer = models.CharField(_("what came of it"), max_length=10, choices=Answer, default=Answer.TOOK_PART)

    class Meta(CityOwned.Meta):
        verbose_name = _("invited organisation")
        ordering = ["organisation__name"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["city", "consultation", "organisation"],
                name="stakeholders_attendance_once",
                # rows of a list are saved one by one: two that change places are the same twice in between
                deferrable=Deferrable.DEFERRED,
                violation_error_message=_("This organisation stands in the list already."),
            ),
            models.CheckConstraint(
                condition=~Q(confidentiality=Confidentiality.CONFIDENTIAL) & Q(answer__in=Answer.values),
                name="stakeholders_attendance_rule",
                violation_error_message=_("Of a confidential session no organisation is kept."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_answer_display()}"


@with_history(part_of="consultation")
class HeadCount(CityOwned):
    """How many people of one sector, of one population group or of one age band took part."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="head_counts", db_constraint=False)
    axis = models.CharField(_("counted by"), max_length=6, choices=Axis)
    code = models.CharField(_("of"), max_length=60)
    people = models.PositiveIntegerField(_("people"))
    represented = models.BooleanField(_("through a representative"), default=False)

    objects: ClassVar[models.Manager[Any]] = PartQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("head count")
        ordering = ["axis", "code"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["city", "consultation", "axis", "code"],
                name="stakeholders_headcount_once",
                deferrable=Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=(Q(axis=Axis.SECTOR, code__in=Sector.values, represented=False))
                | (Q(axis=Axis.AGE, code__in=AgeBand.values, represented=False))
                | Q(axis=Axis.GROUP),
                name="stakeholders_headcount_vocabulary",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.people}"
