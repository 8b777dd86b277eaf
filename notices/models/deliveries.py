"""Who of the network was told of a notice, has read and acknowledged it."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts.models import CityOwned
from notices.models.asking import Asked
from notices.models.mailings import Mailing
from notices.models.notices import ChangeNotice

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import Membership, User


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own: whether a colleague has read something is for admins, and stands with the notice."""
        return self.filter(user=user.pk)

    def for_list(self) -> Self:
        return self.select_related("notice")

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def to_acknowledge(self, user: int) -> Self:
        """What is asked of somebody and they have not answered: of admins, to have read what admins are told.

        Begun from what is asked, which is little, however much they were told.
        """
        asked = Asked.objects.of(user).filter(settled_at=None).order_by().values("notice")
        for_admins = ChangeNotice.objects.filter(what__in=ChangeNotice.FOR_ADMINS).order_by().values("pk")
        return self.filter(user=user, acknowledged_at=None, notice__in=for_admins.union(asked))

    def read_to_acknowledge(self, user: int) -> Self:
        """What they have opened, and what is asked in it still waits for them."""
        return self.to_acknowledge(user).exclude(read_at=None)

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
    mailing = models.ForeignKey(
        Mailing, models.SET_NULL, null=True, blank=True, related_name="deliveries", db_constraint=False,
        verbose_name=_("mailing"),
    )  # fmt: skip
    sent_at = models.DateTimeField(_("mail sent"), null=True, blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)

    objects: ClassVar[models.Manager["Delivery"]] = DeliveryQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("delivery")
        ordering = ["-id"]  # in which they were told
        indexes = [
            models.Index(fields=["city"], condition=Q(mailing=None, sent_at=None), name="notices_delivery_not_mailed"),
            models.Index(fields=["city", "user", "id"], name="notices_delivery_of_member"),
            models.Index(fields=["city", "user", "id"], condition=Q(read_at=None), name="notices_delivery_unread"),
        ]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(fields=["city", "notice", "user"], name="notices_delivery_once"),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | Q(read_at__isnull=False), name="notices_delivery_read_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} → {self.user_id}"

    def is_open_to(self, member: "Membership") -> bool:
        """As it is marked by now and they are cleared by now."""
        return member.is_cleared_for(self.notice.marking)

    def named_for(self, member: "Membership") -> str:
        """Its title; to who is not cleared for it, only that there is something."""
        if not self.is_open_to(member):
            return __("A change above your clearance")
        return self.notice.named_for(member.reads_up_to)
