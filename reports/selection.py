"""Which records of a snapshot a number is made of, said in an address so that a page can list just those."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, unquote

from analysis.disclosure import RULES
from analysis.records import WELL_CREDIBLE, WELL_RELIABLE, Event, Period
from jobs import artefacts
from reports.models import Diagnosis, Snapshot

# Whether a record is among those that changes are told of.
COMPARED = "compared"
# Whether it names one day, and whether it is one of a series.
ONE_DAY, IN_SERIES = "one_day", "in_series"
# Which steps leave it out (`analysis.left_out`).
LEFT_OUT = "left_out"
# What takes the analysis to say.
COSTLY = frozenset({COMPARED, LEFT_OUT})
# Whether it is placed in a district of older boundaries.
OF_OLDER = "of_older"
# The code of whatever a record does not say.
UNSAID = "unsaid"
# What records are told apart by, as events call it.
PROPERTIES = frozenset(
    {"district", "currents", "manifestations", "targets", "space", "setting", "severity", "source", "source_type"}
    | {"place", "month", ONE_DAY, IN_SERIES, "reliability", "credibility", "platform", "stale", "well_graded", COMPARED}
    | {LEFT_OUT, OF_OLDER}
)
ALL, BETWEEN, AND = "all", "~", "&"
NOW, BEFORE = "now", "before"
WINDOWS = {NOW: ("start", "end"), BEFORE: ("compare_start", "compare_end")}
# Whatever a snapshot holds.
EVER = "ever"
# "y3": the same dates three years before the period; a window that the comparison is one of.
EARLIER, MOST_EARLIER = "y", 99
# "2025-10-07~2025-12-31", and "…y1" a year before: the window that a trigger event asks of, alone.
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)~(\d{4}-\d\d-\d\d)(?:y([1-9]\d?))?", re.ASCII)
# In place of a window: sessions, by their numbers; records, by their kind and numbers; and what somebody attached to a
# judgement of their own, by its key.
SAID, RECORD, CITED = "said", "record", "cited"
# And what is compared with the last diagnosis: of which of the two, and of what.
SINCE = "since"
# Of whom organisations on the record were heard: those of a block.
HEARD = "heard"
# Of sessions, those in which a need was raised for an area.
RAISED = "raised="
YES = "yes"
LONGEST = 400
# Of a district of older boundaries: what stands there counts for the city.
OLDER = ":"
# Beside the records of a snapshot: those of each window, read already.
READ = "read"


@dataclass(frozen=True, slots=True)
class Selection:
    """Those that have any of these codes, and are of another selection too where there is one; without a property all
    of them."""

    by: str = ""
    codes: tuple[str, ...] = ()
    also: "Selection | None" = None

    def __str__(self) -> str:
        if not self.by:
            return ALL
        own = f"{self.by}={BETWEEN.join(quote(code, safe='/ ') for code in self.codes)}"
        return f"{own}{AND}{self.also}" if self.also else own

    @classmethod
    def read(cls, text: str) -> "Selection | None":
        """Of an address; None where it says none."""
        if text == ALL:
            return cls()
        found: Selection | None = None
        for part in reversed(text[: LONGEST + 1].split(AND)):
            by, _equals, codes = part.partition("=")
            if by not in PROPERTIES or not codes or len(text) > LONGEST:
                return None
            found = cls(by, tuple(map(unquote, codes.split(BETWEEN))), found)
            if not all(_may_be_asked(by, code) for code in found.codes):
                return None
        return found

    def of(self, events: Iterable[Event]) -> list[Event]:
        """Those that it says, in their order. Each value is asked of once, however many carry it."""
        kept = list(events)
        for each in self.each():
            values = list(map(_reader(each.by), kept))
            held = {value for value in set(values) if each.has(value)}
            kept = [event for event, value in zip(kept, values, strict=True) if value in held]
        return kept

    def each(self) -> "Iterator[Selection]":
        """Every one that must hold."""
        if self.by:
            yield self
        if self.also is not None:
            yield from self.also.each()

    def has(self, value: Any) -> bool:
        """Whether the value of a record is among the codes, or one of its values is."""
        if isinstance(value, bool):
            value = YES if value else ""
        if value in (None, "", (), []):
            return UNSAID in self.codes
        if isinstance(value, list | tuple):
            return not set(value).isdisjoint(self.codes)
        return str(value) in self.codes


def _may_be_asked(by: str, code: str) -> bool:
    """Of the database: of a number it takes no word, and of nothing a character that it cannot hold."""
    is_number = code.isascii() and code.isdecimal() and len(code) < 3
    return "\0" not in code and (by != "severity" or is_number or code == UNSAID)


def _reader(by: str) -> Callable[[Event], Any]:
    """What an event says under a property."""
    return READERS.get(by) or attrgetter(by)


def _month_of(event: Event) -> str:
    return _month(event.first_day.isoformat(), event.last_day.isoformat())


READERS: Mapping[str, Callable[[Event], Any]] = {
    "month": _month_of,
    ONE_DAY: lambda event: event.first_day == event.last_day,
    IN_SERIES: lambda event: event.series is not None,
}


def _month(first_day: str, last_day: str) -> str:
    """The month of a record, where it is known."""
    return first_day[:7] if first_day[:7] == last_day[:7] else ""


RawSnapshot = Mapping[str, Any]
NOTHING: Mapping[str, Collection[int]] = MappingProxyType({})


def raw_snapshot_of(diagnosis: Diagnosis, *, is_going: bool = False) -> RawSnapshot | None:
    """The snapshot as it is kept; None where it is gone. Inside the transaction that lets it go it `is_going`: its file
    is there until that ends."""
    snapshot = Snapshot.objects.filter(diagnosis=diagnosis).first()
    if snapshot is None or (snapshot.gone_at is not None and not is_going):
        return None
    try:
        raw: RawSnapshot = json.loads(artefacts.read(diagnosis.city_id, snapshot.sha256, "json"))
    except artefacts.ArtefactError:
        return None
    return raw


def raised_for(raw: RawSnapshot, text: str) -> set[int]:
    """The sessions that an address names by the need they raised and the area they named with it; none of those in
    confidence."""
    category, _between, area = text.removeprefix(RAISED).partition(BETWEEN)
    return {
        int(row["id"])
        for row in raw.get("consultations", [])
        if RULES[row["confidentiality"]].prints_words
        and any(need["category"] == category and (not area or area in need["districts"]) for need in row["needs"])
    }


def raised_in(raw: RawSnapshot, category: str, area: str) -> list[int]:
    """The sessions in which a need was raised there (no area: anywhere); none of those in confidence."""
    return [
        int(row["id"])
        for row in raw.get("consultations", [])
        if RULES[row["confidentiality"]].prints_words
        and any(
            need["category"] == category and (not area or area in (*need["districts"], *row["districts"]))
            for need in row["needs"]
        )
    ]


def is_window(text: str) -> bool:
    return text in WINDOWS or text == EVER or years_before(text) > 0


def asked_window(question: Period, years: int = 0) -> str:
    """How the window of a question that was asked alone is named, so many years before it."""
    days = f"{question.start.isoformat()}{BETWEEN}{question.end.isoformat()}"
    return f"{days}{EARLIER}{years}" if years else days


def asked_in(raw: RawSnapshot, text: str) -> tuple[Period, int] | None:
    """The window of a trigger event of this snapshot, and how many years before it; None of a text that names none."""
    found = _DAYS.fullmatch(text)
    for row in raw.get("trigger_events", []) if found else ():
        if found and found.group(1, 2) == (row["window_start"], row["window_end"]):
            return Period(*map(date.fromisoformat, found.group(1, 2))), int(found[3] or 0)
    return None


def years_before(window: str) -> int:
    """Of a window that is named by its years; 0 of one that is not."""
    years = window.removeprefix(EARLIER) if window.startswith(EARLIER) else ""
    return int(years) if years.isascii() and years.isdigit() and 0 < len(years) < 3 else 0


def window_in(raw: RawSnapshot, window: str) -> Period:
    if asked := asked_in(raw, window):
        return asked[0].years_earlier(asked[1]) if asked[1] else asked[0]
    if window == EVER:
        return Period(date.min, date.max)
    start, end = (date.fromisoformat(raw["diagnosis"][name]) for name in WINDOWS.get(window, WINDOWS[NOW]))
    years = years_before(window)
    return Period(start, end).years_earlier(years) if years else Period(start, end)


def numbers_in(
    raw: RawSnapshot,
    window: str,
    chosen: Selection,
    compared: Collection[int] = (),
    left_out: Mapping[str, Collection[int]] = NOTHING,
) -> list[int]:
    """The numbers of the records that were counted so; `compared` are those that changes are told of, `left_out` those
    that each step leaves out."""
    rows = rows_in(raw, window)
    if COSTLY & {each.by for each in chosen.each()}:
        rows = ({**row, **_worked_out(row["id"], compared, left_out)} for row in rows)
    return [int(row["id"]) for row in rows if all(each.has(row[each.by]) for each in chosen.each())]


def _worked_out(number: int, compared: Collection[int], left_out: Mapping[str, Collection[int]]) -> dict[str, Any]:
    steps = [str(step) for step, numbers in left_out.items() if number in numbers]
    return {COMPARED: YES if number in compared else "", LEFT_OUT: steps}


def among(raw: RawSnapshot, numbers: Collection[int]) -> RawSnapshot:
    """A snapshot as if it held no other records than these, for whoever asks of many numbers whether they are of them:
    each is then looked for among these, which are read once."""
    table, wanted = raw["observations"], set(numbers)
    at = table["columns"].index("id")
    few = {**raw, "observations": {**table, "rows": [row for row in table["rows"] if row[at] in wanted]}}
    return {**few, READ: {window: list(rows_in(few, window)) for window in WINDOWS}}


def rows_in(raw: RawSnapshot, window: str) -> Iterator[dict[str, Any]]:
    """The records of a window, with what they are told apart by."""
    if window in raw.get(READ, ()):
        yield from raw[READ][window]
        return
    table, period = raw["observations"], window_in(raw, window)
    at = {name: place for place, name in enumerate(table["columns"])}
    types = {source["key"]: source["source_type"] for source in raw["sources"]}
    start, end = period.start.isoformat(), period.end.isoformat()
    for row in table["rows"]:
        # days in this form stand in the order of their letters
        if start <= row[at["first_day"]] and row[at["last_day"]] <= end:
            yield _told(dict(zip(table["columns"], row, strict=True)), types, raw["diagnosis"]["dated"])


def _told(row: dict[str, Any], types: Mapping[str, str], dated: str) -> dict[str, Any]:
    """As events are made of it (`reports.snapshot.loading`)."""
    is_of_older = row["district"] is not None and OLDER in row["district"]
    if is_of_older:
        row["place"], row["district"] = "city_wide", None
    return {
        **row,
        "source_type": types[row["source"]],
        "month": _month(row["first_day"], row["last_day"]),
        OF_OLDER: is_of_older,
        ONE_DAY: row["first_day"] == row["last_day"],
        IN_SERIES: row.get("series") is not None,
        "severity": row.get("severity"),
        "setting": row["setting"] or None,
        "stale": YES if row["review_by"] and row["review_by"] < dated else "",
        "well_graded": YES if row["reliability"] in WELL_RELIABLE and int(row["credibility"]) in WELL_CREDIBLE else "",
    }


def units_in(raw: RawSnapshot, numbers: Collection[int]) -> int:
    """How many they are where change is told: a series counts once."""
    at, wanted = {name: place for place, name in enumerate(raw["observations"]["columns"])}, set(numbers)
    rows = [row for row in raw["observations"]["rows"] if row[at["id"]] in wanted]
    series = {row[at["series"]] for row in rows} if "series" in at else set()
    alone = sum(not ("series" in at and row[at["series"]]) for row in rows)
    return alone + len(series - {None})
