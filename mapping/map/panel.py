"""One district of the map, closer: what was recorded there, who looked, and what other rooms know of it."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.coverage import covers
from core.sort_keys import alphabetical
from mapping.map.city_map import CityMap, by_current, by_month
from mapping.map.figures import DistrictFigure
from mapping.map.panel_facts import facts_of
from mapping.models import Observation
from mapping.vocabulary import Current

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LATEST = 5
# In the list of who saw what: a district beside the map, and on a page of its own.
PANEL, DISTRICT_PAGE = "mapping.panel", "mapping.district_page"


@dataclass(frozen=True, slots=True)
class Panel:
    """One district of the map, closer."""

    row: DistrictFigure
    # code, words, how many, and how long their bar is of a hundred
    currents: list[tuple[str, str, int, int]]
    months: list[tuple[datetime.date, int]]
    looked_at_by: list[str]
    latest: list[Observation]
    other_facts: "list[tuple[StrOrPromise, str]]"

    @property
    def line(self) -> str:
        """The months as points of a line 100 wide and 24 high."""
        top = max([count for _month, count in self.months] + [1])
        across = 100 / max(len(self.months) - 1, 1)
        return " ".join(f"{at * across:.1f},{24 - 22 * count / top:.1f}" for at, (_m, count) in enumerate(self.months))

    @property
    def most(self) -> tuple[datetime.date, int] | None:
        """The month with the most records, the first of several; None where no month has any."""
        month, count = max(self.months, key=lambda each: each[1], default=(None, 0))
        return (month, count) if month is not None and count else None


def panel(city_map: CityMap) -> Panel | None:
    """What is known of the chosen district in the period."""
    row = city_map.chosen
    if row is None:
        return None
    rows = city_map.here.filter(district=row.district.pk)
    currents = sorted(by_current(rows).items(), key=lambda item: (-item[1], item[0]))[:4]
    most = max([count for _code, count in currents] + [1])
    recorded = by_month(rows)
    sources = {
        name
        for name, each in city_map.coverage
        if (each.areas is None or row.district.code in each.areas) and covers([each], city_map.period) > 0
    }
    return Panel(
        row=row,
        currents=[
            (code, str(Current(code).label), count, max(1, round(100 * count / most))) for code, count in currents
        ],
        months=[(month.first, recorded[month.first]) for month in city_map.months if month.is_in],
        looked_at_by=sorted(sources, key=alphabetical),
        latest=list(rows.select_related("source").order_by("-first_day", "-pk")[:LATEST]),
        other_facts=facts_of(city_map.user, row.district, city_map.period),
    )
