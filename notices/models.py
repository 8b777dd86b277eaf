"""Change notices: what changed, from what, to what, why; and who of the network has read and acknowledged it."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.history import with_history
from accounts.models import CityOwned
from core.formats import number
from core.lengths import REASON

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


@with_history()
class ChangeNotice(CityOwned):
    """One change told to every member. It names numbers and periods, never what a record or a report says."""

    class What(models.TextChoices):
        RELEASE = "release", _("A diagnosis was released")
        SECOND_ADMIN = "second", _("A change waits for a second admin")
        ACCOUNT = "account", _("The host closed or opened an admin's account")
        READING = "reading", _("One person read unusually much")

    # Told to admins alone.
    FOR_ADMINS = (What.SECOND_ADMIN, What.ACCOUNT, What.READING)

    what = models.CharField(_("what"), max_length=20, choices=What)
    before = models.CharField(_("before"), max_length=200, blank=True)
    after = models.CharField(_("after"), max_length=200)
    why = models.TextField(_("why"), max_length=REASON, blank=True)
    link = models.CharField(_("where to read it"), max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    made_at = models.DateTimeField(_("told"), db_default=Now())

    class Meta(CityOwned.Meta):
        verbose_name = _("change notice")
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return __("%(what)s: %(after)s") % {"what": self.get_what_display(), "after": self.news}

    @property
    def news(self) -> str:
        """What holds now; of readings it is kept as a number alone."""
        if self.what != self.What.READING:
            return self.after
        read = int(self.after)
        return ngettext("%(count)s record", "%(count)s records", read) % {"count": number(read)}


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own: whether a colleague has read something is for admins, and stands with the notice."""
        return self.filter(user=user.pk)

    def for_list(self) -> Self:
        return self.select_related("notice")

    def to_acknowledge(self) -> Self:
        return self.filter(acknowledged_at=None)

    def to_send(self) -> Self:
        return self.filter(sent_at=None)

    def counts(self) -> dict[str, int]:
        """How many were told, have read it and have acknowledged it."""
        read, acknowledged = Q(read_at__isnull=False), Q(acknowledged_at__isnull=False)
        return self.aggregate(
            told=Count("pk"), read=Count("pk", filter=read), acknowledged=Count("pk", filter=acknowledged)
        )


class Delivery(CityOwned):
    """One notice to one member: when the mail went out, when they opened it, when they acknowledged it."""

    notice = models.ForeignKey(ChangeNotice, models.CASCADE, related_name="deliveries", db_constraint=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("member"))
    sent_at = models.DateTimeField(_("mail sent"), null=True, blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)

    objects: ClassVar[models.Manager["Delivery"]] = DeliveryQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("delivery")
        ordering = ["-notice__made_at", "-id"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(fields=["city", "notice", "user"], name="notices_delivery_once"),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | Q(read_at__isnull=False), name="notices_delivery_read_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} → {self.user_id}"
