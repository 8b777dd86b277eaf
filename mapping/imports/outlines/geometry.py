"""Outlines: from any coordinate reference system to valid polygons in WGS 84, with what had to be repaired."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

WGS84 = CRS.from_epsg(4326)
ELLIPSOID = Geod(ellps="WGS84")
# About a centimetre: finer digits in open data are noise, and double what has to be stored and drawn.
GRID_DEGREES = 1e-7
# Longitudes that go on beyond the 180th meridian, as far as a country does.
BEYOND = 190


class NoOutline(ValueError):
    """A feature has no outline that could be used; the message says why."""


class NoArea(NoOutline):
    """A feature encloses no area at all: a point, a line, nothing."""


class NoDegrees(NoOutline):
    """Coordinates are no longitudes and latitudes, though no other system is stated."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A valid outline as GeoJSON in WGS 84, its area, and the repairs as sentences."""

    geometry: dict[str, Any]
    area_km2: float
    repairs: tuple[str, ...]


def reference_system(name: str) -> CRS:
    """Raises NoOutline where the name is not known."""
    try:
        return CRS.from_user_input(name)
    except CRSError:
        raise NoOutline(
            _("the coordinate reference system “%(crs)s” is not known; use a code such as EPSG:4326") % {"crs": name}
        ) from None


def to_wgs84(system: CRS) -> Transformer | None:
    """The way from a system to longitude and latitude; None where it is that already."""
    if system.to_authority() in {("OGC", "CRS84"), ("EPSG", "4326")} or system.equals(WGS84, ignore_axis_order=True):
        return None
    return Transformer.from_crs(system, WGS84, always_xy=True)


def outline(geometry: BaseGeometry, transformer: Transformer | None) -> Outline:
    """Raises NoOutline where no polygon is left or its coordinates are no longitudes and latitudes."""
    if geometry.is_empty:
        raise NoArea(_("the outline is empty; leave such features out with --only-areas"))
    repairs = []
    if geometry.has_z:
        geometry = shapely.force_2d(geometry)
        repairs.append(_("heights were dropped"))
    geometry = _transformed(geometry, transformer)
    _check_range(geometry)
    _check_way_round(geometry)
    valid = shapely.is_valid(geometry)
    if not valid:
        before, why = area_km2(geometry), shapely.is_valid_reason(geometry)
        geometry = _repaired(geometry)
    polygons = _polygonal(geometry)
    if not valid:
        repairs.append(
            _("was not valid (%(why)s) and was repaired; its area changed from %(before).4f to %(after).4f km²")
            % {"why": why, "before": before, "after": area_km2(polygons)}
        )
    elif polygons is not geometry:
        repairs.append(_("lines and points beside its polygons were dropped"))
    stored = shapely.orient_polygons(_polygonal(shapely.set_precision(polygons, GRID_DEGREES)))
    return Outline(shapely.geometry.mapping(stored), area_km2(polygons), tuple(repairs))


def _repaired(geometry: BaseGeometry) -> BaseGeometry:
    """Raises NoOutline where that cannot be, and MemoryError where it takes more than there is."""
    try:
        return shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    except shapely.GEOSException as problem:
        if "bad_alloc" in str(problem):
            raise MemoryError from None
        raise NoOutline(_("it is not valid and cannot be repaired (%(why)s)") % {"why": problem}) from None


def exchanged(geometry: BaseGeometry) -> BaseGeometry:
    """The same outline with first and second coordinate exchanged."""
    return shapely.transform(geometry, lambda points: points[:, ::-1])


def check_metres(geometry: BaseGeometry, system: CRS) -> None:
    """Raises NoOutline where a system of metres is stated and the coordinates are degrees."""
    west, south, east, north = shapely.bounds(geometry)
    if system.is_projected and -180 <= west <= east <= 180 and -90 <= south <= north <= 90:
        raise NoOutline(
            _(
                "%(crs)s is stated, whose coordinates are no degrees, but (%(x).6g, %(y).6g) seems to be longitude and "
                "latitude; say --crs EPSG:4326"
            )
            % {"crs": system.name, "x": west, "y": south}
        )


def area_km2(geometry: BaseGeometry) -> float:
    """Area on the WGS 84 ellipsoid (Karney 2013, as in pyproj.Geod)."""
    area, _perimeter = ELLIPSOID.geometry_area_perimeter(shapely.orient_polygons(geometry))
    return abs(float(area)) / 1e6


def mean_width(geometry: BaseGeometry) -> float:
    """Metres: of a strip twice its area by its perimeter is its width."""
    area, perimeter = ELLIPSOID.geometry_area_perimeter(shapely.orient_polygons(geometry))
    return 2 * abs(float(area)) / float(perimeter) if perimeter else 0.0


def _transformed(geometry: BaseGeometry, transformer: Transformer | None) -> BaseGeometry:
    if transformer is None:
        return geometry

    def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
        longitude, latitude = transformer.transform(points[:, 0], points[:, 1])
        return np.column_stack([longitude, latitude])

    return shapely.transform(geometry, move)


def _check_range(geometry: BaseGeometry) -> None:
    west, south, east, north = shapely.bounds(geometry)
    if not all(np.isfinite([west, south, east, north])):
        raise NoOutline(_("a coordinate is no number, or lies outside of where its reference system is defined"))
    if 180 < east <= BEYOND and west >= -180 and -90 <= south <= north <= 90:
        raise NoOutline(_beyond() % {"x": east})
    if west < -180 or east > 180 or south < -90 or north > 90:
        points = shapely.get_coordinates(geometry)
        x, y = points[(np.abs(points[:, 0]) > 180) | (np.abs(points[:, 1]) > 90)][0]
        if west >= -90 and east <= 90 and south >= -180 and north <= 180:
            raise NoOutline(
                _(
                    "the coordinates (%(x).6g, %(y).6g) seem to be latitude and longitude; longitude stands first in "
                    "GeoJSON. Import the file with --axes latitude-longitude"
                )
                % {"x": x, "y": y}
            )
        raise NoDegrees(_("the coordinates (%(x).6g, %(y).6g) are no longitude and latitude") % {"x": x, "y": y})


def _check_way_round(geometry: BaseGeometry) -> None:
    """Raises NoOutline where two points that follow each other lie on the two sides of the 180th meridian: drawn as it
    stands such an outline goes around the earth."""
    for line in shapely.get_rings(shapely.get_parts(_flat(geometry))):
        longitudes = shapely.get_coordinates(line)[:, 0]
        if (np.abs(np.diff(longitudes)) > 180).any():
            raise NoOutline(_beyond() % {"x": longitudes.max()})


def _beyond() -> str:
    return _(
        "its outline crosses the 180th meridian (longitude %(x).6g); cut it there into two polygons, one on each side "
        "(RFC 7946, section 3.1.9)"
    )


def _flat(geometry: BaseGeometry) -> list[BaseGeometry]:
    """The parts of a collection, and of collections inside it."""
    parts = list(shapely.get_parts(geometry))
    if geometry.geom_type != "GeometryCollection":
        return parts
    return [each for part in parts for each in ([part] if part.geom_type != "GeometryCollection" else _flat(part))]


def _polygonal(geometry: BaseGeometry) -> BaseGeometry:
    """The polygons of a geometry. Raises NoOutline where it has none."""
    if geometry.geom_type in {"Polygon", "MultiPolygon"} and not geometry.is_empty:
        return geometry
    parts = [part for part in _flat(geometry) if part.geom_type in {"Polygon", "MultiPolygon"}]
    polygons = shapely.union_all(parts)
    if polygons.is_empty and (geometry.is_empty or geometry.geom_type in {"Polygon", "MultiPolygon"}):
        raise NoArea(
            _(
                "its outline encloses no area: its points lie on a line, or it is smaller than a few centimetres. Take "
                "it out of the file, export it again from where it came, or leave such features out with --only-areas"
            )
        )
    if polygons.is_empty:
        raise NoArea(
            _("it is a %(kind)s, not a polygon; leave such features out with --only-areas")
            % {"kind": geometry.geom_type}
        )
    return polygons
