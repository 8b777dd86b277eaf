"""Ground that belongs to two districts: it would count twice in areas, densities and on the map."""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from mapping.actions.boundaries import NewDistrict
from mapping.imports.doubts import Doubts, among
from mapping.imports.outlines.geometry import mean_width

# Published neighbours share slivers of a millionth; a hundredth of a district is no line drawn twice.
LEAST_SHARE = 0.01
SAME = 0.99
LEAST_KM2 = 0.001
# Of a strip as wide as that nobody is a resident; metres.
LEAST_WIDTH = 5
INSIDE = 0.95
MOST_PAIRS = 100_000
PAIRS_NAMED = 10


@dataclass(frozen=True, slots=True)
class Pair:
    """Two districts by their places, and what share of each both have."""

    one: int
    other: int
    of_one: float
    of_other: float


def check_overlaps(districts: Sequence[NewDistrict], outlines: Sequence[BaseGeometry], doubts: Doubts) -> None:
    """Identical outlines, outlines of whole groups of districts, and pairs that overlap; with codes and shares."""
    candidates = _candidates(outlines)
    if candidates is None:
        doubts.tell(_("So many districts overlap that pairs are not looked at; check the outlines."))
        return
    pairs = [pair for pair in candidates if max(pair.of_one, pair.of_other) >= LEAST_SHARE]
    same = [pair for pair in pairs if min(pair.of_one, pair.of_other) >= SAME]
    others = [pair for pair in pairs if min(pair.of_one, pair.of_other) < SAME]
    wide = _wide(others)
    rest = [pair for pair in others if not wide.keys() & {pair.one, pair.other}]
    for pair in same[:PAIRS_NAMED]:
        doubts.tell(
            _("Districts “%(one)s” and “%(other)s” have the same outline; the ground would count twice. %(remedy)s")
            % {"one": districts[pair.one].code, "other": districts[pair.other].code, "remedy": _remedy()}
        )
    for place, inside in wide.items():
        doubts.tell(
            _(
                "District “%(code)s” (%(name)s) holds %(count)d others inside (%(codes)s): it seems to be the outline "
                "of the city or of a part of it, and its ground would count twice. %(remedy)s"
            )
            % {
                "code": districts[place].code,
                "name": districts[place].name,
                "count": len(inside),
                "codes": among([f"“{districts[other].code}”" for other in inside], 5),
                "remedy": _remedy(),
            }
        )
    _tell_pairs(districts, rest, doubts)


def check_areas(districts: Sequence[NewDistrict], outlines: Sequence[BaseGeometry], doubts: Doubts) -> None:
    """Ground on which nobody can live: slips of the pen, or what is left over between districts."""
    tiny = [f"“{district.code}”" for district in districts if district.area_km2 < LEAST_KM2]
    if tiny:
        doubts.tell(
            _("Districts of less than 1,000 m² (%(codes)s): are they outlines of something else? %(remedy)s")
            % {"codes": among(tiny), "remedy": _remedy()}
        )
    strips = [
        f"“{district.code}”"
        for district, outline in zip(districts, outlines, strict=True)
        if district.area_km2 >= LEAST_KM2 and mean_width(outline) < LEAST_WIDTH
    ]
    if strips:
        doubts.tell(
            _("Districts less than %(most)d m wide (%(codes)s) seem to be what is left over between others. %(remedy)s")
            % {"most": LEAST_WIDTH, "codes": among(strips), "remedy": _remedy()}
        )


def _tell_pairs(districts: Sequence[NewDistrict], pairs: Sequence[Pair], doubts: Doubts) -> None:
    for pair in sorted(pairs, key=lambda pair: -max(pair.of_one, pair.of_other))[:PAIRS_NAMED]:
        doubts.tell(
            _(
                "Districts “%(one)s” and “%(other)s” overlap: %(of_one).0f%% of the first and %(of_other).0f%% of the "
                "second; the ground would count twice. %(remedy)s"
            )
            % {
                "one": districts[pair.one].code,
                "other": districts[pair.other].code,
                "of_one": 100 * pair.of_one,
                "of_other": 100 * pair.of_other,
                "remedy": _remedy(),
            }
        )
    if len(pairs) > PAIRS_NAMED:
        doubts.tell(_("%(more)d more pairs of districts overlap.") % {"more": len(pairs) - PAIRS_NAMED})


def _remedy() -> str:
    return _("Correct the file, then import it with --replace.")


def _wide(pairs: Sequence[Pair]) -> dict[int, list[int]]:
    """Districts that hold two or more others inside."""
    held: dict[int, list[int]] = {}
    for pair in pairs:
        if pair.of_other >= INSIDE:
            held.setdefault(pair.one, []).append(pair.other)
        elif pair.of_one >= INSIDE:
            held.setdefault(pair.other, []).append(pair.one)
    return {place: inside for place, inside in held.items() if len(inside) > 1}


def _candidates(outlines: Sequence[BaseGeometry]) -> list[Pair] | None:
    """Pairs whose outlines share ground; None where there are too many to look at."""
    tree, found, looked_at = shapely.STRtree(list(outlines)), [], 0
    areas = [shapely.area(outline) for outline in outlines]
    for place, outline in enumerate(outlines):
        near = [int(other) for other in tree.query(outline) if other > place]
        looked_at += len(near)
        if looked_at > MOST_PAIRS:
            return None
        for other in near:
            shared = shapely.area(shapely.intersection(outline, outlines[other]))
            if shared > 0:
                found.append(Pair(place, other, shared / areas[place], shared / areas[other]))
    return found
