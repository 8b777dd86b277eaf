"""What a GeoJSON file holds: features, and the outline of each (RFC 7946; sequences of them, RFC 8142)."""

import json
import math
from collections.abc import Iterator
from typing import Any

import shapely
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from mapping.imports.doubts import Doubts
from mapping.imports.fields import AROUND
from mapping.imports.files import File
from mapping.imports.json_values import loaded
from mapping.imports.outlines.geometry import NoArea, NoOutline

# Before each feature of a sequence.
RECORD = "\x1e"
# Lists within lists of the coordinates of several polygons.
DEEPEST = 4
KINDS = {
    *("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"),
}


def parse(file: File) -> dict[str, Any]:
    """A collection of features, as which a list, a sequence of lines or a single feature is read too."""
    if file.guessed:
        raise ValidationError(
            _("%(file)s is not UTF-8, which GeoJSON must be. Save it as UTF-8.") % {"file": file.name}
        )
    document = _document(file)
    if isinstance(document, dict) and document.get("type") == "Feature":
        document = [document]
    if isinstance(document, list) and document and all(map(_is_feature, document)):
        document = {"type": "FeatureCollection", "features": document}
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise _no_collection(file, document)
    if not isinstance(document.get("features"), list) or not document["features"]:
        raise ValidationError(_("%(file)s has no features: there is no district in it.") % {"file": file.name})
    return document


def _document(file: File) -> Any:
    text = file.path.read_text(encoding=file.encoding)
    try:
        return loaded(text)
    except ValueError as problem:  # also for a number of thousands of digits
        if (lines := _of_lines(text)) is not None:
            return lines
        if not text.lstrip(f"{RECORD}{AROUND}").startswith(("{", "[")):
            raise ValidationError(
                _("%(file)s is no GeoJSON: it begins with “%(text)s”. Export the districts as GeoJSON.")
                % {"file": file.name, "text": text.strip(AROUND).split("\n")[0][:40]}
            ) from None
        raise ValidationError(
            _("%(file)s is broken: %(why)s. Download or export it again.") % {"file": file.name, "why": problem}
        ) from None
    except RecursionError:
        raise ValidationError(_("%(file)s is nested too deeply to be GeoJSON.") % {"file": file.name}) from None


def _of_lines(text: str) -> list[Any] | None:
    """The features of a file that has one on each line; None of any other."""
    lines = [line.strip(f"{RECORD} \t\r") for line in text.split("\n")]
    if len(lines) < 2 or not lines[0].startswith("{"):
        return None
    try:
        return [loaded(line) for line in lines if line]
    except (ValueError, RecursionError):
        return None


def _is_feature(value: object) -> bool:
    return isinstance(value, dict) and value.get("type") == "Feature"


def _no_collection(file: File, document: object) -> ValidationError:
    members = document if isinstance(document, dict) else {}
    if members.get("type") == "Topology":
        found = "TopoJSON"
    elif "geometryType" in members or "spatialReference" in members:
        found = "Esri JSON"
    elif "coordinates" in members or "geometries" in members:
        return ValidationError(
            _(
                "%(file)s is one outline without fields: no district in it has a code or a name. Export the districts "
                "as GeoJSON with their fields."
            )
            % {"file": file.name}
        )
    else:
        return ValidationError(
            _("%(file)s is JSON, but no GeoJSON FeatureCollection. Export the districts as GeoJSON.")
            % {"file": file.name}
        )
    return ValidationError(
        _("%(file)s is %(found)s, not GeoJSON. Ask where it comes from for GeoJSON (f=geojson), or convert it.")
        % {"file": file.name, "found": found}
    )


def check_whole(document: dict[str, Any], doubts: Doubts) -> None:
    """Servers that give so many features at most say in the file that there are more."""
    about = document.get("properties")
    said = {**document, **(about if isinstance(about, dict) else {})}
    read, links = len(document["features"]), document.get("links")
    matched = [said[name] for name in ("numberMatched", "totalFeatures", "total_count") if _is_count(said.get(name))]
    goes_on = [link for link in links if isinstance(link, dict)] if isinstance(links, list) else []
    if (
        said.get("exceededTransferLimit") is True
        or any(count > read for count in matched)
        or any(link.get("rel") == "next" for link in goes_on)
    ):
        doubts.tell(
            _(
                "The file says that it does not hold all features (here: %(count)d): a server gave so many at most. "
                "Export all of them, then import with --replace."
            )
            % {"count": read}
        )


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def geometry_of(feature: object) -> BaseGeometry:
    """Raises NoOutline where it cannot be read, and NoArea where there is none."""
    if not isinstance(feature, dict) or feature.get("type", "Feature") != "Feature":
        found = feature.get("type") if isinstance(feature, dict) else feature
        raise NoOutline(_("it is no feature but %(found)s; export the file again") % {"found": json.dumps(found)[:40]})
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict):
        raise NoArea(_("it has no geometry; leave such features out with --only-areas"))
    _check_position(geometry)
    try:
        return shapely.from_geojson(json.dumps(geometry))
    except (shapely.GEOSException, ValueError, TypeError) as problem:
        if why := _why_not(geometry):
            raise NoOutline(why) from None
        if any(len(position) > 3 for position in _positions(geometry)):
            return _without_measures(geometry)
        raise NoOutline(_("its geometry cannot be read (%(why)s)") % {"why": problem}) from None


def _without_measures(geometry: dict[str, Any]) -> BaseGeometry:
    """Numbers behind longitude, latitude and height say nothing of an outline (RFC 7946, section 3.1.1)."""

    def cut(value: Any, depth: int = 0) -> Any:
        if not isinstance(value, list) or depth == DEEPEST:
            return value
        is_position = bool(value) and not isinstance(value[0], list)
        return value[:3] if is_position else [cut(each, depth + 1) for each in value]

    try:
        return shapely.from_geojson(json.dumps({**geometry, "coordinates": cut(geometry.get("coordinates"))}))
    except (shapely.GEOSException, ValueError, TypeError) as problem:
        raise NoOutline(_("its geometry cannot be read (%(why)s)") % {"why": problem}) from None


def _why_not(geometry: dict[str, Any]) -> str:
    """In words what the library says in its own."""
    kinds = [str(each.get("type")) for each in (geometry, *_inside(geometry))]
    if other := next((kind for kind in kinds if kind not in KINDS), ""):
        return _("its geometry is a “%(kind)s”, which GeoJSON does not have; export polygons") % {"kind": other[:40]}
    for position in _positions(geometry):
        for number in position:
            if not isinstance(number, int | float) or isinstance(number, bool) or not math.isfinite(number):
                return _("a coordinate is “%(value)s”, which is no number; export the file with numbers") % {
                    "value": str(number)[:40]
                }
    if any(ring and ring[0] != ring[-1] for ring in _rings(geometry)):
        return _(
            "its outline is not closed, as its last point is not its first: points may have been lost on the way; "
            "export the file again"
        )
    return ""


def _inside(geometry: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The geometries of a collection."""
    waiting = [geometry]
    while waiting:
        found = waiting.pop().get("geometries")
        parts = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
        yield from parts
        waiting += parts


def _rings(geometry: dict[str, Any]) -> Iterator[list[Any]]:
    coordinates = geometry.get("coordinates")
    polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(str(geometry.get("type")))
    for polygon in polygons if isinstance(polygons, list) else []:
        yield from (ring for ring in (polygon if isinstance(polygon, list) else []) if isinstance(ring, list))


def _positions(geometry: dict[str, Any]) -> Iterator[list[Any]]:
    waiting = [geometry.get("coordinates")]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list) and value and isinstance(value[0], list):
            waiting += reversed(value)
        elif isinstance(value, list):
            yield value


def _check_position(geometry: dict[str, Any]) -> None:
    """A decimal comma makes four whole numbers of two: [10,12, 55,02] would be read as longitude 10, latitude 12."""
    position = next(_positions(geometry), [])
    if len(position) > 3 and all(isinstance(number, int) for number in position):
        raise NoOutline(
            _("a point has the %(count)d whole numbers %(position)s: commas seem to stand for decimal points; export "
              "the file with points")
            % {"count": len(position), "position": position}
        )  # fmt: skip
