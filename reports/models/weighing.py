"""What comes first, as the rule puts it and as a person moved it; and what is to be done about it."""

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.city import CurrentCity
from accounts.history import with_history
from accounts.markings import Marking
from accounts.models import CityOwned, user_field
from analysis.priorities import Band
from core.lengths import REASON, SENTENCES
from records.models.review import cleared
from reports.models.diagnoses import Diagnosis
from stakeholders.vocabulary import NeedCategory

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

Row = TypeVar("Row", bound=models.Model)
# Needs and what was done about them are asked for by their category, and the district's code ("" for the whole city).
Answered = tuple[str, str]


class WeighedQuerySet(models.QuerySet[Row]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """What officers and admins are cleared for; network members read them in editions."""
        return self.filter(cleared(user), city=CurrentCity())


class PriorityQuerySet(WeighedQuerySet["Priority"]):
    pass


class RecommendationQuerySet(WeighedQuerySet["Recommendation"]):
    pass


class PartOfDiagnosis(CityOwned):
    """A row that is printed with a diagnosis, and marked as what that was made of."""

    marking = models.CharField(
        _("marking of what it was made of"), max_length=12, choices=Marking, default=Marking.RED, editable=False
    )
    category = models.CharField(_("kind of need"), max_length=20, choices=NeedCategory, blank=True)
    area = models.CharField(_("district"), max_length=60, blank=True)

    class Meta(CityOwned.Meta):
        abstract = True

    @property
    def answered(self) -> Answered:
        return self.category, self.area


@with_history(part_of="diagnosis")
class Priority(PartOfDiagnosis):
    """A need in a district or the whole city, with the parts that put it into its band (`analysis.priorities`).

    `lowest` and `highest` are the bands at both ends of what is known; `parts` is [[name, low, high], …]. `band` is
    where a person moved it, with the reason that is printed; empty where the rule decides.
    """

    class InBand(models.TextChoices):
        HIGH = Band.HIGH.value, pgettext_lazy("a priority", "High")
        MEDIUM = Band.MEDIUM.value, pgettext_lazy("a priority", "Medium")
        LOW = Band.LOW.value, pgettext_lazy("a priority", "Low")

    diagnosis = models.ForeignKey(Diagnosis, models.CASCADE, related_name="priorities", db_constraint=False)
    order = models.PositiveSmallIntegerField(_("order"), editable=False)
    parts = models.JSONField(_("parts"), default=list, editable=False)
    lowest = models.CharField(_("lowest band by the rule"), max_length=6, choices=InBand, editable=False)
    highest = models.CharField(_("highest band by the rule"), max_length=6, choices=InBand, editable=False)
    unsettled = models.BooleanField(_("other weights would give another band"), default=False, editable=False)
    band = models.CharField(_("band set by a person"), max_length=6, choices=InBand, blank=True)
    reason = models.TextField(_("why it was moved"), max_length=REASON, blank=True)
    decided_by = user_field(_("moved by"))
    decided_at = models.DateTimeField(_("moved"), null=True, blank=True)

    objects: ClassVar[models.Manager["Priority"]] = PriorityQuerySet.as_manager()

    class Meta(PartOfDiagnosis.Meta):
        verbose_name = _("priority")
        ordering = ["order"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(fields=["city", "diagnosis", "category", "area"], name="reports_priority_once"),
            models.CheckConstraint(
                condition=Q(category__in=NeedCategory.values)
                & Q(lowest__in=[each.value for each in Band], highest__in=[each.value for each in Band])
                & Q(band__in=["", *(each.value for each in Band)]),
                name="reports_priority_vocabulary",
            ),
            models.CheckConstraint(
                condition=Q(band="", reason="") | (~Q(band="") & ~Q(reason="") & Q(decided_at__isnull=False)),
                name="reports_priority_moved_why",
                violation_error_message=_("Say why it is moved. Your reason is printed."),
            ),
        ]

    def __str__(self) -> str:
        name = str(NeedCategory(self.category).label)
        return f"{name} ({self.area})" if self.area else name

    @property
    def rule_is_sure(self) -> bool:
        return self.lowest == self.highest and not self.unsettled


@with_history(part_of="diagnosis")
class Recommendation(PartOfDiagnosis):
    """What is to be done, by whom and by when; and in the next diagnosis what became of it.

    It answers a need (`category`, with `area` for a district) or a judgement, by its key across versions, or both.
    `owner` is a unit or an organisation, never a person. `outcome` says what was done, or why nothing was.
    `carried_from` is the number of the diagnosis it was brought over from; nobody has looked at it since where
    `written_by` is empty.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("a recommendation", "Proposed")
        AGREED = "agreed", pgettext_lazy("a recommendation", "Agreed")
        UNDER_WAY = "under_way", _("Under way")
        DONE = "done", pgettext_lazy("a recommendation", "Done")
        NOT_TAKEN_UP = "not_taken_up", _("Heard, not taken up")

    OVER = (Status.DONE, Status.NOT_TAKEN_UP)
    PROMISED = (Status.AGREED, Status.UNDER_WAY)

    diagnosis = models.ForeignKey(Diagnosis, models.CASCADE, related_name="recommendations", db_constraint=False)
    text = models.TextField(_("what is recommended"), max_length=SENTENCES)
    judgement_key = models.CharField(_("judgement it answers"), max_length=120, blank=True)
    owner = models.CharField(_("unit or organisation that does it"), max_length=200, blank=True)
    due = models.DateField(_("to be done by"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.PROPOSED)
    outcome = models.TextField(_("what was done, or why it is not taken up"), max_length=SENTENCES, blank=True)
    review_by = models.DateField(_("look at it again by"), null=True, blank=True)
    # Its words go to every member, who are cleared for less than what the diagnosis is made of: a person says so.
    for_partners = models.BooleanField(_("every member may read it"), default=False)
    carried_from = models.PositiveIntegerField(_("brought over from diagnosis no."), null=True, blank=True)
    # Proposed by what stands on the need: not printed before somebody looked at it.
    from_project = models.PositiveBigIntegerField(_("proposed from project no."), null=True, blank=True, editable=False)
    written_by = user_field(_("written by"))
    written_at = models.DateTimeField(_("written"), null=True, blank=True)

    objects: ClassVar[models.Manager["Recommendation"]] = RecommendationQuerySet.as_manager()

    class Meta(PartOfDiagnosis.Meta):
        verbose_name = _("recommendation")
        ordering = ["id"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(category="", judgement_key="") & (Q(area="") | ~Q(category="")),
                name="reports_recommendation_answers",
                violation_error_message=_("Say which need or which judgement it answers."),
            ),
            models.CheckConstraint(
                condition=Q(category__in=["", *NeedCategory.values])
                & Q(status__in=["proposed", "agreed", "under_way", "done", "not_taken_up"]),
                name="reports_recommendation_vocabulary",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["done", "not_taken_up"]) | ~Q(outcome=""),
                name="reports_recommendation_outcome",
                violation_error_message=_("Say what was done, or why it is not taken up."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["agreed", "under_way"])
                | (~Q(owner="") & Q(due__isnull=False))
                | Q(from_project__isnull=False, written_by__isnull=True),
                name="reports_recommendation_promised",
                violation_error_message=_("What is agreed has somebody who does it, and a day."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_over(self) -> bool:
        return self.status in self.OVER

    @property
    def is_only_proposed(self) -> bool:
        """Whether a project gave cause for it, and nobody looked at it yet."""
        return self.from_project is not None and self.written_by_id is None
