"""Whether a figure that a diagnosis printed would be another today, because what it was made of was corrected.

What was recorded or said since is new information and no correction, so nothing else is looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.markings import Marking
from reports.recounted.records import COUNTED_BY, FAMILIES, OfRecords, recount_records
from reports.recounted.voices import (
    AS_PRINTED,
    IN_CONFIDENCE,
    WORDS,
    Figures,
    OfSessions,
    Value,
    recount_sessions,
    sessions_today,
)
from reports.recounted.voices import COUNTED_BY as SESSION_COUNTED_BY
from reports.selection import ALL, BEFORE, MOST_EARLIER, NOW, SAID, WINDOWS, RawSnapshot, years_before
from reports.snapshot import FROZEN_UP_TO

__all__ = [
    "AS_PRINTED",
    "COUNTED_BY",
    "FAMILIES",
    "IN_CONFIDENCE",
    "SESSION_COUNTED_BY",
    "WORDS",
    "Figures",
    "Key",
    "OfSessions",
    "Recount",
    "Value",
    "moved",
    "recount",
]

# A window, or what was said, and a selection of it.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Recount:
    """`said` is what was said by consultations as the restricted edition takes them in, `open` as the partner one."""

    records: OfRecords
    said: OfSessions
    open: OfSessions
    is_going: bool = False

    @property
    def printed(self) -> Figures:
        return {**self.records.printed, **self.said.printed}

    @property
    def now(self) -> Figures:
        return {**self.records.now, **self.said.now}

    def is_held(self, key: Key) -> bool:
        """Whether the difference would tell of something that its readers may not read any more: nothing of the kind is
        told until they may, or until it counts as it was told."""
        return bool(self.said.held if key[0] == SAID else self.records.held)

    def is_erased(self, key: Key) -> bool:
        """Whether something behind it is there no more, so that totals alone are told; of earlier years no more is
        counted while the snapshot goes, whatever is erased."""
        if key[0] == SAID:
            return bool(self.said.gone)
        return bool(self.records.gone) or (self.is_going and key[0] not in WINDOWS)


def recount(
    raw: RawSnapshot, records: Mapping[int, int], sessions: Mapping[int, str], *, is_going: bool = False
) -> Recount | None:
    """None where the boundaries it was counted in are there no more. `records` and `sessions` were told of already that
    they count otherwise, by the event or the mark of each; the snapshot `is_going` inside the request that erases
    something of it. Inside the city."""
    found = recount_records(raw, records, is_going=is_going)
    if found is None:
        return None
    today = sessions_today(raw)
    said, is_open = (recount_sessions(raw, today, sessions, most) for most in (FROZEN_UP_TO, Marking.GREEN))
    return Recount(found, said, is_open, is_going)


def moved(printed: Figures, now: Figures, told: Mapping[Key, Value]) -> dict[Key, tuple[Value, Value]]:
    """Those that are otherwise than they were told last, or printed: that, and what they are now."""
    pairs = {
        key: (told.get(key, printed.get(key, 0)), now.get(key, 0))
        for key in sorted(printed.keys() | now.keys() | told.keys(), key=_in_order)
    }
    return {key: pair for key, pair in pairs.items() if (pair[0] or 0) != (pair[1] or 0)}


def _in_order(key: Key) -> tuple[int, bool, str]:
    """Records of the period, of the comparison and of earlier years, then what was said; the whole before its parts."""
    window, of = key
    place = {NOW: 0, BEFORE: 1, SAID: MOST_EARLIER + 1}.get(window, 1 + years_before(window))
    return place, of != ALL, of
