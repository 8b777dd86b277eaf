"""The parts of a mapping that say when and where: columns of dates, hours, districts, coordinates."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from mapping.imports.dates.days import counts_from_utc, problem_of
from mapping.imports.dates.hours import PATTERNS as HOURS_WRITTEN
from mapping.imports.dates.month_names import LANGUAGES
from mapping.imports.fields import folded
from mapping.imports.json_values import JsonReader
from mapping.imports.outlines.geometry import NoOutline, reference_system
from mapping.imports.rules import DateRule, HourRule, PlaceRule
from mapping.vocabulary import Place

PRECISE = {"precision": ("month", "year"), "zone": ("city", "as_written")}
OF_DATES = ("column", "format", "zone", "century", "language")
OF_DAYS = (*OF_DATES, "until", "hour", "precision")
WIDE_PLACES = (Place.CITY_WIDE.value, Place.ONLINE.value, Place.OUTSIDE.value)
EARLIEST_CENTURY, LATEST_CENTURY = 1900, 2000


class WhenAndWhere(JsonReader):
    """Reads them; what is wrong is gathered by its path."""

    def date_at(self, value: object, path: str, known: Collection[str]) -> DateRule:
        rule = self.object_at(value, path, known=known)
        pattern = self.text_at(rule.get("format", ""), f"{path}.format", most=40, empty=True)
        if pattern and (problem := problem_of(pattern)):
            self.wrong(f"{path}.format", f"“{pattern}”: {problem}")
        until = self.text_at(rule.get("until", ""), f"{path}.until", empty=True)
        precise = {
            name: self.code_at(rule[name], f"{path}.{name}", allowed)
            for name, allowed in PRECISE.items()
            if name in rule and not isinstance(rule[name], dict)
        }
        if isinstance(rule.get("precision"), dict):
            by_row = self.object_at(rule["precision"], f"{path}.precision", known={"column"})
            precise["precision_column"] = self.text_at(by_row.get("column"), f"{path}.precision.column")
        if counts_from_utc(pattern) and "zone" not in precise:
            self.wrong(
                f"{path}.zone",
                _(
                    "is missing; seconds are counted from midnight UTC. “city” takes the day in the city, “as_written” "
                    "the one in UTC"
                ),
            )
        if "language" in rule:
            precise["language"] = self.code_at(rule["language"], f"{path}.language", LANGUAGES)
        column, century = self.text_at(rule.get("column"), f"{path}.column"), self._century(rule.get("century"), path)
        return DateRule(column, pattern, until, **precise, century=century)

    def _century(self, value: object, path: str) -> int:
        if value is None:
            return 0
        if isinstance(value, int) and EARLIEST_CENTURY <= value <= LATEST_CENTURY:
            return value
        self.wrong(f"{path}.century", _("must be a year from 1900 to 2000: the first of the hundred years meant"))
        return 0

    def hour_at(self, when: object) -> HourRule | None:
        if not isinstance(when, dict) or "hour" not in when:
            return None
        path = "$.when.hour"
        rule = self.object_at(when["hour"], path, known={"column", "format", "nothing"})
        column = self.text_at(rule.get("column"), f"{path}.column")
        pattern = self.code_at(rule["format"], f"{path}.format", HOURS_WRITTEN) if "format" in rule else ""
        is_of_date = column == when.get("column")
        if is_of_date and not str(when.get("format", "")).endswith("*"):
            self.wrong(path, _("is read from the column of the date, whose format must end with * for the time"))
        if is_of_date and pattern:
            self.wrong(f"{path}.format", _("is for a column of its own; of a date with a time the time is found"))
        return HourRule(column, pattern, self.texts_at(rule.get("nothing", []), f"{path}.nothing"), is_of_date)

    def place_at(self, value: object) -> PlaceRule:
        if isinstance(value, str):
            return PlaceRule(constant=self.code_at(value, "$.place", WIDE_PLACES))
        known = {"column", "by", "values", "boundaries", "where", "latitude", "longitude", "crs", *WIDE_PLACES}
        rule = self.object_at(value, "$.place", known=known)
        wide = {text: place for place in WIDE_PLACES for text in self.texts_at(rule.get(place, []), f"$.place.{place}")}
        boundaries = self.day_at(rule["boundaries"], "$.place.boundaries") if "boundaries" in rule else None
        where = self.text_at(rule.get("where", ""), "$.place.where", empty=True)
        if "latitude" in rule or "longitude" in rule:
            return self._coordinates(rule, PlaceRule(where=where, boundaries=boundaries, wide=wide))
        if "crs" in rule:
            self.wrong("$.place.crs", _("is for coordinates; name their columns under latitude and longitude"))
        return PlaceRule(
            column=self.text_at(rule.get("column"), "$.place.column"),
            by=self.code_at(rule.get("by", "code"), "$.place.by", ("code", "name")),
            where=where,
            boundaries=boundaries,
            wide=wide,
            values=self._own_names(rule.get("values", {}), wide),
        )

    def _coordinates(self, rule: dict[str, Any], rest: PlaceRule) -> PlaceRule:
        for name in ("column", "by", "values"):
            if name in rule:
                self.wrong(f"$.place.{name}", _("cannot stand beside coordinates; keep one of both"))
        latitude, longitude = (self.text_at(rule.get(name), f"$.place.{name}") for name in ("latitude", "longitude"))
        if latitude and latitude == longitude:
            self.wrong("$.place.longitude", _("is the column of the latitude; each needs a column of its own"))
        crs = self.text_at(rule.get("crs", ""), "$.place.crs", most=40, empty=True)
        try:
            reference_system(crs or "EPSG:4326")
        except NoOutline as problem:
            self.wrong("$.place.crs", str(problem))
        return replace(rest, latitude=latitude, longitude=longitude, crs=crs)

    def _own_names(self, value: object, wide: dict[str, str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for text, code in self.object_at(value, "$.place.values").items():
            path = f"$.place.values[“{text}”]"
            district = self.text_at(code, path, most=40)
            if folded(text) in wide:
                self.wrong(path, _("stands under %(place)s too; keep one of both") % {"place": wide[folded(text)]})
            if found.setdefault(folded(text), district) != district:
                self.wrong(path, _("differs from another value only by letter case or spaces, and has another code"))
        return found
