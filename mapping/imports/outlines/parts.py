"""Districts that were exported as several features: parts of one code and one name are one district."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import shapely
from django.utils.translation import gettext as _

from mapping.actions.boundaries import NewDistrict
from mapping.imports.fields import folded
from mapping.imports.outlines.geometry import NoOutline, outline

# Of the smaller of two parts: so much of both on one ground is an outline that stands twice, of two years perhaps.
OVERLAP = 0.05


@dataclass(frozen=True, slots=True)
class Part:
    """A feature that was read: the district it is, or is a part of."""

    district: NewDistrict

    @property
    def number(self) -> int:
        return self.district.feature


def joined(parts: Iterable[Part], field: str) -> Iterator[tuple[NewDistrict, dict[str, Any] | None, str]]:
    """Each district with what was joined to it, and what is wrong where its features cannot be one."""
    by_code: dict[str, list[Part]] = {}
    for part in parts:
        by_code.setdefault(part.district.code, []).append(part)
    for code, features in by_code.items():
        first, several = features[0].district, _different(features)
        if len(several) == 1:
            yield first, _told_twice(features), ""
        elif wrong := _why_not(several, field):
            yield first, None, wrong
        else:
            numbers = _numbers(several)
            told = _("%(count)d features make this district: %(features)s") % {
                "count": len(several),
                "features": numbers,
            }
            yield _as_one(several), {"feature": several[0].number, "code": code, "repair": told}, ""


def _different(features: list[Part]) -> list[Part]:
    """Without those that say the same of the same ground once more, as tables joined to outlines do."""
    found: dict[tuple[str, str], Part] = {}
    for part in features if len(features) > 1 else ():
        found.setdefault((folded(part.district.name), json.dumps(part.district.geometry)), part)
    return list(found.values()) or features


def _told_twice(features: list[Part]) -> dict[str, Any] | None:
    if len(features) == 1:
        return None
    told = _("%(count)d features are the same; one was read: %(features)s") % {
        "count": len(features),
        "features": _numbers(features),
    }
    return {"feature": features[0].number, "code": features[0].district.code, "repair": told}


def _why_not(several: list[Part], field: str) -> str:
    first = several[0].district
    facts: dict[str, object] = {"field": field, "code": first.code, "count": len(several)}
    names = dict.fromkeys(part.district.name for part in several)
    if len({folded(name) for name in names}) > 1:
        facts["names"] = "”, “".join(list(names)[:5])
        return (
            _(
                "%(field)s “%(code)s” is used by %(count)d features of different names (“%(names)s”); every district "
                "needs a code of its own."
            )
            % facts
        )
    if pair := _overlapping(several):
        facts |= {"first": pair[0].number, "second": pair[1].number}
        return (
            _(
                "%(field)s “%(code)s” is used by %(count)d features that lie on the same ground (%(first)d and "
                "%(second)d): no parts of one district, but outlines of several years or levels. Keep one of them."
            )
            % facts
        )
    return ""


def _overlapping(several: list[Part]) -> tuple[Part, Part] | None:
    shapes = [shapely.geometry.shape(part.district.geometry) for part in several]
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        common = shapely.intersection(shapes[one], shapes[other]).area if one < other else 0
        if common > OVERLAP * min(shapes[one].area, shapes[other].area):
            return several[one], several[other]
    return None


def _as_one(several: list[Part]) -> NewDistrict:
    """The parts together. Raises NoOutline, which cannot be where each is an outline."""
    first = several[0].district
    union = shapely.union_all([shapely.geometry.shape(part.district.geometry) for part in several])
    if union.is_empty:
        raise NoOutline(_("the outline is empty"))
    whole = outline(union, None)
    return NewDistrict(first.code, first.name, whole.geometry, whole.area_km2, first.feature)


def _numbers(several: list[Part]) -> str:
    shown = [str(part.number) for part in several[:10]]
    return ", ".join(shown) + (" …" if len(several) > len(shown) else "")
