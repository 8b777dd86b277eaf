"""The secret link by which somebody follows a city's changes elsewhere."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import CityOwned


class FeedLink(CityOwned):
    """One a member and city; only the digest of its secret is kept, so a copy of the database opens nothing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("member"))
    secret_sha256 = models.CharField(_("digest of the secret"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"), db_default=Now())

    class Meta:
        verbose_name = _("link to follow")
        constraints = [models.UniqueConstraint(fields=["city", "user"], name="notices_feedlink_once")]

    def __str__(self) -> str:
        return f"{self.city_id}: {self.user_id}"
