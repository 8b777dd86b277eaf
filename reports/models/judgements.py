"""A judgement: what the job proposes and a person decides, or what a person wrote."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.city import CurrentCity
from accounts.history import with_history
from accounts.markings import Marking
from accounts.models import CityOwned, user_field
from core.lengths import REASON, SENTENCES
from records.models.review import cleared
from reports.models.diagnoses import Diagnosis

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


# Begins the key of a judgement that a person wrote, which no proposal has.
OWN = "own."


class JudgementQuerySet(models.QuerySet["Judgement"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """What officers and admins are cleared for; network members read judgements in editions."""
        return self.filter(cleared(user), city=CurrentCity())


@with_history(part_of="diagnosis")
class Judgement(CityOwned):
    """What the job proposes and a person decides; `key` says which proposal it is, across versions.

    `proposed` is the sentence the job wrote, `statement` the one that is printed; `reason` says why somebody dismissed
    it, or set another confidence than the rule, and is printed in that case; written in any other it is kept.

    `evidence` is [{"what": …, "value": …}], numbers taken from the snapshot; one with "consultations" names the
    sessions it stands on, one with "records" those that were counted, one with "needed" a part of the rule for its
    confidence: they are for who decides it, and never printed. `confidence_reasons` lists the parts that decided.

    One that a person wrote has a key that begins with OWN, and nothing proposed until it is carried over from the last
    diagnosis: then `proposed` is how it stood there (`reports.judgements.carried`). {"cited": …, "event": …} of its
    evidence names a record or passage, and its newest event when that was attached (`reports.judgements.attached`).
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        CONFIRMED = "confirmed", _("Confirmed")
        REWRITTEN = "rewritten", _("Rewritten")
        DISMISSED = "dismissed", _("Dismissed")

    class Confidence(models.TextChoices):
        HIGH = "high", _("High")
        MODERATE = "moderate", _("Moderate")
        LOW = "low", _("Low")

    diagnosis = models.ForeignKey(Diagnosis, models.CASCADE, related_name="judgements", db_constraint=False)
    # The highest of what it was made of. Estimates of variation, and which findings stand out, come from all records of
    # the snapshot, so each judgement was made of all of them.
    marking = models.CharField(
        _("marking of what it was made of"), max_length=12, choices=Marking, default=Marking.RED, editable=False
    )
    key = models.CharField(_("key"), max_length=120, editable=False)
    section = models.PositiveSmallIntegerField(_("section"))
    order = models.PositiveSmallIntegerField(_("order"), editable=False)
    statement = models.TextField(_("statement"), max_length=SENTENCES)
    likelihood = models.CharField(_("likelihood"), max_length=30)
    confidence = models.CharField(_("confidence"), max_length=10, choices=Confidence)
    confidence_reasons = models.JSONField(_("why this confidence"), default=list)
    evidence = models.JSONField(_("evidence"), default=list)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    accepted_unread = models.BooleanField(_("accepted without review"), default=False)
    proposed = models.TextField(_("sentence that was proposed"), max_length=SENTENCES, blank=True)
    proposed_confidence = models.CharField(_("confidence by the rule"), max_length=10, blank=True, editable=False)
    reason = models.TextField(_("reason for the decision"), max_length=REASON, blank=True)
    decided_by = user_field(_("decided by"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects: ClassVar[models.Manager["Judgement"]] = JudgementQuerySet.as_manager()

    # What of its evidence is no longer as it was attached, in words; filled by `reports.judgements.attached`.
    left: tuple[str, ...] = ()

    class Meta(CityOwned.Meta):
        verbose_name = _("judgement")
        ordering = ["section", "order"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(fields=["city", "diagnosis", "key"], name="reports_judgement_key"),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(decided_at__isnull=False), name="reports_judgement_decided"
            ),
            models.CheckConstraint(
                condition=~Q(state="dismissed") | ~Q(reason=""),
                name="reports_judgement_dismissed_why",
                violation_error_message=_("Say why it is dismissed."),
            ),
        ]

    def __str__(self) -> str:
        return self.statement

    @property
    def is_undecided(self) -> bool:
        """No person has read it, whether or not it was accepted unread; or it stands on what has left it since."""
        return self.state == self.State.PROPOSED or self.accepted_unread or bool(self.left)

    @property
    def is_own(self) -> bool:
        """Whether a person wrote it, instead of a proposal."""
        return self.key.startswith(OWN)

    @property
    def is_carried(self) -> bool:
        """Whether a person wrote it for an earlier diagnosis, and it is asked about, or was, in this one."""
        return self.is_own and bool(self.proposed)

    @property
    def has_parts(self) -> bool:
        """Whether it is known how its confidence came about."""
        return any("needed" in each for each in self.evidence)

    @property
    def by_rule(self) -> str:
        return str(dict(self.Confidence.choices).get(self.proposed_confidence, ""))

    @property
    def has_other_confidence(self) -> bool:
        return bool(self.proposed_confidence) and self.confidence != self.proposed_confidence
