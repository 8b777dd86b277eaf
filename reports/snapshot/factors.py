"""Drivers and protective factors in the snapshot: those that count when it is taken, up to a marking."""

from typing import Any

from accounts.markings import up_to
from mapping.models import Factor

FIELDS = (
    *("id", "kind", "title", "statement", "about", "districts", "setting"),
    *("evidence", "rests_on", "confidence", "marking", "review_by"),
)


def freeze_factors(most: str) -> list[dict[str, Any]]:
    """In the order of their numbers. They tell how an area is, not what happened in a period."""
    return list(Factor.objects.approved().filter(marking__in=up_to(most)).order_by("id").values(*FIELDS))
