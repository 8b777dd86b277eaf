"""What a mapping file says, once it was found to be in order."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from mapping.actions.sources import Coverage
from mapping.imports.fields import FieldRule
from mapping.imports.titles import DEFAULT_TITLE

# What a mapping says of rows that share a key and are one event.
ONE_EVENT = "one_event"


@dataclass(frozen=True, slots=True)
class DateRule:
    """A column of days: the form they are written in, how exactly they are meant, and whose days times are of."""

    column: str
    pattern: str = ""
    until: str = ""
    precision: str = ""
    precision_column: str = ""
    zone: str = ""
    century: int = 0
    language: str = ""


@dataclass(frozen=True, slots=True)
class HourRule:
    """A column of hours or times of the day, or of dates with a time; `nothing` are times written where none is known.

    `pattern` is one of `PATTERNS` (`mapping/imports/dates/hours.py`). Where `is_of_date` the time stands in the cell of
    the date.
    """

    column: str
    pattern: str = ""
    nothing: frozenset[str] = frozenset()
    is_of_date: bool = False


@dataclass(frozen=True, slots=True)
class PlaceRule:
    """Where: one wide place for all rows, a column of districts, or two of coordinates.

    `wide` are values for wider places (of coordinates: cells of the latitude), `values` the source's own names with
    the code of the district each means; `where` is a column that says with our own codes whether it was in a district
    or wider. `crs` is the reference system of coordinates that are no degrees.
    """

    constant: str = ""
    column: str = ""
    by: str = "code"
    where: str = ""
    boundaries: datetime.date | None = None
    wide: Mapping[str, str] | None = None
    values: Mapping[str, str] | None = None
    latitude: str = ""
    longitude: str = ""
    crs: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.column, self.latitude, self.longitude, self.where)))


@dataclass(frozen=True, slots=True)
class NotCounted:
    """Rows that are left out, by a value of a column. `at_most` so many: more are a fault of the file."""

    column: str
    values: frozenset[str]
    reason: str
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class RecordingChanged:
    on: datetime.date
    because: str


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """A mapping file that was found to be in order; `raw` is kept with the import."""

    raw: dict[str, Any]
    source_key: str
    source_name: str
    source_type: str
    coverage: tuple[Coverage, ...]
    extracted_on: datetime.date
    external_key: str
    when: DateRule
    place: PlaceRule
    fields: tuple[FieldRule, ...]
    reported_on: DateRule | None = None
    hour: HourRule | None = None
    not_counted: tuple[NotCounted, ...] = ()
    title: str = DEFAULT_TITLE
    delimiter: str = ""
    encoding: str = ""
    # On which row the header stands; 0 where it is to be found by looking.
    header_row: int = 0
    # Of a workbook; without a name the first that is seen in it.
    sheet: str = ""
    batch_note: str = ""
    recording_changed: tuple[RecordingChanged, ...] = ()
    # Whether rows that share a key are one event, whose kinds and targets are added up.
    has_several_rows: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """All that it names."""
        named = [self.external_key, self.when.column, self.when.until, *self.place.columns, self.when.precision_column]
        named += [each.column for each in (self.reported_on, self.hour) if each]
        named += [rule.column for rule in self.not_counted]
        named += [rule.column for field in self.fields for rule in field.columns]
        return tuple(filter(None, dict.fromkeys(named)))

    @property
    def years(self) -> frozenset[str]:
        """The last two digits of those that the source looked in, up to when the data was taken out."""
        first = min([self.extracted_on, *(each.start for each in self.coverage)]).year
        return frozenset(f"{year % 100:02}" for year in range(first, self.extracted_on.year + 1))

    def taken_out_on(self, day: datetime.date) -> "ColumnMapping":
        """The same of a file of another day: up to then a source looked that still does."""
        coverage = tuple(replace(each, end=day) if each.still_looking else each for each in self.coverage)
        return replace(self, extracted_on=day, coverage=coverage)
