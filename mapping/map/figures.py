"""The districts of the map with their figures, and the colours that these are told apart by."""

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np

from analysis.coverage import Looked
from analysis.rates import Rate, smooth
from core import formats
from mapping.models import District
from mapping.vocabulary import Place
from output.charts.classes import class_breaks
from output.charts.drawing import DrawnArea
from output.colours import RAMP, ramp


class YearBefore(Protocol):
    """What the map knows of the same dates a year earlier (`CityMap`), asked for only where it is shown."""

    @property
    def before_is_known(self) -> bool: ...

    @property
    def counts_before(self) -> Mapping[tuple[str, int | None], int]: ...

    @property
    def shares_before(self) -> Mapping[str, float]: ...


@dataclass(frozen=True, slots=True)
class DistrictFigure:
    """One district. `fill` is a step of the ramp from 1 to 7, "hatched" or "none".

    Where nobody looked there is neither a count nor a rate; without residents there is no rate.
    """

    year_before: YearBefore
    district: District
    drawn: DrawnArea
    looked: Looked
    share_looked: float
    count: int
    rate: Rate | None
    smoothed: float | None
    fill: str

    @property
    def was_looked_at(self) -> bool:
        return self.looked != Looked.NOT

    @property
    def share_in_words(self) -> str:
        """How much of the period."""
        return formats.percent(self.share_looked, 1)

    @property
    def before(self) -> int:
        """Records in the same dates a year earlier; asked for only where they are shown."""
        return self.year_before.counts_before.get((Place.DISTRICT, self.district.pk), 0)

    @property
    def before_looked(self) -> bool:
        """Whether the year before can stand beside it: looked at throughout, then as now."""
        share, before = self.share_looked, self.year_before.shares_before[self.district.code]
        return self.year_before.before_is_known and share >= 1 and before >= 1


def smoothed(counts: Mapping[str, int], exposure: Mapping[str, float]) -> dict[str, float]:
    """Per 10,000 residents and year; empty where the districts cannot be told apart."""
    found = smooth(
        np.array([counts[code] for code in exposure], dtype=np.int64),
        np.array(list(exposure.values()), dtype=float),
    )
    return dict(zip(exposure, map(float, found.values()), strict=True)) if found.distinct else {}


class Shading:
    """Which colour each district has, by what is shown: a count, a rate, or a smoothed rate."""

    def __init__(self, show: str, figures: Sequence[DistrictFigure]) -> None:
        self.show = show
        self.figures = figures

    def value(self, row: DistrictFigure) -> float | None:
        """What the map shades a district by; None where there is no figure."""
        if not row.was_looked_at:
            return None
        if self.show == "count":
            return float(row.count)
        if self.show == "rate":
            return row.rate.value if row.rate else None
        return row.smoothed

    @cached_property
    def is_one_colour(self) -> bool:
        """Whether there are rates, but none that could be told from the others."""
        by_rate = self.show == "smoothed" and any(row.rate for row in self.figures)
        return by_rate and all(row.smoothed is None for row in self.figures)

    @cached_property
    def breaks(self) -> Sequence[float]:
        values = [value for row in self.figures if (value := self.value(row)) is not None]
        # events are whole: no class is narrower than one of them
        least = 1 if self.show == "count" else 0
        return [] if self.is_one_colour else class_breaks(values, least=least)

    @cached_property
    def shown(self) -> list[DistrictFigure]:
        """Every district, by code, with its colour."""
        return [replace(row, fill=self._fill(row)) for row in self.figures]

    def _fill(self, row: DistrictFigure) -> str:
        if not row.was_looked_at:
            return "hatched"
        if self.is_one_colour and row.rate:
            return str(steps(0)[0])
        value = self.value(row)
        return "none" if value is None else str(steps(len(self.breaks))[bisect.bisect_right(self.breaks, value)])

    @cached_property
    def highest(self) -> DistrictFigure | None:
        """The district with the largest value, where one stands out as such."""
        with_value = [(value, row) for row in self.shown if (value := self.value(row))]
        if not with_value:
            return None
        top = max(value for value, _row in with_value)
        best = [row for value, row in with_value if value == top]
        return best[0] if len(best) == 1 else None


def steps(bounds: int) -> list[int]:
    """The steps of the ramp, from 1 to 7, that so many bounds between classes need."""
    return [RAMP.index(colour) + 1 for colour in ramp(bounds + 1)]
