"""What goes out by mail: at which pace, what waits for whom, and each mail with what became of it."""

import uuid
from typing import ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import ADMINS, EVERYBODY, STAFF, CityOwned, Membership
from records.registries.record_types import history_telling


class Pace(models.TextChoices):
    """How often somebody is mailed; what waits longer goes in one mail."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day, in the morning")
    WEEKLY = "weekly", _("Once a week, on Monday morning")


class NoticePace(CityOwned):
    """The pace somebody chose in a city; at once where they chose none."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("member"))
    pace = models.CharField(_("how often I am mailed"), max_length=8, choices=Pace, default=Pace.AT_ONCE)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("pace of mails")
        constraints = [models.UniqueConstraint(fields=["city", "user"], name="notices_noticepace_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.get_pace_display()}"


class MailingQuerySet(models.QuerySet["Mailing"]):
    def open(self) -> Self:
        return self.filter(sent_at=None, refused_at=None)

    def free(self) -> Self:
        """Open, and nobody is at it, nor is it put off."""
        return self.open().filter(Q(taken_until=None) | Q(taken_until__lt=Now()))


class Mailing(CityOwned):
    """One mail to one person. It is there before it is sent, so that it is sent once; what it says is made then.

    Whoever sends it takes it for a while first (`taken_until`). Who is killed between the server's yes and ours leaves
    one that is sent once more, with the same Message-ID (`number`), and never twice more.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("member"))
    pace = models.CharField(_("pace"), max_length=8, choices=Pace)
    slot = models.CharField(_("slot"), max_length=40)
    number = models.UUIDField(_("number of the mail"), default=uuid.uuid4, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), db_default=Now())
    taken_until = models.DateTimeField(_("taken until"), null=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True)
    refused_at = models.DateTimeField(_("could not be delivered"), null=True)

    objects: ClassVar[models.Manager["Mailing"]] = MailingQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("mailing")
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(fields=["city", "user", "pace", "slot"], name="notices_mailing_once"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(refused_at__isnull=True), name="notices_mailing_one_end"
            ),
        ]
        indexes = [
            models.Index(fields=["city"], condition=Q(sent_at=None, refused_at=None), name="notices_mailing_open")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.slot}"


class Wait(CityOwned):
    """Something waits for somebody, who is mailed where it is, once, with whatever else waits by then."""

    class Kind(models.TextChoices):
        REVIEW = "review", _("Something was handed in")
        RETURNED = "returned", _("Something was returned")
        APPROVED = "approved", _("Something was approved")
        RELEASE = "release", _("Something waits to be released")
        FLAG = "flag", _("Something is to be looked at again")
        REVIEW_BY = "review_by", _("A day of review has passed")
        ANSWER = "answer", _("An answer is asked for")
        ANSWERED = "answered", _("There is an answer")
        UNDECIDED = "undecided", _("A judgement is to be decided again")

    # What admins decide, and what those who work here wrote; everything else waits for any member.
    FOR_ADMINS = (Kind.REVIEW, Kind.RELEASE, Kind.FLAG, Kind.UNDECIDED)
    FOR_STAFF = (Kind.RETURNED, Kind.APPROVED, Kind.REVIEW_BY)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("member"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    link = models.CharField(_("where it is"), max_length=200)
    # Whose page it is, where it is that of one record: who may not read it any more is not mailed.
    model = models.CharField(_("about what kind of record"), max_length=80, blank=True)
    record = models.BigIntegerField(_("about which record"), default=0)
    since = models.DateTimeField(_("since"), db_default=Now())
    mailing = models.ForeignKey(
        Mailing, models.SET_NULL, null=True, related_name="waits", db_constraint=False, verbose_name=_("mailing")
    )

    class Meta(CityOwned.Meta):
        verbose_name = _("thing that waits")
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["city", "user", "kind", "link"], condition=Q(mailing=None), name="notices_wait_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.link}"

    def is_for(self, member: Membership) -> bool:
        """Whether this member may still do, and read, what waits: by their role and clearance now."""
        needed = ADMINS if self.kind in self.FOR_ADMINS else STAFF if self.kind in self.FOR_STAFF else EVERYBODY
        if member.role not in needed:
            return False
        kind = history_telling(apps.get_model(self.model)) if self.model else None
        return kind is None or kind.visible(member.user).filter(pk=self.record).exists()
