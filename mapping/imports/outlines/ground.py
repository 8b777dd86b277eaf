"""What became of a city's districts: codes that stand for other ground than before, and ground that no district has."""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from mapping.actions.boundaries import NewDistrict
from mapping.imports.doubts import Doubts, among

# Boundaries that are drawn anew differ by so much of a district without that anything became of it.
AS_BEFORE = 0.9
MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class Earlier:
    """A district of the boundaries that a city has."""

    code: str
    outline: BaseGeometry


def check_ground(
    districts: Sequence[NewDistrict], outlines: Sequence[BaseGeometry], earlier: Sequence[Earlier], doubts: Doubts
) -> None:
    """Each code beside the district that had it before: moved, changed, gone; and how much of the city is left."""
    before = {each.code: each.outline for each in earlier}
    tree = shapely.STRtree([each.outline for each in earlier])
    moved, changed = [], []
    covered = 0.0
    for district, outline in zip(districts, outlines, strict=True):
        shared = {
            earlier[place].code: shapely.area(shapely.intersection(outline, earlier[place].outline))
            for place in map(int, tree.query(outline))
        }
        covered += sum(shared.values())
        if district.code not in before:
            continue
        mine, area = shared.get(district.code, 0.0), shapely.area(outline)
        code, most = max(shared.items(), key=lambda pair: pair[1], default=("", 0.0))
        facts = {"code": district.code, "before": code}
        if mine < MOSTLY * area and code != district.code and most > MOSTLY * area:
            moved.append(_("“%(code)s” (there “%(before)s”)") % facts)
        elif min(mine / area, mine / shapely.area(before[district.code])) < AS_BEFORE:
            changed.append(_("“%(code)s”") % facts)
    if moved:
        doubts.tell(
            _(
                "Codes that stand for other ground than in the boundaries the city has: %(codes)s. A table that gives "
                "the codes of those would be placed wrongly by these: name the boundaries it is by, under "
                "place.boundaries in the mapping or with --boundaries."
            )
            % {"codes": among(moved)}
        )
    if changed:
        doubts.note(
            _(
                "Districts of the same code whose ground is another than in the boundaries the city has, such as after "
                "a division: %(codes)s. Records keep the district they were placed in."
            )
            % {"codes": among(changed)}
        )
    _check_left(districts, before, covered, doubts)


def _check_left(
    districts: Sequence[NewDistrict], before: dict[str, BaseGeometry], covered: float, doubts: Doubts
) -> None:
    gone = [f"“{code}”" for code in before if code not in {district.code for district in districts}]
    whole = sum(map(shapely.area, before.values()))
    if 0 < covered < AS_BEFORE * whole:
        doubts.tell(
            _(
                "Only %(share).0f%% of the ground of the boundaries the city has is in a district here; codes that are "
                "not: %(codes)s. If the file is a part of the districts, import all of them with --replace."
            )
            % {"share": 100 * covered / whole, "codes": among(gone) or "–"}
        )
    elif gone:
        doubts.note(
            _("Codes of the boundaries the city has that are not in this file: %(codes)s.") % {"codes": among(gone)}
        )
