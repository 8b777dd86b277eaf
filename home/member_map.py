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

# Released before tables and columns had names: its number, and the places of what is drawn. Such a page is kept as it
# was made, and without a name nothing else on it has one.
NUMBER_OF_OLD, CODE_OF_OLD, NAME_OF_OLD, FIRST_COUNT_OF_OLD = "A1", 0, 1, 3
BAND = re.compile(r"\d[\d.,\s\u00a0\u202f’']*–\d[\d.,\s\u00a0\u202f’']*")


@dataclass(frozen=True, slots=True)
class EditionMap:
    """Each district's path, its fill and its name with what is printed of it; the legend has the edition's words."""

    view_box: str
    areas: Sequence[tuple[DrawnArea, str, str, str]]
    legend: Sequence[tuple[str, str]]
    period: str
    symbol: str = HIDDEN


def edition_map(page: Mapping[str, Any], diagnosis: Diagnosis) -> EditionMap | None:
    """None where the edition tells of no districts, or of others than those that can be drawn."""
    table = next(_tables(page), None)
    boundaries = BoundarySet.objects.filter(city=diagnosis.city_id).in_force(on=diagnosis.end).first()
    if table is None or boundaries is None:
        return None
    places = _places(table)
    if not places.keys() >= {CODE, NAME, LATEST}:
        return None
    box, drawn = outlines_by_code(boundaries)
    code, name, told = ([row["cells"][places[key]]["text"] for row in table["rows"]] for key in (CODE, NAME, LATEST))
    if set(code) != set(drawn):
        return None
    fills = _fills(set(told))
    return EditionMap(
        view_box=box,
        areas=[(drawn[of], fills[band], called, band) for of, called, band in zip(code, name, told, strict=True)],
        legend=[(fill, words) for words, fill in fills.items()],
        period=table["columns"][places[LATEST]]["label"],
    )


def _tables(page: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """That of the districts; of a page that names none of its tables, the one with its number."""
    tables = [block for each in page.get("sections", []) for block in each["blocks"] if block["kind"] == "table"]
    if any("key" in each for each in tables):
        return (each for each in tables if each.get("key") == BY_DISTRICT)
    return (each for each in tables if each.get("number") == NUMBER_OF_OLD)


def _places(table: Mapping[str, Any]) -> dict[str, int]:
    """Where the columns that are drawn stand."""
    columns = table["columns"]
    if "key" not in table and len(columns) > FIRST_COUNT_OF_OLD:
        return {CODE: CODE_OF_OLD, NAME: NAME_OF_OLD, LATEST: len(columns) - 1}
    return {column["key"]: place for place, column in enumerate(columns) if "key" in column}


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
