"""The figures that a diagnosis prints of its records, counted from its snapshot and from the same records as they are
today: of the period, of the comparison, and of earlier years where it tells of those."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.markings import up_to
from mapping.models import BoundarySet, Observation, Source
from notices.composing import events_of
from reports.recounted.years import counted_over_years, totals_over_years
from reports.selection import ALL, BEFORE, EARLIER, NOW, WINDOWS, RawSnapshot, Selection, rows_in, window_in
from reports.snapshot import FROZEN_UP_TO, MOST_HISTORY
from reports.snapshot.freezing import rows_as_frozen
from reports.snapshot.observations import OBSERVATION_COLUMNS

# What tables of the restricted edition count records by.
FAMILIES = ("district", "currents", "manifestations", "targets", "setting", "space", "place")

# Whether and under what a record counts, in its own columns.
COUNTED_BY = (
    *("state", "counts_below", "first_day", "last_day", "place", "district_id"),
    *("currents", "manifestations", "targets", "setting", "space"),
)

# A window and a selection (`reports.selection`), and how many records are so.
Counts = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class OfRecords:
    """What the snapshot prints and what the same would be now; `records` are those of it that count otherwise, `gone`
    those of them that are there no more, `held` those that were told of, are closed by now and were changed since."""

    printed: Counts
    now: Counts
    records: frozenset[int]
    gone: frozenset[int]
    held: frozenset[int]


def recount_records(raw: RawSnapshot, told: Mapping[int, int], *, is_going: bool = False) -> OfRecords | None:
    """None where the boundaries it was counted in are there no more. While the snapshot `is_going`, somebody waits, and
    of earlier years the totals alone are counted: no more is told of what is erased."""
    today = _as_they_are(raw, told)
    if today is None:
        return None
    was, now = (_by_number(each) for each in (raw, today))
    other = frozenset(number for number in was if was[number] != now.get(number))
    there = set(Observation.objects.filter(pk__in=other).values_list("pk", flat=True))
    printed, counted = _counted(raw), _counted(today)
    if any(was[number][0] not in WINDOWS for number in was.keys() & {*other, *told}):
        over_years = totals_over_years if is_going else counted_over_years
        for own, more in zip((printed, counted), over_years(raw, today), strict=True):
            own.update(more)
    return OfRecords(printed, counted, other, other - there, _changed_since(_closed(was.keys() & told.keys()), told))


def _changed_since(numbers: Collection[int], told: Mapping[int, int]) -> frozenset[int]:
    """Those that count otherwise than in the event that was told of each."""
    events = events_of(Observation).filter(pgh_id__in=[told[number] for number in numbers])
    counted = {event.pgh_obj_id: [getattr(event, name) for name in COUNTED_BY] for event in events}
    rows = Observation.objects.filter(pk__in=numbers)
    return frozenset(row.pk for row in rows if counted.get(row.pk) != [getattr(row, name) for name in COUNTED_BY])


def _as_they_are(raw: RawSnapshot, told: Collection[int]) -> RawSnapshot | None:
    """The snapshot with the same records as they count today. One that is marked above any edition by now stays as it
    was, that it is closed to readers is no correction; but what was told of it is not taken back."""
    named = {name: raw["boundaries"][name] for name in ("name", "valid_from", "file_sha256")}
    boundaries = BoundarySet.objects.filter(**named).first()
    if boundaries is None:
        return None
    rows = list({row["id"]: row for window in _windows_of(raw) for row in _of_window(raw, window)}.values())
    numbers = {int(row["id"]) for row in rows}
    closed = _closed(numbers.difference(told))
    counted = Observation.objects.approved().exclude(counts_below__in=up_to(FROZEN_UP_TO))
    counted = counted.filter(pk__in=numbers - closed)
    table = [[row.get(name) for name in OBSERVATION_COLUMNS] for row in rows if row["id"] in closed]
    table += rows_as_frozen(counted, boundaries)
    known = {source["key"] for source in raw["sources"]}
    others = Source.objects.exclude(key__in=known).order_by("key").values("key", "name", "source_type", "marking")
    return {
        **raw,
        "sources": [*raw["sources"], *others],
        "observations": {"columns": list(OBSERVATION_COLUMNS), "rows": table},
    }


def _of_window(raw: RawSnapshot, window: str) -> Iterator[dict[str, Any]]:
    """Its rows as the snapshot keeps them."""
    numbers = {row["id"] for row in rows_in(raw, window)}
    columns = raw["observations"]["columns"]
    at = columns.index("id")
    return (dict(zip(columns, row, strict=True)) for row in raw["observations"]["rows"] if row[at] in numbers)


def _closed(numbers: Collection[int]) -> set[int]:
    open_ones = up_to(FROZEN_UP_TO)
    found = Observation.objects.filter(pk__in=numbers)
    closed = found.exclude(marking__in=open_ones) | found.exclude(source__marking__in=open_ones)
    return set(closed.values_list("pk", flat=True))


def _by_number(raw: RawSnapshot) -> dict[int, tuple[Any, ...]]:
    """How each record counts: in which window, and under what."""
    return {
        int(row["id"]): (window, *(_codes(row[by]) for by in FAMILIES))
        for window in _windows_of(raw)
        for row in rows_in(raw, window)
    }


def _counted(raw: RawSnapshot) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for window in WINDOWS:
        for row in rows_in(raw, window):
            found[window, ALL] += 1
            found.update((window, str(Selection(by, (code,)))) for by in FAMILIES for code in _codes(row[by]))
    return found


def _codes(value: Any) -> tuple[str, ...]:
    """A record has several of some, one of others, or none."""
    if isinstance(value, list | tuple):
        return tuple(sorted(map(str, value)))
    return (str(value),) if value else ()


def _windows_of(raw: RawSnapshot) -> list[str]:
    """The earliest first; the comparison and the period by their own names, and last."""
    earlier = [f"{EARLIER}{years}" for years in range(MOST_HISTORY, 0, -1)]
    before = window_in(raw, BEFORE)
    return [*(each for each in earlier if window_in(raw, each) != before), BEFORE, NOW]
