"""A snapshot read back: its rows as the analysis takes them."""

import datetime
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any

from accounts.markings import Marking, highest
from analysis.records import Area, Coverage, Declared, Event, Period, PracticeChange, Total
from analysis.sessions import Session
from reports.snapshot.canonical import EARLIER, FORMAT, MOST_HISTORY, collector_paused, sha256
from reports.snapshot.consultations import disclosed, in_confidence, load_consultations
from reports.snapshot.network import markings_of


@dataclass(frozen=True, slots=True)
class SnapshotData:
    """A snapshot read back: what the analysis takes, and the rest as plain values."""

    sha256: str
    city: dict[str, Any]
    diagnosis: dict[str, Any]
    boundaries: dict[str, Any]
    sources: list[dict[str, Any]]
    imports: list[dict[str, Any]]
    processing_record: dict[str, Any]
    areas: tuple[Area, ...]
    coverage: tuple[Coverage, ...]
    events: tuple[Event, ...]
    period: Period
    comparison: Period
    history: tuple[Period, ...]
    extracted_on: datetime.date
    extracted: dict[str, datetime.date]
    practice_changes: tuple[PracticeChange, ...]
    declared: tuple[Declared, ...]
    trigger_days: tuple[tuple[datetime.date, str], ...]
    previous_method: str
    of_older_boundaries: int
    groups: list[dict[str, Any]]
    consultations: list[dict[str, Any]]
    sessions: tuple[Session, ...]
    in_confidence: int
    # Up to which marking it took records in; empty for snapshots from before that was asked.
    marked_up_to: str
    # The highest marking of what it holds: that of everything made of it.
    marking: Marking
    # How many records there were in years whose records are gone.
    totals: tuple[Total, ...] = ()
    # The last released diagnosis as it was kept to be compared with; empty where there was none, None where nobody
    # asked yet.
    compared: dict[str, Any] | None = None
    tells_voices: bool = True
    # Records of the comparison and of the period that a better one of the same event counts for.
    left_out_as_same: tuple[int, int] = (0, 0)
    # Why records in it were approved by whoever wrote them, each reason once; empty where a second person did.
    alone_because: tuple[str, ...] = ()
    # Drivers and protective factors; None for snapshots from before they were kept in them.
    factors: list[dict[str, Any]] | None = None
    # Services and the directory; None for snapshots from before they were kept in them.
    services: list[dict[str, Any]] | None = None
    organisations: list[dict[str, Any]] | None = None
    # What protected editions printed that were given out before, the first of them first.
    printed: list[dict[str, Any]] = field(default_factory=list)
    # Of the last released diagnosis: its number, and what was raised then as (category, district's code).
    last_number: int = 0
    last_needs: tuple[tuple[str, str], ...] = ()

    def lies_in_older_districts(self, window: Period) -> bool:
        """Whether what was recorded in a part of a window is placed in districts of older boundaries, so that no count
        of today's is all there was."""
        began = datetime.date.fromisoformat(self.boundaries["valid_from"])
        return self.of_older_boundaries > 0 and window.start < began


@collector_paused()
def load(data: bytes) -> SnapshotData:
    """Read a snapshot back. Raises ValueError where the bytes are of another format."""
    raw = json.loads(data)
    if raw.get("format") not in {FORMAT, *EARLIER}:
        raise ValueError(f"This is not a snapshot of the format {FORMAT}.")
    diagnosis = raw["diagnosis"]
    for name in ("start", "end", "compare_start", "compare_end", "dated"):
        diagnosis[name] = datetime.date.fromisoformat(diagnosis[name])
    districts = raw["boundaries"]["districts"]
    types = {source["key"]: source["source_type"] for source in raw["sources"]}
    events, older = _events(raw["observations"], types, diagnosis["dated"])
    period = Period(diagnosis["start"], diagnosis["end"])
    coverage = tuple(_looked_by(diagnosis["dated"], _load_coverage(raw["coverage"])))
    consultations = disclosed(raw.get("consultations", []), period)
    return SnapshotData(
        sha256=sha256(data),
        city=raw["city"],
        diagnosis=diagnosis,
        boundaries=raw["boundaries"],
        sources=raw["sources"],
        imports=raw["imports"],
        processing_record=raw["processing_record"],
        areas=tuple(Area(d["code"], d["name"], d["population"]) for d in districts),
        coverage=coverage,
        events=events,
        period=period,
        comparison=Period(diagnosis["compare_start"], diagnosis["compare_end"]),
        history=_history(period, coverage),
        extracted_on=extracted_on(raw["imports"], diagnosis["dated"], looked_in(coverage, period)),
        extracted=latest_exports(raw["imports"], diagnosis["dated"]),
        practice_changes=tuple(_practice_changes(raw.get("practice_changes", []))),
        declared=tuple(_declared(raw.get("trigger_events", []))),
        trigger_days=tuple(
            (datetime.date.fromisoformat(row["day"]), row["title"]) for row in raw.get("trigger_events", [])
        ),
        previous_method=raw.get("previous_method", ""),
        of_older_boundaries=older,
        groups=raw.get("groups", []),
        consultations=consultations,
        totals=tuple(Total(**row) for row in raw.get("totals", [])),
        printed=raw.get("printed", []),
        last_number=raw.get("last_needs", {}).get("number", 0),
        last_needs=tuple((category, area) for category, area in raw.get("last_needs", {}).get("needs", [])),
        in_confidence=in_confidence(consultations),
        left_out_as_same=_left_out_as_same(raw.get("left_out_as_same", {})),
        sessions=load_consultations(consultations, diagnosis["dated"]),
        alone_because=tuple(raw.get("alone_because", [])),
        factors=raw.get("factors"),
        services=raw.get("services"),
        organisations=raw.get("organisations"),
        marked_up_to=raw.get("marked_up_to", ""),
        marking=_marking(raw),
        compared=raw.get("compared"),
        tells_voices="consultations" in raw,
    )


def _left_out_as_same(counts: dict[str, int]) -> tuple[int, int]:
    return counts.get("comparison", 0), counts.get("period", 0)


def _marking(raw: dict[str, Any]) -> Marking:
    """Nothing is known of what a snapshot holds that was not asked, and so nobody but who reads everything reads it."""
    if "marked_up_to" not in raw:
        return Marking.RED
    place = raw["observations"]["columns"].index("marking")
    rows = {row[place] for row in raw["observations"]["rows"]}
    last = [raw["last_needs"]] if raw.get("last_needs") else []
    marked = (*raw.get("consultations", []), *raw.get("factors", []), *raw["sources"], *last)
    compared = {(raw.get("compared") or {}).get("marking", Marking.CLEAR)}
    return highest(rows | {each["marking"] for each in marked} | markings_of(raw) | compared)


def _load_coverage(rows: Iterable[dict[str, Any]]) -> Iterable[Coverage]:
    for row in rows:
        yield Coverage(
            source=row["source"],
            areas=None if row["districts"] is None else frozenset(row["districts"]),
            online=row["online"],
            start=datetime.date.fromisoformat(row["start"]),
            end=datetime.date.fromisoformat(row["end"]),
            completeness=row["completeness"],
            still_looking=row.get("still_looking", False),
        )


def _looked_by(dated: datetime.date, rows: Iterable[Coverage]) -> Iterable[Coverage]:
    """Nobody has looked yet after the day of the diagnosis, until when a source may have said that it would."""
    for row in rows:
        if row.start <= dated:
            yield replace(row, end=min(row.end, dated))


def _history(period: Period, coverage: tuple[Coverage, ...]) -> tuple[Period, ...]:
    """Windows before the period, the newest first, back to where the first source began to look."""
    if not coverage:
        return ()
    begin = min(row.start for row in coverage)
    earlier = (period.years_earlier(years) for years in range(1, MOST_HISTORY + 1))
    return tuple(window for window in earlier if window.start >= begin)


def _practice_changes(rows: Iterable[dict[str, Any]]) -> Iterable[PracticeChange]:
    for row in rows:
        yield PracticeChange(row["source"], datetime.date.fromisoformat(row["on"]), row["because"])


def _declared(rows: Iterable[dict[str, Any]]) -> Iterable[Declared]:
    """The one question of each trigger event that asks one, where it was asked before its window began."""
    for row in rows:
        if row["group"] and row["declared_on"] < row["window_start"]:
            window = Period(*(datetime.date.fromisoformat(row[end]) for end in ("window_start", "window_end")))
            yield Declared(row["title"], "targets", row["group"], window)


def latest_exports(imports: Iterable[dict[str, Any]], dated: datetime.date) -> dict[str, datetime.date]:
    """The day up to which each source has told by files: its latest export, never after the diagnosis."""
    latest: dict[str, datetime.date] = {}
    for row in imports:
        day = datetime.date.fromisoformat(row["extracted_on"])
        latest[row["source"]] = max(day, latest.get(row["source"], day))
    return {source: min(day, dated) for source, day in latest.items()}


def looked_in(coverage: Iterable[Coverage], period: Period) -> frozenset[str]:
    """The sources that covered any part of a period; the others have no say in how far it is known."""
    return frozenset(row.source for row in coverage if period.touches(row.start, row.end))


def looked_online(coverage: Iterable[Coverage], period: Period) -> bool:
    """Whether any source covered online spaces in any part of a period."""
    return any(row.online and period.touches(row.start, row.end) for row in coverage)


def extracted_on(imports: Iterable[dict[str, Any]], dated: datetime.date, sources: Collection[str]) -> datetime.date:
    """The day up to which every one of the sources has told: the earliest of their latest exports."""
    latest = latest_exports(imports, dated)
    return min([*(day for source, day in latest.items() if source in sources), dated])


# Columns of records that earlier snapshots do not have.
LATER = frozenset({"severity", "hour", "series"})


def _events(table: dict[str, Any], types: dict[str, str], dated: datetime.date) -> tuple[tuple[Event, ...], int]:
    """Rows as events of the analysis; places in older boundaries count for the city, not for a district.

    Column by column: making 100,000 events row by row took four times as long.
    """
    rows, places = table["rows"], {name: place for place, name in enumerate(table["columns"])}

    def column(name: str) -> Iterable[Any]:
        if name in LATER and name not in places:
            return [None] * len(rows)
        return map(itemgetter(places[name]), rows)

    day = _Once(lambda text: None if text is None else datetime.date.fromisoformat(text))
    codes = list(column("district"))
    older = {code for code in set(codes) if code is not None and ":" in code}
    is_older = [code in older for code in codes]
    fields: dict[str, Iterable[object]] = {
        "key": map(str, column("id")),
        "first_day": day.of(column("first_day")),
        "last_day": day.of(column("last_day")),
        "reported": day.of(column("reported_on")),
        "place": ["city_wide" if old else place for place, old in zip(same(column("place")), is_older, strict=True)],
        "district": _Once(lambda code: None if code in older else code).of(codes),
        "spot": map(_spot, column("cell_longitude"), column("cell_latitude")),
        **{name: same(map(tuple, column(name))) for name in ("currents", "manifestations", "targets")},
        "setting": _Once(lambda setting: setting or None).of(column("setting")),
        "source_type": map(types.__getitem__, column("source")),
        "credibility": map(int, column("credibility")),
        "stale": _Once(lambda by: by is not None and datetime.date.fromisoformat(by) < dated).of(column("review_by")),
        "series": _Once(lambda series: str(series) if series else None).of(column("series")),
        **{name: same(column(name)) for name in ("space", "source", "reliability", "platform")},
        **{name: column(name) for name in ("severity", "hour")},
    }
    events = map(Event._make, zip(*(fields[name] for name in Event._fields), strict=True))
    return tuple(events), sum(is_older)


def _spot(longitude: float | None, latitude: float | None) -> tuple[float, float] | None:
    return None if longitude is None or latitude is None else (longitude, latitude)


class _Once(dict[Any, Any]):
    """What is read out of values that repeat: of each once, and one object for all that say the same."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self.read = read

    def __missing__(self, value: Any) -> Any:
        self[value] = found = self.read(value)
        return found

    def of(self, values: Iterable[Any]) -> Iterator[Any]:
        return map(self.__getitem__, values)


def same(values: Iterable[Any]) -> Iterator[Any]:
    """What says the same as one object: looking through them takes half the time where their values are near."""
    return _Once(lambda value: value).of(values)
