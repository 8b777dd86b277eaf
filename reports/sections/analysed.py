"""The analysis of frozen records: all of it, or only what one question needs."""

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.change import Change
from analysis.landscape import Landscape, analyse, asked_against, compare, variation
from analysis.left_out import Step, left_out
from analysis.pair import Variation
from analysis.records import Area, Coverage, Event, Period
from reports.snapshot import SnapshotData


def analysed(frozen: SnapshotData) -> Landscape:
    return analyse(*_records(frozen), **_asked(frozen), declared=frozen.declared)


def usual_variation(frozen: SnapshotData) -> Variation:
    """What `analysed` learns of how much counts vary, and nothing else of it."""
    return variation(compare(*_records(frozen), **_asked(frozen)))


def compared_events(frozen: SnapshotData, asked: Period | None = None) -> frozenset[str]:
    """The keys of the events that changes are told of, and nothing else of `analysed`; or those that the question of a
    trigger event is told of, asked of this window alone."""
    question = _asked(frozen)
    if asked is not None:
        earlier = asked_against(asked, len(frozen.history))
        question |= {"period": asked, "comparison": earlier[0], "history": tuple(earlier[1:])}
    compared = compare(*_records(frozen), **question)
    return frozenset(event.key for event, used in zip(compared.table.events, compared.usable, strict=True) if used)


def left_out_events(frozen: SnapshotData) -> Mapping[Step, frozenset[str]]:
    """The keys of the events that each step leaves out, and nothing else of `analysed`."""
    return left_out(compare(*_records(frozen), **_asked(frozen)), frozen.areas, frozen.coverage)


def compared_city(frozen: SnapshotData) -> tuple[Change, tuple[Period, ...]]:
    """The change of the city without intervals, and the earlier windows it is told of; nothing else of `analysed`."""
    compared = compare(*_records(frozen), **_asked(frozen))
    return compared.city(intervals=False), compared.windows[1:]


def _records(frozen: SnapshotData) -> tuple[Sequence[Event], Sequence[Area], Sequence[Coverage]]:
    return frozen.events, frozen.areas, frozen.coverage


def _asked(frozen: SnapshotData) -> dict[str, Any]:
    return {
        "period": frozen.period,
        "comparison": frozen.comparison,
        "history": frozen.history,
        "extracted_on": frozen.diagnosis["dated"],
        "extracted": frozen.extracted,
        "changes": frozen.practice_changes,
        "totals": frozen.totals,
    }
