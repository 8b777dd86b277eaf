"""What puts a project in question: raised once, and closed by a decision with its reason alone."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.city import CurrentCity
from accounts.history import with_history
from accounts.markings import Marking
from accounts.models import CityOwned, user_field
from core.lengths import REASON, SENTENCES
from planning.models.projects import Project
from planning.vocabulary import FlagCause, FlagDecision
from records.models.review import open_to_member

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class ReviewFlagQuerySet(models.QuerySet["ReviewFlag"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Of projects one sees, and made of nothing above one's clearance."""
        return self.filter(open_to_member(user), open_to_member(user, "project__marking"), city=CurrentCity())

    def to_decide(self) -> Self:
        return self.filter(decision="")

    def decided(self) -> Self:
        """What was decided, and why, is for everybody who reads the project; what a flag tells is not."""
        return self.exclude(decision="")


@with_history(part_of="project")
class ReviewFlag(CityOwned):
    """`key` says of what exactly it was raised, so that nothing raises it twice; `before` and `after` are what the
    project stood on and what is now, marked as the highest of what they are of."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="flags", db_constraint=False)
    cause = models.CharField(_("cause"), max_length=20, choices=FlagCause)
    key = models.CharField(_("of what"), max_length=200, editable=False)
    before = models.TextField(_("before"), max_length=SENTENCES, blank=True)
    after = models.TextField(_("now"), max_length=SENTENCES)
    marking = models.CharField(_("marking of what it tells"), max_length=12, choices=Marking, default=Marking.AMBER)
    raised_by = user_field(_("raised by"))
    raised_at = models.DateTimeField(_("raised"), db_default=Now())
    decide_by = models.DateField(_("decide by"), null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=FlagDecision, blank=True)
    reason = models.TextField(_("what changes, and why"), max_length=REASON, blank=True)
    decided_by = user_field(_("decided by"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects: ClassVar[models.Manager["ReviewFlag"]] = ReviewFlagQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("flag")
        ordering = ["-raised_at", "-id"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(fields=["city", "project", "cause", "key"], name="planning_reviewflag_once"),
            models.CheckConstraint(
                condition=Q(cause__in=FlagCause.values) & Q(decision__in=["", *FlagDecision.values]),
                name="planning_reviewflag_vocabulary",
            ),
            models.CheckConstraint(
                condition=Q(decision="", reason="", decided_at__isnull=True)
                | (~Q(decision="") & ~Q(reason="") & Q(decided_at__isnull=False)),
                name="planning_reviewflag_why",
                violation_error_message=_("Say what changes, and why. Every member reads this."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_cause_display())
