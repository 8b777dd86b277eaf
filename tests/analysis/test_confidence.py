"""The confidence rule, part by part, as it is printed in the annex."""

import datetime
from typing import Any

import pytest

from analysis.confidence import Confidence, Footing, Part, Reason, confidence, footing, met
from tests.analysis.makers import event

FIRM: dict[str, Any] = {
    "records": 20,
    "source_types": 3,
    "independent_types": 3,
    "well_graded": 0.7,
    "stale": 0.1,
    "too_few": False,
    "consultation_agrees": True,
}


def test_all_conditions_at_their_bounds_are_high() -> None:
    assert confidence(Footing(**FIRM)) == (Confidence.HIGH, ())


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ({"records": 19}, Reason.FEW_RECORDS),
        ({"independent_types": 2}, Reason.FEW_SOURCE_TYPES),
        ({"well_graded": 0.69}, Reason.PARTLY_GRADED),
        ({"stale": 0.11}, Reason.PARTLY_STALE),
        ({"consultation_agrees": None}, Reason.NO_CONSULTATION),
        ({"consultation_agrees": False}, Reason.CONSULTATION_DISAGREES),
    ],
)
def test_one_condition_missing_is_moderate_and_named(part: dict[str, Any], reason: Reason) -> None:
    assert confidence(Footing(**{**FIRM, **part})) == (Confidence.MODERATE, (reason,))


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ({"source_types": 1}, Reason.ONE_SOURCE_TYPE),
        ({"well_graded": 0.39}, Reason.POORLY_GRADED),
        ({"stale": 0.41}, Reason.MOSTLY_STALE),
        ({"too_few": True}, Reason.TOO_FEW),
    ],
)
def test_any_reason_against_is_low_and_named(part: dict[str, Any], reason: Reason) -> None:
    assert confidence(Footing(**{**FIRM, **part})) == (Confidence.LOW, (reason,))


def test_the_footing_of_events_is_counted_from_them() -> None:
    """Four events: B2, B2, D2 and B4, one of them stale, from two types: half well graded, a quarter stale."""
    day = datetime.date(2025, 1, 1)
    found = footing(
        [event(day), event(day, stale=True), event(day, reliability="D"), event(day, credibility=4, source_type="ngo")]
    )
    assert found == Footing(records=4, source_types=2, independent_types=2, well_graded=0.5, stale=0.25)


def test_no_events_are_a_low_footing_of_which_nothing_else_is_said() -> None:
    """After sixty a year none: that under 40 % of them are well founded, all of one type of source, was untrue."""
    assert confidence(footing([])) == (Confidence.LOW, (Reason.NO_RECORDS,))
    assert confidence(footing([], too_few=True, consultation_agrees=True)) == (Confidence.LOW, (Reason.NO_RECORDS,))


def test_of_no_events_no_part_that_counts_them_is_met() -> None:
    """Beside “Stale: –” stood that it is met."""
    assert met(footing([], consultation_agrees=True)) == {part: part == Part.CONSULTATION for part in Part}


def test_one_record_of_another_type_confirms_nothing() -> None:
    """“three independent source types” with 98, 1 and 1 records."""
    day = datetime.date(2025, 5, 1)
    rows = [event(day) for _n in range(98)] + [event(day, source_type=kind) for kind in ("media", "school")]
    stands_on = footing(rows, consultation_agrees=True)
    assert (stands_on.source_types, stands_on.independent_types) == (3, 1)
    assert confidence(stands_on) == (Confidence.MODERATE, (Reason.FEW_SOURCE_TYPES,))
