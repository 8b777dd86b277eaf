"""The analysis of frozen records: all of it, or only what one question needs."""

from analysis.landscape import Landscape, analyse, asked_against, comparable, variation
from analysis.pair import Variation
from analysis.records import Period
from reports.snapshot import SnapshotData


def analysed(frozen: SnapshotData) -> Landscape:
    return analyse(
        frozen.events,
        frozen.areas,
        frozen.coverage,
        period=frozen.period,
        comparison=frozen.comparison,
        history=frozen.history,
        extracted_on=frozen.diagnosis["dated"],
        extracted=frozen.extracted,
        changes=frozen.practice_changes,
        declared=frozen.declared,
        totals=frozen.totals,
    )


def usual_variation(frozen: SnapshotData) -> Variation:
    """What `analysed` learns of how much counts vary, and nothing else of it."""
    return variation(
        frozen.events,
        frozen.areas,
        frozen.coverage,
        period=frozen.period,
        comparison=frozen.comparison,
        history=frozen.history,
        extracted_on=frozen.diagnosis["dated"],
        extracted=frozen.extracted,
        changes=frozen.practice_changes,
        totals=frozen.totals,
    )


def compared_events(frozen: SnapshotData, asked: Period | None = None) -> frozenset[str]:
    """The keys of the events that changes are told of, and nothing else of `analysed`; or those that the question of a
    trigger event is told of, asked of this window alone."""
    period, comparison, history = frozen.period, frozen.comparison, frozen.history
    if asked is not None:
        earlier = asked_against(asked, len(frozen.history))
        period, comparison, history = asked, earlier[0], tuple(earlier[1:])
    return comparable(
        frozen.events,
        frozen.areas,
        frozen.coverage,
        period=period,
        comparison=comparison,
        history=history,
        extracted_on=frozen.diagnosis["dated"],
        extracted=frozen.extracted,
        changes=frozen.practice_changes,
        totals=frozen.totals,
    )
