"""What an address asks the map to show. What the vocabulary does not know is as if it were not asked for."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mapping.map.months import MonthRange, code_of
from mapping.vocabulary import Current, Space

if TYPE_CHECKING:
    from django.http import QueryDict

# Stands in an address that has a box for each current: without one that is ticked, none is asked for.
TICKED = "ticked"
SHOWS = ("smoothed", "rate", "count")
SPACES: Mapping[str, tuple[str, ...]] = {
    "offline": (Space.OFFLINE, Space.HYBRID),
    "online": (Space.ONLINE, Space.HYBRID),
}


@dataclass(frozen=True, slots=True)
class MapFilters:
    """`start` and `end` are the first and the last day of months; `currents` empty stands for all, unless `no_current`
    was ticked, which shows none."""

    show: str
    currents: tuple[str, ...]
    space: str
    well_graded: bool
    marking: str
    start: datetime.date
    end: datetime.date
    district: str
    as_table: bool
    no_current: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether some of the records are left out, whatever the period."""
        return bool(self.currents or self.no_current or self.space or self.well_graded or self.marking)

    def query(self, **changes: Any) -> list[tuple[str, str]]:
        """The address again, with some of it changed."""
        filters = replace(self, **changes)
        pairs = [
            ("show", filters.show),
            *(("current", current) for current in filters.currents),
            (TICKED, "none" if filters.no_current else ""),
            ("space", filters.space),
            ("grading", "well" if filters.well_graded else ""),
            ("marking", filters.marking),
            ("from", code_of(filters.start)),
            ("to", code_of(filters.end)),
            ("district", filters.district),
            ("view", "table" if filters.as_table else ""),
        ]
        return [(name, value) for name, value in pairs if value]


def read_filters(address: "QueryDict", *, asked: MonthRange, markings: Sequence[str]) -> MapFilters:
    """`markings` are those this person may read, from the least restricted."""
    currents = tuple(current for current in Current.values if current in address.getlist("current"))
    show, space, marking = address.get("show", ""), address.get("space", ""), address.get("marking", "")
    return MapFilters(
        show=show if show in SHOWS else SHOWS[0],
        currents=() if len(currents) == len(Current.values) else currents,
        space=space if space in SPACES else "",
        well_graded=address.get("grading") == "well",
        marking=marking if marking in markings[:-1] else "",
        start=asked.period.start,
        end=asked.period.end,
        district=address.get("district", "")[:40],
        as_table=address.get("view") == "table",
        no_current=TICKED in address and not address.getlist("current"),
    )
