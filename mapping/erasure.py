"""How observations end: when the city's time for them is over, counted from the day they were recorded."""

import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from mapping.models import Observation
from records.erasure import Eraser

if TYPE_CHECKING:
    from django.db.models import QuerySet


def _recorded_before(day: datetime.date) -> "QuerySet[Observation]":
    return Observation.objects.filter(created_at__date__lt=day).order_by("created_at")


OBSERVATIONS = Eraser(Observation, "observation", _("Observations"), _recorded_before)
