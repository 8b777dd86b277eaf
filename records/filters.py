"""Filters of lists of records."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from core.lists import Choice


@dataclass(frozen=True, slots=True)
class Stale(Choice):
    """Whether the day has passed by which a record must be looked at again."""

    def query(self, value: str) -> Q:
        passed = Q(review_by__lt=timezone.localdate())
        return passed if value == "yes" else ~passed
