"""The map of the partner edition, on the first page of those who read it: what its own table of districts prints, band
by band, and nothing else. No record is asked, so that it can say no more than the edition does."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mapping.map.figures import steps
from mapping.map.outlines import outlines_by_code
from mapping.models import BoundarySet
from output.charts.drawing import DrawnArea
from reports.models import Diagnosis
from reports.partner.tables import HIDDEN

# The table of districts, as the edition numbers it (reports/partner/tables.py), and where its columns stand.
TABLE, CODE, NAME, FIRST_PERIOD = "A1", 0, 1, 3
BAND = re.compile(r"\d[\d.,\s\u00a0\u202f’']*–\d[\d.,\s\u00a0\u202f’']*")


@dataclass(frozen=True, slots=True)
class EditionMap:
    """Each district's path, its fill and its name with what is printed of it; the legend has the edition's words."""

    view_box: str
    areas: Sequence[tuple[DrawnArea, str, str, str]]
    legend: Sequence[tuple[str, str]]
    period: str
    symbol: str = HIDDEN

    @property
    def has_hidden(self) -> bool:
        return any(words == HIDDEN for _fill, words in self.legend)


def edition_map(page: Mapping[str, Any], diagnosis: Diagnosis) -> EditionMap | None:
    """None where the edition tells of no districts, or of others than those that can be drawn."""
    table = next(_tables(page), None)
    boundaries = BoundarySet.objects.filter(city=diagnosis.city_id).in_force(on=diagnosis.end).first()
    if table is None or not table["rows"] or boundaries is None or len(table["columns"]) <= FIRST_PERIOD:
        return None
    box, drawn = outlines_by_code(boundaries)
    printed = [[cell["text"] for cell in row["cells"]] for row in table["rows"]]
    if {row[CODE] for row in printed} != set(drawn):
        return None
    fills = _fills({row[-1] for row in printed})
    return EditionMap(
        view_box=box,
        areas=[(drawn[row[CODE]], fills[row[-1]], row[NAME], row[-1]) for row in printed],
        legend=[(fill, words) for words, fill in fills.items()],
        period=table["columns"][-1]["label"],
    )


def _tables(page: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for section in page.get("sections", []):
        for block in section["blocks"]:
            if block["kind"] == "table" and block.get("number") == TABLE:
                yield block


def _fills(printed: set[str]) -> dict[str, str]:
    """A step of the ramp for each band, from the lowest; then what is hidden, then what was not looked at."""
    bands = sorted((each for each in printed if BAND.fullmatch(each)), key=_low)
    ramp = map(str, steps(len(bands) - 1)) if bands else []
    others = sorted((each for each in printed if each not in bands), key=lambda each: each != HIDDEN)
    return {
        **dict(zip(bands, ramp, strict=True)),
        **{each: "none" if each == HIDDEN else "hatched" for each in others},
    }


def _low(band: str) -> int:
    return int(re.sub(r"\D", "", band.partition("–")[0]))
