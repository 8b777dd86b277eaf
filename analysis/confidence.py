"""The stated rule for how confident a judgement is: a convention, printed in the annex."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Protocol

# A type of source holds one of so many parts of the records at least, or it confirms nothing.
LEAST_PART = 10


class Confidence(StrEnum):
    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


class Reason(StrEnum):
    """The parts of the rule that decided."""

    NO_RECORDS = "no records"
    ONE_SOURCE_TYPE = "one source type"
    FEW_SOURCE_TYPES = "fewer than three source types"
    POORLY_GRADED = "under 40 % well graded"
    PARTLY_GRADED = "under 70 % well graded"
    MOSTLY_STALE = "over 40 % stale"
    PARTLY_STALE = "over 10 % stale"
    TOO_FEW = "too few to tell"
    FEW_RECORDS = "fewer than 20 records"
    NO_CONSULTATION = "no consultation to agree with"
    CONSULTATION_DISAGREES = "consultation disagrees"


class Part(StrEnum):
    """What is asked of a judgement of which one is highly confident."""

    SOURCE_TYPES = "types of source"
    WELL_GRADED = "well graded"
    CONSULTATION = "consultation"
    STALE = "stale"
    RECORDS = "records"


# What stands in the way of the highest level, by the part it is of.
SHORT = {
    Part.SOURCE_TYPES: Reason.FEW_SOURCE_TYPES,
    Part.WELL_GRADED: Reason.PARTLY_GRADED,
    Part.STALE: Reason.PARTLY_STALE,
    Part.RECORDS: Reason.FEW_RECORDS,
}


class Graded(Protocol):
    """What the rule asks of a record: an `Event`, or a record that is not in the snapshot."""

    @property
    def source_type(self) -> str: ...

    @property
    def well_graded(self) -> bool: ...

    @property
    def stale(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Footing:
    """What a judgement stands on. Shares are 0–1; `consultation_agrees` is None where nobody was asked.

    Of the `source_types`, `independent_types` hold at least a tenth of the records each: one record of another type
    confirms nothing.
    """

    records: int
    source_types: int
    independent_types: int
    well_graded: float
    stale: float
    too_few: bool = False
    consultation_agrees: bool | None = None


def footing(events: Sequence[Graded], *, too_few: bool = False, consultation_agrees: bool | None = None) -> Footing:
    """What a judgement that rests on these events stands on. Shares of no events at all are 0."""
    count = max(len(events), 1)
    types = Counter(map(attrgetter("source_type"), events))
    return Footing(
        records=len(events),
        source_types=len(types),
        independent_types=sum(held * LEAST_PART >= count for held in types.values()),
        well_graded=sum(map(attrgetter("well_graded"), events)) / count,
        stale=sum(map(attrgetter("stale"), events)) / count,
        too_few=too_few,
        consultation_agrees=consultation_agrees,
    )


def met(stands_on: Footing) -> dict[Part, bool]:
    """Each part, and whether it is as the highest level asks."""
    missing = _missing(stands_on)
    return {
        part: SHORT[part] not in missing if part in SHORT else stands_on.consultation_agrees is True for part in Part
    }


def confidence(stands_on: Footing) -> tuple[Confidence, tuple[Reason, ...]]:
    """Low by any reason against it, high where all conditions hold, else moderate with what is missing.

    High: at least 3 source types with a tenth of the records each, 70 % well graded (A–C and 1–3), a consultation that
    agrees, at most 10 % stale, 20 records. Low: no record, of which no share is known, or one source type, or under
    40 % well graded, or over 40 % stale, or too few to tell. The three levels are those of ICD 203 (US Intelligence
    Community Directive 203, 2015).
    """
    low = _against(stands_on)
    if low:
        return Confidence.LOW, low
    missing = _missing(stands_on)
    return (Confidence.MODERATE, missing) if missing else (Confidence.HIGH, ())


def _against(footing: Footing) -> tuple[Reason, ...]:
    if not footing.records:
        return (Reason.NO_RECORDS,)
    rules = (
        (footing.too_few, Reason.TOO_FEW),
        (footing.source_types <= 1, Reason.ONE_SOURCE_TYPE),
        (footing.well_graded < 0.4, Reason.POORLY_GRADED),
        (footing.stale > 0.4, Reason.MOSTLY_STALE),
    )
    return tuple(reason for holds, reason in rules if holds)


def _missing(footing: Footing) -> tuple[Reason, ...]:
    rules = (
        (footing.independent_types < 3, Reason.FEW_SOURCE_TYPES),
        (footing.well_graded < 0.7, Reason.PARTLY_GRADED),
        (footing.stale > 0.1 or not footing.records, Reason.PARTLY_STALE),  # of no record no share is known
        (footing.records < 20, Reason.FEW_RECORDS),
        (footing.consultation_agrees is None, Reason.NO_CONSULTATION),
        (footing.consultation_agrees is False, Reason.CONSULTATION_DISAGREES),
    )
    return tuple(reason for holds, reason in rules if holds)
