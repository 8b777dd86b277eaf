"""What an address asks the map to show. What the vocabulary does not know is as if it were not asked for."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.records import month_end
from mapping.map.months import Months
from mapping.vocabulary import Current, Space

if TYPE_CHECKING:
    from django.http import QueryDict

SHOWS = ("smoothed", "rate", "count")
SPACES: Mapping[str, tuple[str, ...]] = {
    "offline": (Space.OFFLINE, Space.HYBRID),
    "online": (Space.ONLINE, Space.HYBRID),
}


@dataclass(frozen=True, slots=True)
class MapFilters:
    """`start` and `end` are the first and the last day of months; `currents` empty stands for all."""

    show: str
    currents: tuple[str, ...]
    space: str
    well_graded: bool
    marking: str
    start: datetime.date
    end: datetime.date
    district: str
    as_table: bool

    @property
    def is_narrowed(self) -> bool:
        """Whether some of the records are left out, whatever the period."""
        return bool(self.currents or self.space or self.well_graded or self.marking)

    def query(self, **changes: Any) -> list[tuple[str, str]]:
        """The address again, with some of it changed."""
        filters = replace(self, **changes)
        pairs = [
            ("show", filters.show),
            *(("current", current) for current in filters.currents),
            ("space", filters.space),
            ("grading", "well" if filters.well_graded else ""),
            ("marking", filters.marking),
            ("from", f"{filters.start:%Y-%m}"),
            ("to", f"{filters.end:%Y-%m}"),
            ("district", filters.district),
            ("view", "table" if filters.as_table else ""),
        ]
        return [(name, value) for name, value in pairs if value]


def read_filters(address: "QueryDict", *, months: Months, markings: Sequence[str]) -> MapFilters:
    """`markings` are those this person may read, from the least restricted."""
    start, end = months.asked(_month(address.get("from", "")), _month(address.get("to", "")))
    currents = tuple(current for current in Current.values if current in address.getlist("current"))
    show, space, marking = address.get("show", ""), address.get("space", ""), address.get("marking", "")
    return MapFilters(
        show=show if show in SHOWS else SHOWS[0],
        currents=() if len(currents) == len(Current.values) else currents,
        space=space if space in SPACES else "",
        well_graded=address.get("grading") == "well",
        marking=marking if marking in markings[:-1] else "",
        start=start,
        end=month_end(end),
        district=address.get("district", "")[:40],
        as_table=address.get("view") == "table",
    )


def _month(text: str) -> datetime.date | None:
    try:
        return datetime.datetime.strptime(text, "%Y-%m").replace(tzinfo=datetime.UTC).date()
    except ValueError:
        return None
