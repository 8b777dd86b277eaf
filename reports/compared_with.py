"""What a figure is made of that two diagnoses are compared by: records or sessions of the one or the other.

The newer one keeps which of the two may be compared and where; the records of each are in its own snapshot.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from analysis.pair import behind
from reports.models import Diagnosis
from reports.sections.differences import goes_backwards
from reports.selection import ALL, BEFORE, HEARD, NOW, RawSnapshot
from reports.snapshot import SnapshotData
from reports.snapshot.compared import ground_of_plain

_JUDGEMENT = re.compile(r"J([1-9]\d{0,3})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which side, and what of it: a figure of a family under a key, all of its period, or a judgement."""

    side: str
    family: str = ""
    key: str = ""
    judgement: int = 0

    @classmethod
    def read(cls, text: str) -> "Asked | None":
        """Of an address; None of one that says none."""
        side, _slash, of = text.partition("/")
        if side not in {BEFORE, NOW}:
            return None
        if found := _JUDGEMENT.fullmatch(of):
            return cls(side, judgement=int(found[1]))
        family, equals, key = of.partition("=")
        return cls(side, family, unquote(key)) if equals or of == ALL else None

    def diagnosis(self, newer: Diagnosis, raw: RawSnapshot) -> "Diagnosis | None":
        """The one of this side; None where nothing of the last one is kept, or nothing of it is there."""
        if self.side == NOW:
            return newer
        number = (raw.get("compared") or {}).get("number", 0)
        return Diagnosis.objects.filter(city=newer.city_id, number=number).select_related("snapshot").first()

    @property
    def is_of_sessions(self) -> bool:
        return self.family == HEARD

    def sessions_in(self, frozen: SnapshotData) -> set[int]:
        """In which organisations of the block were heard by name; of those in confidence nothing is compared."""
        return {
            int(session.key)
            for session in frozen.sessions
            if not session.in_confidence and any(unit.is_named and unit.block == self.key for unit in session.units)
        }

    def records_in(self, frozen: SnapshotData, newer: RawSnapshot) -> list[int]:
        """The records of this side, by what the newer one keeps of the two."""
        kept = newer.get("compared") or {}
        period = frozen.period
        if self.family == ALL:
            return [int(e.key) for e in frozen.events if period.holds(e.first_day, e.last_day)]
        if "ground" not in kept:
            return []
        is_later = (self.side == NOW) != goes_backwards(kept, newer)
        found = behind(frozen.events, period, ground_of_plain(kept["ground"]), int(is_later), (self.family, self.key))
        return [int(event.key) for event in found]
