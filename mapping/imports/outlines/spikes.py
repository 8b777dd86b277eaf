"""Outlines of which one point lies far from all others: a digit of it is wrong, and map and area are."""

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from mapping.actions.boundaries import NewDistrict
from mapping.imports.doubts import Doubts, among

# Degrees of latitude, about two kilometres; how many times as long as all others the ways to the point and back are.
FAR, TIMES = 0.02, 10
FEWEST_POINTS = 4
NAMED = 5


def check_spikes(districts: Sequence[NewDistrict], outlines: Sequence[BaseGeometry], doubts: Doubts) -> None:
    found = [
        (district, point) for district, outline in zip(districts, outlines, strict=True) for point in _astray(outline)
    ]
    if found:
        doubts.tell(
            _(
                "One point lies far from all others of its outline in %(districts)s: a digit of it seems to be wrong. "
                "Correct the file, then import it with --replace."
            )
            % {
                "districts": among(
                    [
                        _("“%(code)s” (longitude %(x).4f, latitude %(y).4f)")
                        % {"code": district.code, "x": point[0], "y": point[1]}
                        for district, point in found
                    ],
                    NAMED,
                )
            }
        )


def _astray(outline: BaseGeometry) -> Iterator[tuple[float, float]]:
    for polygon in shapely.get_parts(outline):
        points = shapely.get_coordinates(shapely.get_exterior_ring(polygon))[:-1]
        if len(points) < FEWEST_POINTS:
            continue
        narrowed = np.array([np.cos(np.radians(points[0][1])), 1.0])
        onward = np.linalg.norm((np.roll(points, -1, axis=0) - points) * narrowed, axis=1)
        # of each point the shorter of the ways to it and on from it
        nearest = np.minimum(onward, np.roll(onward, 1))
        place = int(nearest.argmax())
        others = np.delete(onward, [place, place - 1])
        if nearest[place] > max(FAR, TIMES * others.max()):
            yield float(points[place][0]), float(points[place][1])
