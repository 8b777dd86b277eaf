"""A change that one admin alone may not make: it waits for a second one, or for some days in which nobody refuses."""

import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts.history import with_history
from accounts.markings import Marking
from accounts.models import City, CityOwned, Membership, Role, user_field
from accounts.models.processing import retention_in_words
from core import formats
from core.lengths import REASON
from records.models.accesses import name_of

WAITS = datetime.timedelta(days=7)


class PendingChangeQuerySet(models.QuerySet["PendingChange"]):
    def waiting(self) -> Self:
        return self.filter(state=PendingChange.State.WAITING).select_related("asked_by", "city")

    def waiting_about(self, city: City | int, subject: str) -> Self:
        """What is asked for already about this (`subject`)."""
        return self.waiting().filter(city=city, subject=subject)

    def with_days(self) -> Self:
        """With whether their days pass: none does while an admin is shut out (`settle_due`)."""
        shut_out = Membership.objects.belonging().lasting().admins().held_up().filter(city=OuterRef("city"))
        return self.annotate(days_do_not_pass=Exists(shut_out))

    def due(self) -> Self:
        """Those that nobody refused in time, by the clock of the database."""
        return self.filter(state=PendingChange.State.WAITING, takes_effect_at__lte=Now()).exclude(
            kind__in=PendingChange.NEVER_BY_TIME
        )


@with_history()
class PendingChange(CityOwned):
    """`subject` says what it is about (`membership:12`): of two wishes about the same the second is refused.

    `wish` is what is to be, `found` what stood there when it was asked for; it takes effect only while that is so.
    People read both in their own language (`change_in_words`, `before_in_words`), and why it came to nothing
    (`outcome_in_words`); `title`, `before` and `outcome` keep them in the city's, for the history.
    """

    class Kind(models.TextChoices):
        NEW_ADMIN = "new_admin", _("New admin")
        CLEARANCE = "clearance", _("Higher clearance")
        RETENTION = "retention", _("Shorter retention")
        ERASURE = "erasure", _("Many erased")
        LESS_ADMIN = "less_admin", _("An admin less")
        SUSPENSION = "suspension", _("Suspended admin")
        ALONE = "alone", _("One person decides")

    # Who is shut out can refuse nothing, so no time that passes says that they agree.
    NEVER_BY_TIME = (Kind.SUSPENSION,)

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for a second admin")
        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        IN_TIME = "in_time", _("Took effect: nobody refused")
        OVERTAKEN = "overtaken", _("Overtaken")

    # Filled by `with_days`.
    days_do_not_pass = False

    kind = models.CharField(_("kind of change"), max_length=10, choices=Kind)
    subject = models.CharField(_("what it is about"), max_length=300)
    title = models.CharField(_("change"), max_length=200)
    before = models.CharField(_("before"), max_length=200, blank=True)
    wish = models.JSONField(_("what is to be"), default=dict)
    found = models.JSONField(_("as it was found"), default=dict)
    reason = models.TextField(_("reason"), max_length=REASON, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked"), db_default=Now())
    takes_effect_at = models.DateTimeField(_("takes effect"), db_default=Now() + WAITS)
    decided_by = user_field(_("decided by"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    outcome = models.CharField(_("why it came to nothing"), max_length=400, blank=True)
    # The same by language, as it was when it was decided.
    worded = models.JSONField(_("why, in every language"), default=dict, db_default={}, blank=True, editable=False)

    objects: ClassVar[models.Manager["PendingChange"]] = PendingChangeQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("change that waits for a second admin")
        ordering = ["takes_effect_at", "id"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["city", "subject"], condition=Q(state="waiting"), name="records_pendingchange_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
                name="records_pendingchange_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(decided_at__isnull=False), name="records_pendingchange_decided"
            ),
        ]

    def __str__(self) -> str:
        return self.change_in_words

    @property
    def change_in_words(self) -> str:
        """What is to change, in its reader's language."""
        wish = self.wish
        if self.kind == self.Kind.ALONE:
            return __("One person approves what they wrote, and releases what they checked")
        if self.kind == self.Kind.RETENTION:
            return retention_in_words(wish)
        if self.kind == self.Kind.ERASURE:
            return __("Erase: %(kind)s no. %(number)s") % {"kind": name_of(wish["model"]), "number": wish["record"]}
        if not self._person:
            return self.title
        if "role" in wish:
            return self._role_of_person(wish)
        return __("%(person)s: membership ends") % {"person": self._person}

    @property
    def before_in_words(self) -> str:
        """What stood there when it was asked for, in its reader's language; empty where nothing did."""
        if self.kind == self.Kind.ALONE:
            return __("Two people look at everything")
        if self.kind == self.Kind.RETENTION:
            return retention_in_words(self.found)
        return self._role_of_person(self.found) if self._person and "role" in self.found else self.before

    @property
    def outcome_in_words(self) -> str:
        """Why it came to nothing, in its reader's language; empty where it did not."""
        return str(self.worded.get(get_language() or "", self.outcome))

    @property
    def _person(self) -> str:
        """As they were called when it was asked for; not kept of what was asked for long ago."""
        return str(self.wish.get("person") or self.wish.get("email") or "")

    def _role_of_person(self, said: dict[str, Any]) -> str:
        role, clearance = Role(said["role"]).label, Marking(said["clearance"]).label
        words = {"person": self._person, "role": role, "clearance": clearance}
        return __("%(person)s: %(role)s, %(clearance)s") % words

    @property
    def words(self) -> str:
        """Who asked for it, and what becomes of it if nobody decides; of one that waits, read `with_days`."""
        if not self.comes_by_time:
            told = _("Asked for by %(name)s; holds until a second admin decides.")
        elif self.days_do_not_pass:
            told = _("Asked for by %(name)s; its seven days do not pass while an admin is shut out.")
        else:
            told = _("Asked for by %(name)s; takes effect on %(when)s if nobody refuses.")
        return str(told) % {"name": self.asked_by, "when": formats.moment(self.takes_effect_at)}

    @property
    def comes_by_time(self) -> bool:
        return self.kind not in self.NEVER_BY_TIME

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING
