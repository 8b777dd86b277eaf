"""What every verification of a city found, so that its admins see that it runs and holds."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import CityOwned
from core.lengths import REASON


class VerificationQuerySet(models.QuerySet["Verification"]):
    def newest(self) -> "Verification | None":
        return self.order_by("-started_at", "-pk").first()

    def clean(self) -> Self:
        return self.filter(holds=True)


class Verification(CityOwned):
    """One verification: when, what it compared, what it found.

    `findings` are the first of `found`: what is wrong and where in words, and for a row the record's model and number,
    its fields and the time. Nothing of what stands in a record. Where it could not be finished, `error` says why.
    """

    started_at = models.DateTimeField(_("begun"))
    finished_at = models.DateTimeField(_("ended"))
    holds = models.BooleanField(_("everything is as it was sealed"))
    head = models.CharField(_("head of the chain"), max_length=64, blank=True)
    counts = models.JSONField(_("what was compared"), default=dict)
    found = models.PositiveIntegerField(_("findings"), default=0)
    findings = models.JSONField(_("the first findings"), default=list)
    error = models.TextField(_("why it could not be finished"), max_length=REASON, blank=True)

    objects: ClassVar[models.Manager["Verification"]] = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("verification")
        ordering = ["-started_at", "-id"]
        indexes = [models.Index("city", "started_at", name="records_verification_when")]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d}: {self.found}"
