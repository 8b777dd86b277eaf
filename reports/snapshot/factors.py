"""Drivers and protective factors in the snapshot: those that count when it is taken, up to a marking."""

from typing import Any

from accounts.markings import up_to
from mapping.models import Factor
from records.evidence import in_confidence

FIELDS = (
    *("id", "kind", "title", "statement", "about", "districts", "setting"),
    *("evidence", "rests_on", "confidence", "marking", "review_by"),
)


def freeze_factors(most: str) -> list[dict[str, Any]]:
    """In the order of their numbers. They tell how an area is, not what happened in a period."""
    rows = list(Factor.objects.approved().filter(marking__in=up_to(most)).order_by("id").values(*FIELDS))
    untold = in_confidence(each for row in rows for each in row["rests_on"])
    return [row | {"rests_on": [each for each in row["rests_on"] if each not in untold]} for row in rows]
