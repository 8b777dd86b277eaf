"""Who of the network was told of a notice, has read and acknowledged it."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
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

    def to_acknowledge(self) -> Self:
        """What is asked of its reader and they have not answered: of admins, to have read what admins are told."""
        asked = Asked.objects.of(OuterRef("user")).filter(notice=OuterRef("notice"), settled_at=None)
        for_admins = Q(notice__what__in=ChangeNotice.FOR_ADMINS)
        return self.filter(for_admins | Exists(asked), acknowledged_at=None)

    def to_look_at(self) -> Self:
        """What is asked of its reader, and what they have not opened yet."""
        return self.filter(Q(read_at=None) | Q(pk__in=self.to_acknowledge().values("pk")))

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
        ordering = ["-notice__made_at", "-id"]
        indexes = [
            models.Index(fields=["city"], condition=Q(mailing=None, sent_at=None), name="notices_delivery_not_mailed")
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
        return str(self.notice) if self.is_open_to(member) else __("A change above your clearance")
