"""Which records a step leaves out, for whoever asks of a number which they are: `Landscape` says how many."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

import numpy as np

from analysis.comparison import Comparison, crossing_pair
from analysis.concentration import placed
from analysis.coverage import in_part, looked_share
from analysis.districts import grouped, rated
from analysis.records import Area, Coverage
from analysis.tally import Mask


class Step(StrEnum):
    """What leaves them out; of the period or the comparison, or of both."""

    # of every count: with a date too imprecise to tell the period
    CROSSING = "crossing"
    # of what is compared
    LATE = "late"
    UNLIKE = "unlike"
    FURTHER = "further"
    # of the counts of months
    NO_MONTH = "no_month"
    # of the map of rates, and of concentrations
    OFF_MAP = "off_map"
    ONE_POINT = "one_point"


def left_out(
    compared: Comparison, areas: Sequence[Area], coverage: Sequence[Coverage]
) -> Mapping[Step, frozenset[str]]:
    """The keys of the events that each step leaves out."""
    table = compared.table
    every = compared.city(intervals=False).word.is_unlike
    alike = compared.of_any_source if every else compared.usable
    now, pair = table.in_window(0), table.in_window(0) | table.in_window(1)
    period = table.windows[0]
    base = rated(table, areas, coverage, looked_share(areas, coverage, period), in_part(areas, coverage, period))
    on_map = base.mask & table.having("district", lambda code: code in base.exposure)
    masks = {
        Step.CROSSING: crossing_pair(table),
        Step.LATE: pair & ~compared.of_any_source,
        Step.UNLIKE: pair & compared.of_any_source & ~alike,
        Step.FURTHER: _further(compared, pair & alike),
        Step.NO_MONTH: pair & ~table.within_month,
        Step.OFF_MAP: now & ~on_map,
    }
    found = {step: _keys(compared, mask) for step, mask in masks.items()}
    of_district = grouped(table, base.mask).values()
    crowded = frozenset(e.key for own in of_district for e in set(own) - set(placed(own).kept))
    return {**found, Step.ONE_POINT: crowded}


def _further(compared: Comparison, kept: Mask) -> Mask:
    """Of every series in a window all but the first: it is counted once there."""
    table = compared.table
    at = np.flatnonzero(kept)
    units = np.column_stack([table.window[at], table.unit[at]])
    _units, first = np.unique(units, axis=0, return_index=True)
    further = kept.copy()
    further[at[first]] = False
    return further


def _keys(compared: Comparison, mask: Mask) -> frozenset[str]:
    return frozenset(compared.table.events[index].key for index in np.flatnonzero(mask))
