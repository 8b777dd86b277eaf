"""Who pays which part of a project, and whether it hangs on one of them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from planning.models import Funding

HALF, HUNDRED = 50, 100


@dataclass(frozen=True, slots=True)
class Share:
    row: Funding
    # Of a hundred; None where it is not known of all of them.
    percent: int | None


@dataclass(frozen=True, slots=True)
class Shares:
    """Those who pay now, the largest first, and those who pay no more."""

    now: list[Share]
    lost: list[Funding]

    @property
    def total(self) -> int | None:
        """A year, where every amount is known."""
        amounts = [each.row.amount for each in self.now]
        return sum(filter(None, amounts)) if amounts and all(amounts) else None

    @property
    def most(self) -> Share | None:
        """Whoever pays more than half, on whom the project hangs."""
        return next((each for each in self.now if each.percent is not None and each.percent > HALF), None)

    @property
    def is_known(self) -> bool:
        """Whether nobody can pay more than half who is not `most`: neither one whose share is not known, nor, of what
        nobody is named for, somebody else."""
        percents = [each.percent for each in self.now]
        return bool(percents) and None not in percents and sum(filter(None, percents)) >= HUNDRED - HALF


def shares(rows: Sequence[Funding], *, on: datetime.date | None = None) -> Shares:
    """By amounts where all are known, else by the shares that were written; the only one pays all. Today, if no day is
    named: who is to pay no more from a day that is still to come pays until then."""
    today = on or timezone.localdate()
    paying = [row for row in rows if row.lost_on is None or row.lost_on > today]
    total = sum(row.amount or 0 for row in paying)
    if paying and all(row.amount for row in paying):
        found = [
            Share(row, percent)
            for row, percent in zip(paying, _rounded([row.amount or 0 for row in paying], total), strict=True)
        ]
    elif len(paying) == 1:
        found = [Share(paying[0], paying[0].share or HUNDRED)]
    else:
        found = [Share(row, row.share) for row in paying]
    found.sort(key=lambda each: -(each.percent or 0))
    return Shares(found, [row for row in rows if row not in paying])


def _rounded(amounts: Sequence[int], total: int) -> list[int]:
    """Whole percents that are a hundred together: the largest rests are rounded up (Hamilton)."""
    whole = [amount * HUNDRED // total for amount in amounts]
    order = sorted(range(len(amounts)), key=lambda place: -(amounts[place] * HUNDRED % total))
    for place in order[: HUNDRED - sum(whole)]:
        whole[place] += 1
    return whole
