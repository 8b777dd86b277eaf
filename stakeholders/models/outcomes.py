"""What was said. Each row says by whom as far as the session's rule allows, and the database refuses more."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.history import with_history
from accounts.models import CityOwned
from analysis import disclosure
from core.lengths import SENTENCES
from mapping.vocabulary import only_from
from stakeholders.models.consultations import Consultation
from stakeholders.models.organisations import Organisation, codes
from stakeholders.models.readable import PartQuerySet
from stakeholders.vocabulary import (
    AgeBand,
    Attribution,
    Body,
    Confidentiality,
    Direction,
    FindingKind,
    FollowUpStatus,
    InformationSource,
    NeedCategory,
    PreventionLevel,
    Sector,
    StakeholderBlock,
)

ONE_TO_FIVE = [(number, str(number)) for number in range(1, 6)]


def one_to_five(verbose_name: object, *, required: bool = False) -> "models.PositiveSmallIntegerField[int, int]":
    return models.PositiveSmallIntegerField(
        verbose_name,  # type: ignore[arg-type]
        null=not required,
        blank=not required,
        choices=ONE_TO_FIVE,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )


def _scale(*names: str) -> Q:
    """Each is from 1 to 5, or not known."""
    condition = Q()
    for name in names:
        condition &= Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__range": (1, 5)})
    return condition


class PartOfConsultation(CityOwned):
    """A row of one session, under its rule: (city, consultation, confidentiality) is a foreign key of the database."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="%(class)s_rows", db_constraint=False)
    confidentiality = models.CharField(max_length=15, choices=Confidentiality, editable=False)

    objects: ClassVar[models.Manager[Any]] = PartQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        abstract = True


class AttributedRow(PartOfConsultation):
    """A row with who said it: an organisation on the record only, a sector never in confidence."""

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        verbose_name=_("said by the organisation"),
    )
    sector = models.CharField(_("said by the sector"), max_length=30, choices=Sector, blank=True)
    block = models.CharField(_("said by the block"), max_length=15, choices=StakeholderBlock)

    class Meta(PartOfConsultation.Meta):
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *CityOwned.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(confidentiality=Confidentiality.ON_RECORD) | Q(organisation__isnull=True))
                & (~Q(confidentiality=Confidentiality.CONFIDENTIAL) | Q(sector=""))
                & Q(block__in=StakeholderBlock.values)
                & Q(sector__in=["", *Sector.values]),
                name="%(app_label)s_%(class)s_said_by",
                violation_error_message=_("The rule of this session does not let it be said who said it."),
            ),
        ]

    @property
    def said_by(self) -> str:
        """As exactly as is kept."""
        if self.organisation_id:
            return str(self.organisation)
        return self.get_sector_display() if self.sector else self.get_block_display()

    @property
    def rater(self) -> str:
        """Whose rating it is, where ratings are counted by who gave them."""
        said = disclosure.Attribution(self.organisation_id, self.sector, self.block)
        return disclosure.rater(self.confidentiality, self.consultation_id, said)


@with_history(part_of="consultation")
class Need(AttributedRow):
    category = models.CharField(_("kind of need"), max_length=20, choices=NeedCategory)
    statement = models.TextField(_("what is needed"), max_length=SENTENCES)
    districts = codes(_("districts"))
    groups = codes(_("for whom"))
    level = models.CharField(_("prevention level"), max_length=10, choices=PreventionLevel, blank=True)
    priority = one_to_five(_("priority"), required=True)

    class Meta(AttributedRow.Meta):
        verbose_name = _("need")
        ordering = ["-priority", "id"]
        constraints = [
            *AttributedRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(category__in=NeedCategory.values)
                & Q(level__in=["", *PreventionLevel.values])
                & _scale("priority"),
                name="stakeholders_need_vocabulary",
            ),
        ]

    def __str__(self) -> str:
        return self.statement


@with_history(part_of="consultation")
class Outlook(AttributedRow):
    """Concern now and what is expected; of the city where no district is named."""

    district = models.CharField(_("district"), max_length=60, blank=True)
    concern = one_to_five(_("concern now"), required=True)
    direction = models.CharField(_("expected in the next year"), max_length=12, choices=Direction, blank=True)
    safety = one_to_five(_("feeling of safety"))
    cohesion = one_to_five(_("people get on with each other"))

    class Meta(AttributedRow.Meta):
        verbose_name = _("outlook")
        ordering = ["district", "id"]
        constraints = [
            *AttributedRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(direction__in=["", *Direction.values]) & _scale("concern", "safety", "cohesion"),
                name="stakeholders_outlook_vocabulary",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.district}: {self.concern}"


@with_history(part_of="consultation")
class TrustRating(AttributedRow):
    body = models.CharField(_("trust in"), max_length=20, choices=Body)
    level = one_to_five(_("trust"), required=True)

    class Meta(AttributedRow.Meta):
        verbose_name = _("trust")
        ordering = ["body", "id"]
        constraints = [
            *AttributedRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(body__in=Body.values) & _scale("level"), name="stakeholders_trustrating_vocabulary"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_body_display()}: {self.level}"


@with_history(part_of="consultation")
class Information(PartOfConsultation):
    """Where people of an age learn what is going on, and how well they tell true from false."""

    age_band = models.CharField(_("age"), max_length=10, choices=AgeBand, blank=True)
    sources = codes(_("main sources"))
    media_literacy = one_to_five(_("media literacy"))

    class Meta(PartOfConsultation.Meta):
        verbose_name = _("information")
        ordering = ["age_band", "id"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(age_band__in=["", *AgeBand.values])
                & only_from("sources", InformationSource)
                & _scale("media_literacy"),
                name="stakeholders_information_vocabulary",
            ),
        ]

    def __str__(self) -> str:
        return self.get_age_band_display()


@with_history(part_of="consultation")
class Finding(AttributedRow):
    kind = models.CharField(_("kind of finding"), max_length=25, choices=FindingKind)
    statement = models.TextField(_("what was found"), max_length=SENTENCES)
    districts = codes(_("districts"))

    class Meta(AttributedRow.Meta):
        verbose_name = _("finding")
        ordering = ["kind", "id"]
        constraints = [
            *AttributedRow.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=FindingKind.values), name="stakeholders_finding_vocabulary"),
        ]

    def __str__(self) -> str:
        return self.statement


@with_history(part_of="consultation")
class Disagreement(PartOfConsultation):
    """Where they did not agree; printed, never averaged away."""

    statement = models.TextField(_("what they did not agree on"), max_length=SENTENCES)
    blocks = codes(_("between"))

    class Meta(PartOfConsultation.Meta):
        verbose_name = _("disagreement")
        ordering = ["id"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.CheckConstraint(
                condition=only_from("blocks", StakeholderBlock), name="stakeholders_disagreement_vocabulary"
            ),
        ]

    def __str__(self) -> str:
        return self.statement


@with_history(part_of="consultation")
class Quote(AttributedRow):
    """Verbatim words live here and nowhere else; of confidential sessions none are kept."""

    text = models.TextField(_("their own words"), max_length=SENTENCES)
    attribution = models.CharField(_("may be attributed"), max_length=12, choices=Attribution)
    consented = models.BooleanField(_("they agreed that it is printed"), default=False)

    class Meta(AttributedRow.Meta):
        verbose_name = _("quote")
        ordering = ["id"]
        constraints = [
            *AttributedRow.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(confidentiality=Confidentiality.CONFIDENTIAL) & Q(attribution__in=Attribution.values),
                name="stakeholders_quote_rule",
                violation_error_message=_("Of a confidential session no quotes are kept."),
            ),
            models.CheckConstraint(
                condition=Q(confidentiality=Confidentiality.ON_RECORD) | ~Q(attribution=Attribution.ORGANISATION),
                name="stakeholders_quote_attribution",
                violation_error_message=_("Under this session's rule words are attributed to a sector at most."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


@with_history(part_of="consultation")
class FollowUp(PartOfConsultation):
    """What was recommended, who does something about it, what changed, and whether they were told."""

    recommendation = models.TextField(_("what was recommended"), max_length=SENTENCES)
    owner = models.CharField(_("who does something about it"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=FollowUpStatus, default=FollowUpStatus.OPEN)
    what_changed = models.TextField(_("what changed"), max_length=SENTENCES, blank=True)
    told_on = models.DateField(_("they were told on"), null=True, blank=True)

    class Meta(PartOfConsultation.Meta):
        verbose_name = _("follow-up")
        ordering = ["id"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(status__in=FollowUpStatus.values), name="stakeholders_followup_vocabulary"
            ),
        ]

    def __str__(self) -> str:
        return self.recommendation
