"""What a mapping file says, once it was found to be in order."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from mapping.actions.sources import Coverage
from mapping.imports.fields import FieldRule
from mapping.imports.titles import DEFAULT_TITLE


@dataclass(frozen=True, slots=True)
class DateRule:
    """A column of days: the form they are written in, how exactly they are meant, and whose days times are of."""

    column: str
    pattern: str = ""
    until: str = ""
    precision: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class PlaceRule:
    """Where: one wide place for all rows, or a column of districts with values for wider places."""

    constant: str = ""
    column: str = ""
    by: str = "code"
    boundaries: datetime.date | None = None
    wide: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class NotCounted:
    column: str
    values: frozenset[str]
    reason: str


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
    not_counted: tuple[NotCounted, ...] = ()
    title: str = DEFAULT_TITLE
    delimiter: str = ""
    encoding: str = ""
    batch_note: str = ""
    recording_changed: tuple[RecordingChanged, ...] = ()

    def taken_out_on(self, day: datetime.date) -> "ColumnMapping":
        """The same of a file of another day: up to then a source looked that still does."""
        coverage = tuple(replace(each, end=day) if each.still_looking else each for each in self.coverage)
        return replace(self, extracted_on=day, coverage=coverage)
