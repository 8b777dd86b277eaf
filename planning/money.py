"""Who pays which part of a project, and whether it hangs on one of them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import gettext as _

from core.formats import percent
from planning.models import Funding

HALF, HUNDRED = 50, 100


@dataclass(frozen=True, slots=True)
class Share:
    """Of a hundred, `percent` in whole ones; None where it is not known of all of them."""

    row: Funding
    percent: int | None
    exact: Fraction | None

    @property
    def is_most(self) -> bool:
        return self.exact is not None and self.exact > HALF

    @property
    def in_words(self) -> str:
        """Never 0 of what is paid, nor 100 of less than all, nor half of what is more."""
        if self.percent is None or self.exact is None:
            return ""
        if self.percent == HALF and self.is_most:
            return _("over %(value)s %%") % {"value": HALF}
        return percent(float(self.exact), HUNDRED) if self.percent in (0, HUNDRED) else percent(self.percent, HUNDRED)


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
        return next((each for each in self.now if each.is_most), None)

    @property
    def is_known(self) -> bool:
        """Whether nobody can pay more than half who is not `most`: neither one whose share is not known, nor, of what
        nobody is named for, somebody else."""
        parts = [each.exact for each in self.now]
        return bool(parts) and None not in parts and sum(filter(None, parts)) >= HUNDRED - HALF


def shares(rows: Sequence[Funding], *, on: datetime.date | None = None) -> Shares:
    """By amounts where all are known, else by the shares that were written; the only one pays all. Today, if no day is
    named: who is to pay no more from a day that is still to come pays until then."""
    today = on or timezone.localdate()
    paying = [row for row in rows if row.lost_on is None or row.lost_on > today]
    total = sum(row.amount or 0 for row in paying)
    if paying and all(row.amount for row in paying):
        in_whole = _rounded([row.amount or 0 for row in paying], total)
        parts = [Fraction(HUNDRED * (row.amount or 0), total) for row in paying]
        found = [Share(*each) for each in zip(paying, in_whole, parts, strict=True)]
    elif len(paying) == 1:
        found = [_written(paying[0], paying[0].share or HUNDRED)]
    else:
        found = [_written(row, row.share) for row in paying]
    found.sort(key=lambda each: -(each.exact or 0))
    return Shares(found, [row for row in rows if row not in paying])


def _written(row: Funding, share: int | None) -> Share:
    return Share(row, share, None if share is None else Fraction(share))


def _rounded(amounts: Sequence[int], total: int) -> list[int]:
    """Whole percents that are a hundred together: the largest rests are rounded up (Hamilton)."""
    whole = [amount * HUNDRED // total for amount in amounts]
    order = sorted(range(len(amounts)), key=lambda place: -(amounts[place] * HUNDRED % total))
    for place in order[: HUNDRED - sum(whole)]:
        whole[place] += 1
    return whole
