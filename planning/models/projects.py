"""Projects: what a city does about what it found, with whom, and who decided so."""

import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.city import CurrentCity
from accounts.history import with_history
from accounts.markings import Marking
from accounts.models import CityOwned, user_field
from core import formats
from core.lengths import REASON, SENTENCES
from core.vocabulary import in_words, only_from
from mapping.vocabulary import Setting
from planning.vocabulary import ProjectStatus, RaisedBy
from records.models.review import open_to_member
from stakeholders.models import Organisation
from stakeholders.models.organisations import codes
from stakeholders.vocabulary import NeedCategory, PreventionLevel

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django_stubs_ext import StrOrPromise

    from accounts.models import User

# Levels at which those a project is for must not be named by who they are.
FOR_SOME = (PreventionLevel.SECONDARY, PreventionLevel.TERTIARY)
UNDER_WAY = (ProjectStatus.ACTIVE, ProjectStatus.PAUSED)
OVER = (ProjectStatus.FINISHED, ProjectStatus.STOPPED)


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """The whole network sees the plan, each member up to their clearance."""
        return self.filter(open_to_member(user), city=CurrentCity())

    def under_way(self) -> Self:
        return self.filter(status__in=UNDER_WAY)

    def not_over(self) -> Self:
        return self.exclude(status__in=OVER)

    def to_review(self, *, on: datetime.date) -> Self:
        """Those under way whose day of review has passed."""
        return self.under_way().filter(review_on__lt=on)

    def asked(self) -> Self:
        """Those for which somebody asked that they start or stop, and nobody has answered."""
        return self.exclude(asked_for="")


@with_history()
class Project(CityOwned):
    """One thing that is done, or is to be. It starts and stops when a second person agrees (`asked_for`); the rest of
    its status is set by those who work on it.

    `status_because` says why it is in its status, `ungrounded_because` why it goes on although it stands on nothing.
    """

    title = models.CharField(_("title"), max_length=200)
    objective = models.TextField(_("what is to be different afterwards"), max_length=SENTENCES)
    for_whom = models.TextField(_("with and for whom"), max_length=SENTENCES)
    level = models.CharField(_("prevention level"), max_length=10, choices=PreventionLevel)
    setting = models.CharField(_("setting"), max_length=20, choices=Setting, blank=True)
    needs = codes(_("needs it meets"))
    districts = codes(_("districts"))
    owner = models.CharField(_("who answers for it"), max_length=200)
    raised_by = models.CharField(_("who asked for it first"), max_length=10, choices=RaisedBy, default=RaisedBy.HEARD)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    budget = models.PositiveBigIntegerField(_("budget"), null=True, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    review_on = models.DateField(_("look at it again on"), null=True, blank=True)
    risks = models.TextField(_("what could go wrong"), max_length=SENTENCES, blank=True)
    no_harm = models.TextField(_("what is done so that it harms nobody"), max_length=SENTENCES, blank=True)
    lessons = models.TextField(_("what was learnt"), max_length=SENTENCES, blank=True)
    ungrounded_because = models.TextField(_("why it has no ground in the diagnosis"), max_length=REASON, blank=True)
    marking = models.CharField(_("marking"), max_length=12, choices=Marking, default=Marking.GREEN)
    status = models.CharField(_("status"), max_length=10, choices=ProjectStatus, default=ProjectStatus.PLANNED)
    status_since = models.DateField(_("in this status since"), null=True, blank=True)
    status_because = models.TextField(_("why it is in this status"), max_length=REASON, blank=True)
    asked_for = models.CharField(_("status that was asked for"), max_length=10, choices=ProjectStatus, blank=True)
    asked_because = models.TextField(_("why it was asked for"), max_length=REASON, blank=True)
    asked_by = user_field(_("asked for by"))
    asked_at = models.DateTimeField(_("asked for"), null=True, blank=True)
    refused_because = models.TextField(_("why it was not agreed to"), max_length=REASON, blank=True)
    agreed_by = user_field(_("agreed by"))
    # Of a very small city (`accounts.four_eyes`).
    alone_because = models.TextField(
        _("why one person alone agreed"), max_length=REASON, blank=True, default="", editable=False
    )
    created_by = user_field()
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Project"]] = ProjectQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("project")
        ordering = ["title", "id"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(level__in=PreventionLevel.values)
                & Q(setting__in=["", *Setting.values])
                & Q(raised_by__in=RaisedBy.values)
                & Q(status__in=ProjectStatus.values)
                & Q(asked_for__in=["", ProjectStatus.ACTIVE, ProjectStatus.STOPPED])
                & only_from("needs", NeedCategory),
                name="planning_project_vocabulary",
                violation_error_message=_("A code from outside the vocabulary was used."),
            ),
            models.CheckConstraint(
                condition=Q(level=PreventionLevel.PRIMARY) | ~Q(setting="") | Q(needs__len__gte=1),
                name="planning_project_for_whom",
                violation_error_message=_(
                    "At this level say with and for whom it is by a setting or a need: name at least one."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(starts_on__lte=F("ends_on")),
                name="planning_project_dates",
                violation_error_message=_("It ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(status=ProjectStatus.PLANNED) | Q(status_since__isnull=False) & ~Q(status_because=""),
                name="planning_project_status_why",
                violation_error_message=_("Say why it is in this status."),
            ),
            models.CheckConstraint(
                condition=Q(asked_for="", asked_by__isnull=True, asked_at__isnull=True, asked_because="")
                | ~Q(asked_for="") & Q(asked_at__isnull=False) & ~Q(asked_because=""),
                name="planning_project_asked",
                violation_error_message=_("Say why it is asked for."),
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True)
                | Q(created_by__isnull=True)
                | ~Q(agreed_by=F("created_by"))
                | ~Q(alone_because=""),
                name="planning_project_four_eyes",
                violation_error_message=_("Nobody agrees to their own project. Ask another admin."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_for_some(self) -> bool:
        """Whether it is for those who may be drawn in or were, who must be named by a setting or a need alone."""
        return self.level in FOR_SOME

    @property
    def is_over(self) -> bool:
        return self.status in OVER

    @property
    def is_of_funder_only(self) -> bool:
        return self.raised_by == RaisedBy.FUNDER

    @property
    def is_past_review(self) -> bool:
        return self.status in UNDER_WAY and self.review_on is not None and self.review_on < timezone.localdate()

    @property
    def when(self) -> str:
        """Its days, as far as they are known; empty where none is."""
        if self.starts_on and self.ends_on:
            return formats.days(self.starts_on, self.ends_on)
        if self.starts_on:
            return str(_("from %(day)s")) % {"day": formats.day(self.starts_on)}
        return str(_("until %(day)s")) % {"day": formats.day(self.ends_on)} if self.ends_on else ""

    def facts(self) -> "list[tuple[StrOrPromise, str]]":
        """What is known of it, but for districts and partners, which are to be looked up."""
        decided = formats.day(self.decided_on) if self.decided_on else ""
        return [
            (_("Prevention level"), self.get_level_display()),
            (_("Setting"), self.get_setting_display()),
            (_("Needs it meets"), in_words(self.needs, NeedCategory)),
            (_("Who answers for it"), self.owner),
            (_("Decided by"), ", ".join(filter(None, [self.decided_by, decided]))),
            (_("When"), self.when),
            (_("Look at it again on"), formats.day(self.review_on) if self.review_on else ""),
            (_("Who asked for it first"), self.get_raised_by_display()),
        ]


@with_history(part_of="project")
class Partnership(CityOwned):
    """An organisation of the directory that a project is done with."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="partnerships", db_constraint=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("organisation")
    )

    class Meta(CityOwned.Meta):
        verbose_name = _("partner")
        ordering = ["id"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(fields=["city", "project", "organisation"], name="planning_partnership_once"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)
