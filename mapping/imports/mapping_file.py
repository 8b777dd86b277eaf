"""The mapping file: how the columns of a table become observations. JSON, checked in whole before any row is read.

    {
      "format": "groundwork-observations/1",
      "notes": ["for people; not read"],                                       optional
      "source": {"key": "police", "name": "City police", "type": "police"},    type: a code of SourceType
      "coverage": [                                                            where the source looked, and when
        {"from": "2018-01-01", "to": "2024-12-31", "completeness": "full",     a code of Completeness; "still_looking":
                                                                               true instead of "to" where it goes on
         "whole_city": true, "online": false, "districts": ["001"]}            districts instead of whole_city
      ],
      "recording_changed": [{"on": "2022-01-01", "because": "a new form"}],    optional: before and after are not alike
      "extracted_on": "2025-01-15",                                            day the data left the source
      "delimiter": ";", "encoding": "cp1252",                                  optional: found by looking
      "header_row": 3,                                                         optional: titles stand above it
      "sheet": "Events 2024",                                                  optional, of a workbook: the first
      "external_key": "EVENT_ID",                                              column; same key = same event
      "rows_with_one_key": "one_event",                                        optional: an event stands on several rows
      "when": {"column": "DATE", "format": "DD/MM/YYYY", "until": "END",       all but column optional
               "precision": "month", "zone": "city",                           or "precision": {"column": "HOW_EXACTLY"}
               "hour": {"column": "TIME", "format": "HHMM", "nothing": ["0"]}},  or the column of the date itself
      "reported_on": {"column": "REPORTED", "format": "YYYY-MM-DD*"},          optional
      "place": {"column": "DISTRICT", "by": "code", "boundaries": "2023-05-04",
                "values": {"old south": "02"},                                 the source's own names, with our codes
                "city_wide": ["NSA"], "online": [], "outside": [],             or "place": "city_wide"
                "where": "WHERE"},                                             column of codes: district, city_wide, …
                                                                               or by coordinates, which are not kept:
                                                                               {"latitude": "LAT", "longitude": "LON",
                                                                               "crs": "EPSG:25832"}, if no degrees
      "title": "{manifestations}: {targets}",                                  optional; of labels only, never of cells
      "fields": {                                                              see mapping.imports.fields
        "scope": "hate_offence",                                               one code for all rows
        "manifestations": {"columns": [{"column": "OFFENCE", "values": {"Assault": "assault", "Theft": null}}]},
        "targets": {"columns": [{"column": "BIAS", "separator": ",", "nothing": ["None", ""],
                                 "values": {"Jewish": "antisemitic", "Gay": ["lgbti"]}}],
                    "otherwise": []},
        "platform": {"columns": [{"column": "PLATFORM", "values": {"FB": "Facebook", "": null}}]}    by name
      },
      "not_counted": [{"column": "OFFENCE", "values": ["Remove"], "reason": "withdrawn by the source",
                       "at_most": 5}],                                         optional: more rows are refused
      "batch_note": "who vouches for the batch"                                optional
    }

A date format is made of YYYY, MM and DD; `*` at its end stands for what is not read, such as a time. Without one,
only 2021-03-04, 2021/3/4 and 20210304 are taken, the year first: 03/04/2021 could be two days and is refused. MMM is
the name of a month in a language of Europe, which `language` says where a name is two months in two of them, or its
Roman number; a day of the week before a date, an ordinal and words between its parts are left out. YY is a year of two
digits: `century` says the first of the hundred years meant, which else end 20 years after the data was taken out.
Numbers that stand for a day are spreadsheet-days (45352), spreadsheet-days-1904, unix-seconds and unix-milliseconds.
`precision`
is for columns that give a whole date where the source knows the month or the year only; of a column it says row by row
what is known: day, month, year or period, as our own files do. `zone` is for times that say
how far they are from UTC, such as 2021-03-04T23:30:00Z: `city` turns them into the city's days, `as_written` does not.
`hour` is for the time of day: without a format 14:30, 14.30 and 2:30 PM are taken, HH and HHMM say what digits alone
are; of the date's own column its time is read, in the same zone. `nothing` are times that stand for an unknown one.
Values are compared without letter case, outer or doubled spaces and marks nobody sees; quotation marks and dashes that
programs exchange are one. `null` means: says nothing that this field could hold.
"""

import datetime
import json
import re
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.lengths import REASON
from mapping.actions.sources import Coverage
from mapping.imports.fields import (
    ALLOWED,
    MUST_BE_GIVEN,
    SEVERAL,
    SINGLE,
    WHERE_NOT_GIVEN,
    Codes,
    ColumnRule,
    FieldRule,
    folded,
)
from mapping.imports.json_values import loaded
from mapping.imports.problems import refusal
from mapping.imports.rules import ONE_EVENT, ColumnMapping, DateRule, NotCounted, RecordingChanged
from mapping.imports.tables.encodings import encoding_by_mark, encoding_named
from mapping.imports.tables.header import MOST_ABOVE_HEADER
from mapping.imports.titles import DEFAULT_TITLE, PLACEHOLDERS
from mapping.imports.when_and_where import OF_DATES, OF_DAYS, WhenAndWhere
from mapping.vocabulary import Completeness, SourceType

FORMAT = "groundwork-observations/1"
MOST_BYTES = 2_000_000
KEYS = {
    "format", "notes", "source", "coverage", "recording_changed", "extracted_on", "delimiter", "encoding",
    "header_row", "sheet",
    "external_key", "rows_with_one_key", "when", "reported_on", "place", "title", "fields", "not_counted", "batch_note",
}  # fmt: skip


def load_mapping(path: Path) -> ColumnMapping:
    """Raises ValidationError with every fault by its JSON path, and what is allowed there."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValidationError(_("%(file)s is too large to be a mapping file.") % {"file": path.name})
        data = path.read_bytes()
        raw = loaded(data.decode(encoding_by_mark(data[:4]) or "utf-8"))
    except OSError as problem:
        raise ValidationError(
            _("%(file)s cannot be read: %(why)s.") % {"file": path, "why": problem.strerror}
        ) from None
    except UnicodeDecodeError:
        raise ValidationError(
            _("%(file)s is not UTF-8. Save it as UTF-8 and try again.") % {"file": path.name}
        ) from None
    except (ValueError, RecursionError) as problem:
        raise ValidationError(
            _("%(file)s is not valid JSON: %(why)s. Correct it there.") % {"file": path.name, "why": problem}
        ) from None
    if "\\u0000" in json.dumps(raw):  # PostgreSQL keeps no such text
        raise ValidationError(_("%(file)s holds a NUL character (\\u0000). Remove it.") % {"file": path.name})
    return read_mapping(raw)


def read_mapping(raw: object) -> ColumnMapping:
    """Check a mapping and turn it into what the importer uses. Raises ValidationError as `load_mapping`."""
    reader = _Reader()
    mapping = reader.mapping(raw)
    if reader.problems or mapping is None:
        raise refusal(_("Mapping file, %(problem)s") % {"problem": problem} for problem in reader.problems)
    return mapping


class _Reader(WhenAndWhere):
    """Reads the parts of a mapping."""

    def __init__(self) -> None:
        super().__init__()
        self._extracted_on = datetime.date.min

    def mapping(self, raw: object) -> ColumnMapping | None:
        top = self.object_at(raw, "$", known=KEYS)
        if top.get("format") != FORMAT:
            self.wrong("$.format", _("must be “%(format)s”") % {"format": FORMAT})
        source = self.object_at(top.get("source"), "$.source", known={"key", "name", "type"})
        self._extracted_on = self.day_at(top.get("extracted_on"), "$.extracted_on")
        parts = {
            "source_key": self.key_at(source.get("key"), "$.source.key"),
            "source_name": self.text_at(source.get("name"), "$.source.name", most=200),
            "source_type": self.code_at(source.get("type"), "$.source.type", SourceType.values),
            "extracted_on": self._extracted_on,
            "coverage": self._coverage(top.get("coverage")),
            "recording_changed": self._recording_changed(top.get("recording_changed", [])),
            "external_key": self.text_at(top.get("external_key"), "$.external_key"),
            "when": self.date_at(top.get("when"), "$.when", known=OF_DAYS),
            "hour": self.hour_at(top.get("when")),
            "place": self.place_at(top.get("place")),
            "fields": self._fields(top.get("fields")),
            "reported_on": self.date_at(top["reported_on"], "$.reported_on", known=OF_DATES)
            if "reported_on" in top
            else None,
            "not_counted": self._not_counted(top.get("not_counted", [])),
            "title": self._title(top.get("title", DEFAULT_TITLE)),
            "batch_note": self.text_at(top.get("batch_note", ""), "$.batch_note", most=2000, empty=True),
            "delimiter": self._delimiter(top.get("delimiter", "")),
            "encoding": self._encoding(top.get("encoding", "")),
            "header_row": self._header_row(top.get("header_row", 0)),
            "sheet": self.text_at(top.get("sheet", ""), "$.sheet", empty=True),
            "has_several_rows": self._several_rows(top.get("rows_with_one_key")),
        }
        return None if self.problems else ColumnMapping(raw=top, **parts)  # type: ignore[arg-type]

    def _reported(self, top: dict[str, Any]) -> DateRule | None:
        return self.date_at(top["reported_on"], "$.reported_on", known=OF_DATES) if "reported_on" in top else None

    def _codes(self, value: object, path: str, name: str) -> Codes:
        """One code, several in a list, or none."""
        if value is None:
            return ()
        if name == "platform":
            return self._platform(value, path)
        if not isinstance(value, list):
            return (self.code_at(value, path, ALLOWED[name]),)
        if name in SINGLE and len(value) > 1:
            self.wrong(path, _("%(field)s holds one code, not several") % {"field": name})
        return tuple(self.code_at(code, f"{path}[{place}]", ALLOWED[name]) for place, code in enumerate(value))

    def _platform(self, value: object, path: str) -> Codes:
        """The name of a platform. What looks like an address of a channel or profile is refused."""
        name = self.text_at(value, path, most=80)
        if re.search(r"[@/#:]|\.\w", name):
            self.wrong(path, _("names a platform, never a channel, a profile or an address"))
        return (name,)

    def _coverage(self, value: object) -> tuple[Coverage, ...]:
        rows = self.list_at(value, "$.coverage")
        if value == []:
            self.wrong(
                "$.coverage", _("needs at least one stretch: what no source covered is not looked at, never zero")
            )
        return tuple(self._stretch(row, f"$.coverage[{place}]") for place, row in enumerate(rows))

    def _stretch(self, value: object, path: str) -> Coverage:
        known = {"from", "to", "still_looking", "completeness", "whole_city", "online", "districts"}
        row = self.object_at(value, path, known=known)
        start, still = self.day_at(row.get("from"), f"{path}.from"), row.get("still_looking", False)
        end = self._extracted_on if still is True else self.day_at(row.get("to"), f"{path}.to")
        if still is True and "to" in row:
            self.wrong(path, _("says to and still_looking; keep one of both"))
        elif start > end:
            self.wrong(path, _("from lies after the day the data was taken out") if still else _("from lies after to"))
        districts = self.list_at(row.get("districts", []), f"{path}.districts")
        whole_city, online = row.get("whole_city", not districts), row.get("online", False)
        for name, flag in (("whole_city", whole_city), ("online", online), ("still_looking", still)):
            if not isinstance(flag, bool):
                self.wrong(f"{path}.{name}", _("must be true or false"))
        if whole_city and districts:
            self.wrong(path, _("names districts and the whole city; keep one of both"))
        completeness = self.code_at(row.get("completeness"), f"{path}.completeness", Completeness.values)
        return Coverage(
            start, end, completeness, bool(whole_city), bool(online), tuple(map(str, districts)), bool(still)
        )

    def _recording_changed(self, value: object) -> tuple[RecordingChanged, ...]:
        changes = []
        for place, row in enumerate(self.list_at(value, "$.recording_changed")):
            path = f"$.recording_changed[{place}]"
            said = self.object_at(row, path, known={"on", "because"})
            because = self.text_at(said.get("because"), f"{path}.because", most=REASON)
            changes.append(RecordingChanged(self.day_at(said.get("on"), f"{path}.on"), because))
        return tuple(changes)

    def _fields(self, value: object) -> tuple[FieldRule, ...]:
        given = self.object_at(value, "$.fields", known=ALLOWED)
        for name in MUST_BE_GIVEN:
            if name not in given:
                self.wrong(f"$.fields.{name}", _("is missing; a code or columns are needed"))
        rules = [self._field(name, given[name]) for name in ALLOWED if name in given]
        rules += [FieldRule(name, codes) for name, codes in WHERE_NOT_GIVEN.items() if name not in given]
        return tuple(rules)

    def _field(self, name: str, value: object) -> FieldRule:
        path = f"$.fields.{name}"
        if not isinstance(value, dict):
            codes = self._codes(value, path, name)
            if name in MUST_BE_GIVEN and not codes:
                self.wrong(path, _("needs a code"))
            return FieldRule(name, codes)
        rule = self.object_at(value, path, known={"columns", "otherwise"})
        columns = self.list_at(rule.get("columns"), f"{path}.columns")
        if name in SINGLE and len(columns) > 1:
            self.wrong(
                f"{path}.columns", _("%(field)s holds one code, so it is read from one column") % {"field": name}
            )
        return FieldRule(
            name,
            self._codes(rule.get("otherwise"), f"{path}.otherwise", name),
            tuple(self._column(name, column, f"{path}.columns[{place}]") for place, column in enumerate(columns)),
        )

    def _column(self, name: str, value: object, path: str) -> ColumnRule:
        rule = self.object_at(value, path, known={"column", "values", "nothing", "separator"})
        separator = self.text_at(rule.get("separator", ""), f"{path}.separator", most=5, empty=True)
        if separator and name not in SEVERAL:
            self.wrong(
                f"{path}.separator", _("%(field)s holds one code, so nothing separates several") % {"field": name}
            )
        return ColumnRule(
            self.text_at(rule.get("column"), f"{path}.column"),
            self._values(name, rule.get("values"), f"{path}.values"),
            self.texts_at(rule.get("nothing", []), f"{path}.nothing"),
            separator,
        )

    def _values(self, name: str, value: object, path: str) -> dict[str, Codes]:
        found: dict[str, Codes] = {}
        for text, codes in self.object_at(value, path).items():
            read = self._codes(codes, f"{path}[“{text}”]", name)
            if found.setdefault(folded(text), read) != read:
                self.wrong(
                    f"{path}[“{text}”]",
                    _("differs from another value only by letter case or spaces, and has another code"),
                )
        return found

    def _not_counted(self, value: object) -> tuple[NotCounted, ...]:
        rules = []
        for place, rule in enumerate(self.list_at(value, "$.not_counted")):
            path = f"$.not_counted[{place}]"
            rule = self.object_at(rule, path, known={"column", "values", "reason", "at_most"})  # noqa: PLW2901
            rules.append(
                NotCounted(
                    self.text_at(rule.get("column"), f"{path}.column"),
                    self.texts_at(rule.get("values"), f"{path}.values"),
                    self.text_at(rule.get("reason"), f"{path}.reason"),
                    self._at_most(rule.get("at_most"), f"{path}.at_most"),
                )
            )
        return tuple(rules)

    def _at_most(self, value: object, path: str) -> int | None:
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
            return value
        self.wrong(path, _("must be a number of rows"))
        return None

    def _several_rows(self, value: object) -> bool:
        """Whether rows with one key are one event."""
        if value not in {None, ONE_EVENT}:
            self.wrong("$.rows_with_one_key", _("must be “%(value)s”, or left out") % {"value": ONE_EVENT})
        return value == ONE_EVENT

    def _title(self, value: object) -> str:
        title = self.text_at(value, "$.title", most=120)
        for name in re.findall(r"\{([^{}]*)\}", title):
            if name not in PLACEHOLDERS:
                self.wrong(
                    "$.title",
                    _(
                        "{%(name)s} cannot stand in a title; only {%(names)s}: a title is made of the vocabulary, "
                        "never of cells"
                    )
                    % {"name": name, "names": "}, {".join(PLACEHOLDERS)},
                )
        if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", title)):
            self.wrong("$.title", _("has a brace that is not closed"))
        return title

    def _delimiter(self, value: object) -> str:
        if value in {"", ",", ";", "\t", "|"} and isinstance(value, str):
            return value
        self.wrong("$.delimiter", _("must be one of , ; | or a tab (\\t)"))
        return ""

    def _header_row(self, value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_ABOVE_HEADER:
            return value
        self.wrong("$.header_row", _("must be a number from 1 to %(most)d") % {"most": MOST_ABOVE_HEADER})
        return 0

    def _encoding(self, value: object) -> str:
        name = self.text_at(value, "$.encoding", empty=True)
        if name and not encoding_named(name):
            self.wrong("$.encoding", _("“%(name)s” is not known; use a name such as utf-8 or cp1252") % {"name": name})
        return name
