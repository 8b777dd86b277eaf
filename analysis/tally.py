"""Counting: events turned once into arrays, from which every table of counts is taken.

A record with several currents counts once per district and once under each current.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.coverage import ONLINE, Cell
from analysis.records import Area, Event, Period

Mask = NDArray[np.bool_]
Index = NDArray[np.int64]

NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Labels:
    """One way to sort events: `names`, and for each entry which event it belongs to and which name it has."""

    names: tuple[str, ...]
    event: Index
    name: Index

    def counts(self, mask: Mask) -> Index:
        """Distinct events under each name among those of the mask; shape (names,)."""
        return np.bincount(self.name[mask[self.event]], minlength=len(self.names)).astype(np.int64)

    def units(self, mask: Mask, unit: Index) -> Index:
        """The same with the events of one series counted once under each name; `unit` is `Tally.unit`."""
        there = mask[self.event]
        pairs = np.unique(np.column_stack([self.name[there], unit[self.event[there]]]), axis=0)
        return np.bincount(pairs[:, 0], minlength=len(self.names)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Counted:
    """One category of the period: distinct events now and in the comparison period, as recorded."""

    key: str
    now: int
    before: int


def counted(labels: Labels, now: Mask, before: Mask) -> tuple[Counted, ...]:
    """Categories with anything recorded in either period, most now first, ties by the alphabet."""
    rows = [
        Counted(name, int(a), int(b))
        for name, a, b in zip(labels.names, labels.counts(now), labels.counts(before), strict=True)
        if a or b
    ]
    return tuple(sorted(rows, key=lambda row: (-row.now, -row.before, row.key)))


@dataclass(frozen=True, slots=True)
class Tally:
    """Events as arrays. `window` is the position in `windows` of the one that holds the event's days, −1 for none.

    `crosses` marks imprecise dates that lie partly in a window; `mature` those reported no later after their
    window's end than is known of the current one, `within_month` those whose month is known, `online` those that took
    place wholly or partly online.
    """

    events: tuple[Event, ...]
    windows: tuple[Period, ...]
    window: Index
    crosses: Mask
    mature: Mask
    within_month: Mask
    online: Mask
    districts: Labels
    currents: Labels
    manifestations: Labels
    targets: Labels
    spaces: Labels
    settings: Labels
    source_types: Labels
    platforms: Labels
    well_graded: Mask
    stale: Mask
    # The number of the first event of its series, its own where it is in none.
    unit: Index

    def family(self, name: str) -> Labels:
        labels: Labels = getattr(self, name)
        return labels

    def having(self, test: Callable[[Event], bool]) -> Mask:
        return _flags(self.events, test)

    def in_window(self, position: int) -> Mask:
        return np.asarray(self.window == position)

    def in_cells(self, cells: frozenset[Cell]) -> Mask:
        """Events recorded by a source where it looked all the time of the periods in question."""
        return self.having(lambda event: (event.source, place_of(event)) in cells)


def place_of(event: Event) -> str | None:
    """The area of an event, "online", or None for a place that is no single area."""
    if event.place == "district":
        return event.district
    return ONLINE if event.place == "online" else None


def tally(
    events: Sequence[Event], areas: Sequence[Area], windows: Sequence[Period], extracted_on: datetime.date
) -> Tally:
    """Turn events into arrays. `windows[0]` is the current period; the others must not overlap it.

    Raises ValueError where an area is given twice, an event occurs twice, names an area that is not among `areas`, ends
    before it begins, or has a district though its place is none (or the other way round).
    """
    codes = {area.code: index for index, area in enumerate(areas)}
    if len(codes) != len(areas):
        raise ValueError("Every district is given once; a code occurs twice.")
    _check(events, codes)
    window, crosses = _windows_of(events, windows)
    return Tally(
        events=tuple(events),
        windows=tuple(windows),
        window=window,
        crosses=crosses,
        mature=_mature(events, window, windows, extracted_on),
        within_month=_flags(
            events, lambda e: (e.first_day.year, e.first_day.month) == (e.last_day.year, e.last_day.month)
        ),
        online=_flags(events, lambda e: e.space != "offline"),
        districts=_labels(events, lambda e: (e.district,) if e.district is not None else (), tuple(codes)),
        currents=_labels(events, lambda e: e.currents),
        manifestations=_labels(events, lambda e: e.manifestations),
        targets=_labels(events, lambda e: e.targets),
        spaces=_labels(events, lambda e: (e.space,)),
        settings=_labels(events, lambda e: (e.setting,) if e.setting else ()),
        source_types=_labels(events, lambda e: (e.source_type,)),
        platforms=_labels(events, lambda e: (e.platform,) if e.platform else ()),
        well_graded=_flags(events, lambda e: e.well_graded),
        stale=_flags(events, lambda e: e.stale),
        unit=_units(events),
    )


def _units(events: Sequence[Event]) -> Index:
    first: dict[str, int] = {}
    units = (place if e.series is None else first.setdefault(e.series, place) for place, e in enumerate(events))
    return np.fromiter(units, dtype=np.int64, count=len(events))


def _flags(events: Sequence[Event], test: Callable[[Event], bool]) -> Mask:
    return np.fromiter((test(event) for event in events), dtype=bool, count=len(events))


def _check(events: Sequence[Event], codes: Mapping[str, int]) -> None:
    unknown = sorted({e.district for e in events if e.district is not None and e.district not in codes})
    if unknown:
        raise ValueError(f"Events name districts that are not there: {', '.join(unknown[:5])}.")
    if len({e.key for e in events}) != len(events):
        raise ValueError("Every event is given once; a key occurs twice.")
    for event in events:
        if event.last_day < event.first_day:
            raise ValueError(f"Event {event.key} ends ({event.last_day}) before it begins ({event.first_day}).")
        if (event.place == "district") != (event.district is not None):
            raise ValueError(f"Event {event.key} has the place {event.place} and the district {event.district}.")


def _windows_of(events: Sequence[Event], windows: Sequence[Period]) -> tuple[Index, Mask]:
    first = np.array([e.first_day for e in events], dtype="datetime64[D]")
    last = np.array([e.last_day for e in events], dtype="datetime64[D]")
    window = np.full(len(events), NOWHERE, dtype=np.int64)
    crosses = np.zeros(len(events), dtype=bool)
    for position, period in reversed(list(enumerate(windows))):
        start, end = np.datetime64(period.start), np.datetime64(period.end)
        inside = (first >= start) & (last <= end)
        window[inside] = position
        crosses |= (first <= end) & (last >= start) & ~inside
    return window, crosses


def _mature(events: Sequence[Event], window: Index, windows: Sequence[Period], extracted_on: datetime.date) -> Mask:
    """Reports that came in within the time the current period has had so far.

    Without a date of report an event counts from its own last day: where the records were taken out before the period
    was over, the same last days of the earlier windows are left out too.
    """
    lag = extracted_on - windows[0].end
    latest = [period.end + lag for period in windows]
    return np.fromiter(
        (
            position == NOWHERE or (event.reported or event.last_day) <= latest[position]
            for event, position in zip(events, window.tolist(), strict=True)
        ),
        dtype=bool,
        count=len(events),
    )


def _labels(
    events: Sequence[Event], names_of: Callable[[Event], Iterable[str]], names: tuple[str, ...] | None = None
) -> Labels:
    """Sort events by the names they carry. Names are compared after case-folding and trimming."""
    pairs = [(index, name) for index, event in enumerate(events) for name in dict.fromkeys(names_of(event))]
    if names is None:
        names = tuple(sorted({name.strip().casefold() for _, name in pairs}))
        pairs = [(index, name.strip().casefold()) for index, name in pairs]
    position = {name: index for index, name in enumerate(names)}
    return Labels(
        names,
        np.array([index for index, _ in pairs], dtype=np.int64),
        np.array([position[name] for _, name in pairs], dtype=np.int64),
    )
