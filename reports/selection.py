"""Which records of a snapshot a number is made of, said in an address so that a page can list just those."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from analysis.records import Event, Period
from jobs import artefacts
from reports.models import Diagnosis, Snapshot

# What records are told apart by, as events call it.
PROPERTIES = frozenset({"district", "currents", "manifestations", "targets", "space"})
ALL, BETWEEN = "all", "~"
NOW, BEFORE = "now", "before"
WINDOWS = {NOW: ("start", "end"), BEFORE: ("compare_start", "compare_end")}


@dataclass(frozen=True, slots=True)
class Selection:
    """Those that have any of these codes; without a property all of them."""

    by: str = ""
    codes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.by}={BETWEEN.join(self.codes)}" if self.by else ALL

    @classmethod
    def read(cls, text: str) -> "Selection | None":
        """Of an address; None where it says none."""
        if text == ALL:
            return cls()
        by, _equals, codes = text.partition("=")
        return cls(by, tuple(codes.split(BETWEEN))) if by in PROPERTIES and codes else None

    def holds(self, event: Event) -> bool:
        return not self.by or self.has(getattr(event, self.by))

    def has(self, value: Any) -> bool:
        """Whether the value of a record is among the codes, or one of its values is."""
        return (
            not {value}.isdisjoint(self.codes)
            if isinstance(value, str)
            else not set(value or ()).isdisjoint(self.codes)
        )


def frozen_in(diagnosis: Diagnosis, window: str, chosen: Selection) -> list[int] | None:
    """The numbers of the records that a diagnosis counted so; None where its snapshot is gone."""
    snapshot = Snapshot.objects.filter(diagnosis=diagnosis, gone_at=None).first()
    if snapshot is None:
        return None
    try:
        raw = json.loads(artefacts.read(diagnosis.city_id, snapshot.sha256, "json"))
    except artefacts.ArtefactError:
        return None
    start, end = (date.fromisoformat(raw["diagnosis"][name]) for name in WINDOWS[window])
    return list(_numbers(raw["observations"], Period(start, end), chosen))


def _numbers(table: Mapping[str, Any], window: Period, chosen: Selection) -> Iterator[int]:
    at = {name: place for place, name in enumerate(table["columns"])}
    start, end = window.start.isoformat(), window.end.isoformat()
    for row in table["rows"]:
        # days in this form stand in the order of their letters
        is_in = start <= row[at["first_day"]] and row[at["last_day"]] <= end
        if is_in and (not chosen.by or chosen.has(row[at[chosen.by]])):
            yield row[at["id"]]
