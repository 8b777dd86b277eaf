"""Boundaries from GeoJSON (RFC 7946, and the older form that names a coordinate reference system)."""

import datetime
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import shapely
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import City
from mapping.actions.boundaries import Added, NewDistrict, add_boundary_set
from mapping.imports.doubts import Doubts
from mapping.imports.fields import AROUND
from mapping.imports.files import File, look_at
from mapping.imports.names import check_names, lost_code
from mapping.imports.outlines.countries import how_placed
from mapping.imports.outlines.geojson import check_whole, geometry_of, parse
from mapping.imports.outlines.geometry import (
    NoArea,
    NoDegrees,
    NoOutline,
    Outline,
    check_metres,
    exchanged,
    outline,
    reference_system,
    to_wgs84,
)
from mapping.imports.outlines.ground import Earlier, check_ground
from mapping.imports.outlines.overlaps import check_areas, check_overlaps
from mapping.imports.outlines.parts import Part, joined
from mapping.imports.outlines.spikes import check_spikes
from mapping.imports.outlines.whereabouts import check_country, check_earlier, check_together
from mapping.imports.problems import examples, refusal
from mapping.imports.sandbox import Child, read_apart
from mapping.imports.tables.header import nearly
from mapping.models import BoundarySet, District

Say = Callable[[str], None]
# What the own id of a feature goes by, beside its fields.
OWN_ID = ("id", "@id")
LONGITUDE_FIRST = "longitude-latitude"
LATITUDE_FIRST = "latitude-longitude"
MOST_EXACT = 10**15
# A town may have two parts that are one district; a file of more that make one has another field for the code.
FEW_FEATURES = 2


@transaction.atomic
def import_boundaries(
    *,
    city: City,
    path: Path,
    code: str,
    name: str,
    valid_from: datetime.date | None = None,
    first_valid_from: datetime.date | None = None,
    set_name: str = "",
    crs: str = "",
    axes: str = LONGITUDE_FIRST,
    only_areas: bool = False,
    accepted: Collection[str] = (),
    take_place: bool = False,
    dry_run: bool = False,
    say: Say = lambda _line: None,
) -> Added:
    """Read a GeoJSON file and save its districts as a new boundary set. Runs inside the city's transaction.

    Raises ValidationError that names feature, field and what to do; nothing is saved then. What only looks wrong is
    told in what comes back.
    """
    file = look_at(path, wanted="GeoJSON")
    say(_("%(file)s: %(size)d kB") % {"file": file.name, "size": file.size // 1024})
    doubts = Doubts(accepted)
    asked = _Asked(code, name, crs, axes, city.country, [] if take_place else _newest(city), only_areas)
    districts: list[NewDistrict] = []
    repairs: list[dict[str, Any]] = []
    for found in read_apart(file.name, lambda child: _read(child, file, asked, doubts)):
        for line in found.get("said", ()):
            say(line)
        districts += [NewDistrict(**each) for each in found.get("districts", ())]
        repairs += found.get("repairs", ())
        doubts.told += found.get("told", ())
        doubts.notes += found.get("notes", ())
    added = add_boundary_set(
        city=city,
        name=set_name or path.stem,
        districts=districts,
        valid_from=valid_from,
        first_valid_from=first_valid_from,
        take_place=take_place,
        file_name=file.name,
        file_sha256=file.sha256,
        repairs=repairs,
    )
    if dry_run:
        transaction.set_rollback(True)
    return replace(added, told=(*doubts.told, *added.told), notes=tuple(doubts.notes))


@dataclass(frozen=True, slots=True)
class _Asked:
    """How a file is to be read, and what its districts are compared with."""

    code: str
    name: str
    crs: str
    axes: str
    country: str
    earlier: list[Earlier]
    only_areas: bool


def _read(child: Child, file: File, asked: _Asked, doubts: Doubts) -> None:
    """In the child: everything that parses, repairs and compares outlines."""
    document = parse(file)
    check_whole(document, doubts)
    districts, repairs = read_districts(
        document,
        code=asked.code,
        name=asked.name,
        crs=asked.crs,
        axes=asked.axes,
        only_areas=asked.only_areas,
        country=asked.country,
        begin=child.begin,
    )
    _check_read(document, districts, asked, doubts)
    read = _("Districts read: %(count)d; repairs: %(repairs)d") % {"count": len(districts), "repairs": len(repairs)}
    child.send(said=[read])
    child.begin(_("its districts compared"))
    _look(districts, asked.country, asked.earlier, doubts)
    names = [each.name for each in fields(NewDistrict)]
    for district in districts:
        # not by `asdict`, which copies every point of an outline
        child.send(districts=[{name: getattr(district, name) for name in names}])
    child.send(repairs=repairs, told=doubts.told, notes=doubts.notes)


def _look(districts: list[NewDistrict], country: str, earlier: list[Earlier], doubts: Doubts) -> None:
    """What looks wrong though each district is in order. Raises ValidationError."""
    outlines = [shapely.geometry.shape(district.geometry) for district in districts]
    check_country(districts, outlines, country, doubts)
    if earlier:
        check_earlier(outlines, [each.outline for each in earlier], doubts)
    doubts.refuse()
    if earlier:
        check_ground(districts, outlines, earlier, doubts)
    check_together(districts, outlines, doubts)
    check_overlaps(districts, outlines, doubts)
    check_names(districts, doubts)
    check_spikes(districts, outlines, doubts)
    check_areas(districts, outlines, doubts)


def _newest(city: City) -> list[Earlier]:
    newest = BoundarySet.objects.filter(city=city).order_by("-valid_from").first()
    found = District.objects.filter(boundary_set=newest).values_list("code", "geometry") if newest else ()
    return [Earlier(code, shapely.geometry.shape(geometry)) for code, geometry in found]


def read_districts(
    document: dict[str, Any],
    *,
    code: str,
    name: str,
    crs: str = "",
    axes: str = LONGITUDE_FIRST,
    only_areas: bool = False,
    country: str = "",
    begin: Say = lambda _part: None,
) -> tuple[list[NewDistrict], list[dict[str, Any]]]:
    """Districts and repairs of a feature collection. Raises ValidationError with all that is wrong.

    Features of one code and name are parts of one district. With `only_areas` features that enclose none are left out.
    `begin` is told before each feature which comes.
    """
    features = document["features"]
    _check_fields(features, code, name)
    try:
        system = reference_system(crs or _stated_system(document))
        transformer = to_wgs84(system)
    except NoOutline as problem:
        raise ValidationError(_("The file cannot be placed: %(why)s.") % {"why": problem}) from None
    parts: list[Part] = []
    repairs: list[dict[str, Any]] = []
    problems: list[str] = []
    for number, feature in enumerate(features, start=1):
        begin(_("feature %(number)d") % {"number": number})
        try:
            geometry = geometry_of(feature)
            geometry = exchanged(geometry) if axes == LATITUDE_FIRST else geometry
            check_metres(geometry, system)
            shape = outline(geometry, transformer)
            district = _district(feature, code, name, shape, number)
        except NoOutline as problem:
            label = _text(_properties(feature).get(code)) or "?"
            if only_areas and isinstance(problem, NoArea):
                repairs.append({"feature": number, "code": label, "repair": _("left out, as it encloses no area")})
                continue
            why = f"{problem}. {how_placed(country)}" if isinstance(problem, NoDegrees) else f"{problem}."
            problems.append(
                _("Feature %(number)d (%(field)s “%(code)s”): %(why)s")
                % {"number": number, "field": code, "code": label, "why": why}
            )
            continue
        parts.append(Part(district))
        repairs += [{"feature": number, "code": district.code, "repair": repair} for repair in shape.repairs]
    districts = []
    for district, told, wrong in joined(parts, code):
        districts.append(district)
        repairs += [told] if told else []
        problems += [wrong] if wrong else []
    if not districts and not problems:
        problems.append(_("No feature of the file encloses an area: there is no district in it."))
    if problems:
        raise refusal(examples(problems), total=len(problems))
    return districts, repairs


def _check_read(document: dict[str, Any], districts: list[NewDistrict], asked: _Asked, doubts: Doubts) -> None:
    """What the features are together: one district alone, or placed by a system that is not named by degrees."""
    count = len(document["features"])
    if count > FEW_FEATURES and len(districts) == 1:
        doubts.tell(
            _(
                "All %(count)d features have the %(field)s “%(code)s” and were joined to one district. If they are "
                "several, name the field that tells them apart with --code."
            )
            % {"count": count, "field": asked.code, "code": districts[0].code}
        )
    system = reference_system(asked.crs or _stated_system(document))
    if system.is_projected and districts:
        middle = shapely.centroid(shapely.geometry.shape(districts[0].geometry))
        doubts.note(
            _(
                "Read as %(crs)s: district “%(code)s” lies near latitude %(y).2f, longitude %(x).2f. Another system "
                "places it elsewhere; compare with a map."
            )
            % {"crs": system.name, "code": districts[0].code, "x": middle.x, "y": middle.y}
        )


def _stated_system(document: dict[str, Any]) -> str:
    """The `crs` member of the older forms; without it, WGS 84 (RFC 7946, section 4). Raises NoOutline where something
    is stated that is not understood: read as degrees, another datum lies a hundred metres off without a word."""
    crs = document.get("crs")
    if crs is None:
        return "EPSG:4326"
    properties = crs.get("properties") if isinstance(crs, dict) else None
    stated = properties if isinstance(properties, dict) else {}
    for name in (crs, stated.get("name"), f"EPSG:{stated['code']}" if "code" in stated else None):
        if isinstance(name, str) and name.strip():
            return name.strip()
    raise NoOutline(
        _("its reference system is stated as %(crs)s, which is not read; say which it is with --crs")
        % {"crs": json.dumps(crs)[:80]}
    )


def _properties(feature: object) -> dict[str, Any]:
    """Its fields; and its own id beside them, which web tools write the code as."""
    if not isinstance(feature, dict):
        return {}
    properties = feature.get("properties")
    own = {name: feature["id"] for name in OWN_ID if "id" in feature}
    return {**own, **(properties if isinstance(properties, dict) else {})}


def _check_fields(features: list[Any], code: str, name: str) -> None:
    fields = sorted({field for feature in features for field in _properties(feature)})
    missing = [
        _("No feature has a field “%(field)s” (%(option)s). The fields are: %(fields)s.")
        % {"field": field, "option": option, "fields": ", ".join(fields) or _("none")}
        + nearly(field, fields)
        for field, option in ((code, "--code"), (name, "--name"))
        if field not in fields
    ]
    if missing:
        raise refusal(missing)


def _district(feature: object, code: str, name: str, shape: Outline, number: int) -> NewDistrict:
    found = {}
    for field, most in ((code, 40), (name, 200)):
        found[field] = _text(_properties(feature).get(field))
        if not found[field]:
            value = _properties(feature).get(field)
            if value not in (None, "") and str(value).strip():
                raise NoOutline(
                    (
                        _("field “%(field)s” holds %(value)s, which is no code; export codes as text")
                        if field == code
                        else _("field “%(field)s” holds %(value)s, which is no name; name another with --name")
                    )
                    % {"field": field, "value": json.dumps(value)[:40]}
                )
            raise NoOutline(_("field “%(field)s” is empty; every district needs one") % {"field": field})
        if field == code and (why := lost_code(found[field])):
            raise NoOutline(_("field “%(field)s”: %(why)s") % {"field": field, "why": why})
        if len(found[field]) > most:
            raise NoOutline(
                _("field “%(field)s” has more than %(most)d characters, and seems to be another; name the right one")
                % {"field": field, "most": most}
            )
    return NewDistrict(found[code], found[name], shape.geometry, shape.area_km2, number)


def _text(value: object) -> str:
    """A code as text: 7 is "7", 7.0 too, "007" stays "007". A decimal keeps 15 digits; more were lost."""
    if isinstance(value, float) and value.is_integer() and abs(value) < MOST_EXACT:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).replace("\0", "").strip(AROUND)
