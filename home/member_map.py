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
from reports.partner.tables import BY_DISTRICT, CODE, HIDDEN, LATEST, NAME

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
    if table is None or boundaries is None:
        return None
    columns = {
        column["key"]: (place, column["label"]) for place, column in enumerate(table["columns"]) if "key" in column
    }
    if not columns.keys() >= {CODE, NAME, LATEST}:
        return None
    box, drawn = outlines_by_code(boundaries)
    code, name, told = (
        [row["cells"][columns[key][0]]["text"] for row in table["rows"]] for key in (CODE, NAME, LATEST)
    )
    if set(code) != set(drawn):
        return None
    fills = _fills(set(told))
    return EditionMap(
        view_box=box,
        areas=[(drawn[of], fills[band], called, band) for of, called, band in zip(code, name, told, strict=True)],
        legend=[(fill, words) for words, fill in fills.items()],
        period=columns[LATEST][1],
    )


def _tables(page: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for section in page.get("sections", []):
        for block in section["blocks"]:
            if block["kind"] == "table" and block.get("key") == BY_DISTRICT:
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
