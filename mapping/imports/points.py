"""Which district a point lies in. Points are looked up and forgotten: no coordinate is kept or told."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import shapely
from django.utils.translation import gettext as _
from pyproj.enums import TransformDirection

from mapping.imports.coordinates import UNKNOWN, NoCoordinate, plain_number
from mapping.imports.doubts import OUTSIDE_POINTS, Doubts
from mapping.imports.fields import AllAlike, NoPlace, UnknownValue, folded
from mapping.imports.outlines.countries import SYSTEMS
from mapping.imports.outlines.geometry import reference_system, to_wgs84
from mapping.imports.rules import PlaceRule
from mapping.models import District
from mapping.vocabulary import Place

Found = tuple[str, int | None]
Spot = tuple[float, float]

# Beside those of countries: what maps on the web are drawn in.
OF_MAPS = ("3857",)
# What stands for a place that is not known, as programs write it.
NO_PLACE = (0.0, 0.0)
# Of so many rows on one point, and so large a share of all, a geocoder puts there what it does not find.
HEAPED, SHARE_HEAPED = 5, 0.1
# Two decimals of a degree are about a kilometre.
FEW_DECIMALS = 2
# How coordinates get lost on the way, by what makes them right again.
EXCHANGED, WEST, SOUTH, DEGREES = "exchanged", "west", "south", "degrees"


class Points:
    """Places by two cells of coordinates. `where` is asked of every row, `count` of those that count."""

    def __init__(self, rule: PlaceRule, districts: Iterable[District], positions: tuple[int, int]) -> None:
        self.rule = rule
        self._latitude, self._longitude = positions
        kept = sorted(districts, key=lambda district: district.code)
        self._districts = [district.pk for district in kept]
        self._outlines = shapely.STRtree([shapely.geometry.shape(district.geometry) for district in kept])
        self._to_wgs84 = to_wgs84(reference_system(rule.crs or "EPSG:4326"))
        self._spots: Counter[Spot] = Counter()
        self._first: dict[Spot, int] = {}
        self._fitting: str | None = None
        self._outside: Counter[Spot] = Counter()
        self._first_outside = 0
        self._decimals = 0
        self.find = lru_cache(100_000)(self._find)

    def count(self, row: Sequence[str], number: int) -> None:
        """Take a row that counts into what is told of all."""
        cells = row[self._latitude].strip(), row[self._longitude].strip()
        if self._wide(cells) or not self._is_spot(cells):
            return
        spot = self._spot(cells)
        self._spots[spot] += 1
        self._first.setdefault(spot, number)
        self._decimals = max(self._decimals, *(self._count_decimals(cell) for cell in cells))
        if self.find(cells)[1] is None:
            self._outside[spot] += 1
            self._first_outside = self._first_outside or number

    def _find(self, cells: tuple[str, str]) -> Found:
        """Place and district of two cells. Raises UnknownValue."""
        if wide := self._wide(cells):
            return wide, None
        spot = self._spot(cells)
        if spot == NO_PLACE:
            raise UnknownValue(
                _(
                    "columns %(columns)s: 0, 0 is no place in a city but what programs write for none. If it means no "
                    "district, name the cell of the latitude in the mapping under place.city_wide."
                )
                % {"columns": self._columns()}
            )
        district = self._district(spot)
        return (Place.OUTSIDE.value, None) if district is None else (Place.DISTRICT.value, district)

    def _wide(self, cells: tuple[str, str]) -> str:
        """The wider place that the cell of the latitude stands for; where it is empty the other has to be."""
        if not cells[0] and cells[1]:
            return ""
        return (self.rule.wide or {}).get(folded(cells[0]), "")

    def _is_spot(self, cells: tuple[str, str]) -> bool:
        """Not where another column said that the row is of no district."""
        try:
            return self._spot(cells) != NO_PLACE
        except UnknownValue:
            return False

    def _spot(self, cells: tuple[str, str]) -> Spot:
        """Longitude and latitude in degrees. Raises UnknownValue."""
        latitude = self._number(self.rule.latitude, cells[0])
        longitude = self._number(self.rule.longitude, cells[1])
        if self._to_wgs84 is not None:
            longitude, latitude = self._to_wgs84.transform(longitude, latitude)
        for column, cell, number, most in (
            (self.rule.latitude, cells[0], latitude, 90),
            (self.rule.longitude, cells[1], longitude, 180),
        ):
            if not -most <= number <= most:  # also what is no number, outside of where a system is defined
                said = self._too_far(column, cell, most, (longitude, latitude))
                raise UnknownValue(said) if UNKNOWN.fullmatch(cell) else AllAlike(said)
        return longitude, latitude

    def _too_far(self, column: str, cell: str, most: int, spot: Spot) -> str:
        said = _("column %(column)s: “%(value)s” does not lie within %(most)d degrees.") % {
            "column": column,
            "value": cell,
            "most": most,
        }
        if UNKNOWN.fullmatch(cell):
            remedy = _(
                "Such numbers often stand for none: name the cell of the latitude in the mapping under "
                "place.city_wide if it means no district."
            )
        elif self._to_wgs84 is None and (system := self._fits(spot)):
            remedy = _(
                "The columns hold metres: read as %(crs)s they lie inside the districts. State beside the columns "
                '"crs": "%(crs)s".'
            ) % {"crs": system}
        else:
            remedy = _(
                'If the columns hold metres, state their reference system beside them, for example "crs": '
                '"EPSG:25832"; if the decimal point was lost on the way, export the file again.'
            )
        return f"{said} {remedy}"

    def _fits(self, spot: Spot) -> str:
        """The system of metres by which a point lies in a district, if one does; looked for once."""
        if self._fitting is None:
            codes = dict.fromkeys(code for codes in SYSTEMS.values() for code in codes.split())
            systems = {f"EPSG:{code}": to_wgs84(reference_system(f"EPSG:{code}")) for code in (*codes, *OF_MAPS)}
            self._fitting = next(
                (
                    name
                    for name, way in systems.items()
                    for point in (spot, spot[::-1])
                    if way and self._district(way.transform(*point)) is not None
                ),
                "",
            )
        return self._fitting

    def _number(self, column: str, cell: str) -> float:
        if not cell:
            raise NoPlace(
                _(
                    "column %(column)s: the cell is empty. If such rows mean no district, name an empty text in the "
                    "mapping under place.city_wide; if they are no events, leave them out by a rule under not_counted."
                )
                % {"column": column}
            )
        try:
            return float(plain_number(cell, in_metres=self._to_wgs84 is not None))
        except NoCoordinate as problem:
            raise UnknownValue(_("column %(column)s: %(why)s.") % {"column": column, "why": problem}) from None

    def _count_decimals(self, cell: str) -> int:
        """Without noughts at their end."""
        number = plain_number(cell, in_metres=self._to_wgs84 is not None)
        return len(number.partition(".")[2].rstrip("0"))

    def _district(self, spot: Spot) -> int | None:
        """The district a point lies in; of a point on a boundary the first by its code."""
        if not all(map(math.isfinite, spot)):
            return None
        found = self._outlines.query(shapely.Point(spot), predicate="intersects")
        return self._districts[min(found)] if len(found) else None

    def tell(self, doubts: Doubts) -> None:
        """What the points say together."""
        total = self._spots.total()
        if outside := self._outside.total():
            self._tell_outside(outside, total, doubts)
        self._tell_heaps(total, doubts)
        if total and self._decimals <= FEW_DECIMALS and self._to_wgs84 is None:
            doubts.note(
                _(
                    "Columns %(columns)s: no coordinate has more decimals than %(count)d, which is about a kilometre: "
                    "near a boundary the district may be another."
                )
                % {"columns": self._columns(), "count": self._decimals}
            )

    def _tell_outside(self, outside: int, total: int, doubts: Doubts) -> None:
        text = _("Columns %(columns)s: points outside all districts: %(count)d of %(total)d (first row %(row)d).") % {
            "columns": self._columns(),
            "count": outside,
            "total": total,
            "row": self._first_outside,
        }
        if way := self._way_back(outside):
            doubts.must_not(f"{text} {way}")
        elif outside * 2 <= total:
            doubts.tell(
                _("%(points)s They are kept as events outside the city; correct their coordinates if they were in it.")
                % {"points": text}
            )
        else:
            doubts.ask(
                OUTSIDE_POINTS,
                _("%(points)s Are the columns, their reference system and the boundaries the right ones?")
                % {"points": text},
            )

    def _way_back(self, outside: int) -> str:
        """What makes most of the points outside lie inside, where something does."""
        ways = {
            EXCHANGED: _("With latitude and longitude exchanged they lie inside: exchange the two in these rows."),
            WEST: _("With a minus sign before the longitude they lie inside: it was lost on the way."),
            SOUTH: _("With a minus sign before the latitude they lie inside: it was lost on the way."),
        }
        if self._are_below_nought(0):
            ways[WEST] = _("Without the minus sign, or the W, of the longitude they lie inside: it is one too many.")
        if self._are_below_nought(1):
            ways[SOUTH] = _("Without the minus sign, or the S, of the latitude they lie inside: it is one too many.")
        if self._to_wgs84 is not None:
            ways[DEGREES] = _('Read as degrees they lie inside: take "crs" out of the mapping.')
        for way, said in ways.items():
            moved = (
                count for spot, count in self._outside.items() if self._district(self._moved(spot, way)) is not None
            )
            if sum(moved) * 2 > outside:
                return said
        return ""

    def _are_below_nought(self, axis: int) -> bool:
        """Whether most of the points outside are west, or south."""
        return sum(count for spot, count in self._outside.items() if spot[axis] < 0) * 2 > self._outside.total()

    def _moved(self, spot: Spot, way: str) -> Spot:
        longitude, latitude = spot
        if way == EXCHANGED and self._to_wgs84 is not None:
            first, second = self._to_wgs84.transform(longitude, latitude, direction=TransformDirection.INVERSE)
            longitude, latitude = self._to_wgs84.transform(second, first)
            return longitude, latitude
        if way == EXCHANGED:
            return latitude, longitude
        if way == DEGREES and self._to_wgs84 is not None:
            first, second = self._to_wgs84.transform(longitude, latitude, direction=TransformDirection.INVERSE)
            return first, second
        return (-longitude, latitude) if way == WEST else (longitude, -latitude)

    def _tell_heaps(self, total: int, doubts: Doubts) -> None:
        repeated = {spot: count for spot, count in self._spots.items() if count > 1}
        if not repeated:
            return
        spot, most = max(repeated.items(), key=lambda pair: pair[1])
        facts = {
            "columns": self._columns(),
            "count": sum(repeated.values()),
            "points": len(repeated),
            "most": most,
            "row": self._first[spot],
        }
        text = (
            _(
                "Columns %(columns)s: points that several rows stand on: %(points)d, with %(count)d rows together; "
                "most rows, %(most)d, stand on that of row %(row)d."
            )
            % facts
        )
        if most >= HEAPED and most >= SHARE_HEAPED * total:
            doubts.tell(
                _(
                    "%(points)s A programme that looks for addresses puts on one point what it does not find, such as "
                    "the middle of the city: compare with the source."
                )
                % {"points": text}
            )
        else:
            doubts.note(text)

    def _columns(self) -> str:
        return f"{self.rule.latitude}, {self.rule.longitude}"
