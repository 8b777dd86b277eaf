"""How far the history was read for what is to be told."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import CityOwned


class CollectorMark(CityOwned):
    """Up to which seal of its chain a city's changes were collected. Whoever collects holds this row."""

    sequence = models.PositiveIntegerField(_("last seal"), default=0)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("mark of the collector")
        constraints = [models.UniqueConstraint(fields=["city"], name="notices_collectormark_once")]

    def __str__(self) -> str:
        return f"{self.city_id}: {self.sequence}"
