"""Counting: events turned once into arrays, from which every table of counts is taken.

A record with several currents counts once per district and once under each current.
"""

import datetime
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.coverage import ONLINE
from analysis.records import Area, Event, Period, Total
from analysis.totals import codes_of, lag_in_months, years_of

Mask = NDArray[np.bool_]
Index = NDArray[np.int64]

NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Labels:
    """One way to sort events: `names`, and for each entry which event it belongs to and which name it has."""

    names: tuple[str, ...]
    event: Index
    name: Index
    # As `Tally.family` calls it; "city" is everything under one name.
    family: str = ""

    def counts(self, mask: Mask) -> Index:
        """Distinct events under each name among those of the mask; shape (names,)."""
        return np.bincount(self.name[mask[self.event]], minlength=len(self.names)).astype(np.int64)

    def without(self, names: Collection[str]) -> "Labels":
        """The same without some names."""
        if not set(names) & set(self.names):
            return self
        kept = tuple(name for name in self.names if name not in names)
        position = np.array([kept.index(name) if name in kept else NOWHERE for name in self.names], dtype=np.int64)
        there = position[self.name] >= 0
        return Labels(kept, self.event[there], position[self.name[there]], self.family)


@dataclass(frozen=True, slots=True)
class Counted:
    """One category of the period: distinct events now and in the comparison period, as recorded."""

    key: str
    now: int
    before: int


def counted(labels: Labels, now: Mask, before: Mask, gone_before: Index | int = 0) -> tuple[Counted, ...]:
    """Categories with anything recorded in either period, most now first, ties by the alphabet.

    `gone_before` are the records of the comparison that are erased and remain as totals, in the order of the names.
    """
    rows = [
        Counted(name, int(a), int(b))
        for name, a, b in zip(labels.names, labels.counts(now), labels.counts(before) + gone_before, strict=True)
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
    # Of the records of these windows that are gone, those that were reported as early as is known of the current one.
    totals: tuple[Total, ...] = ()

    def family(self, name: str) -> Labels:
        labels: Labels = getattr(self, name)
        return labels

    def having(self, test: Callable[[Event], bool]) -> Mask:
        return _flags(self.events, test)

    @property
    def has_series(self) -> bool:
        return bool((self.unit != np.arange(len(self.unit))).any())

    @property
    def of_a_series(self) -> Mask:
        return self.having(lambda event: event.series is not None)

    def in_window(self, position: int) -> Mask:
        return np.asarray(self.window == position)


def place_of(event: Event) -> str | None:
    """The area of an event, "online", or None for a place that is no single area."""
    if event.place == "district":
        return event.district
    return ONLINE if event.place == "online" else None


def tally(
    events: Sequence[Event],
    areas: Sequence[Area],
    windows: Sequence[Period],
    extracted_on: datetime.date,
    extracted: Mapping[str, datetime.date] | None = None,
    *,
    totals: Sequence[Total] = (),
) -> Tally:
    """Turn events into arrays. `windows[0]` is the current period; the others must not overlap it.

    `extracted` is the day up to which each source has told, `extracted_on` that of all others. `totals` are the counts
    of years whose records are gone.

    Raises ValueError where an area is given twice, an event occurs twice, names an area that is not among `areas`, ends
    before it begins, or has a district though its place is none (or the other way round).
    """
    codes = {area.code: index for index, area in enumerate(areas)}
    if len(codes) != len(areas):
        raise ValueError("Every district is given once; a code occurs twice.")
    _check(events, codes)
    window, crosses = _windows_of(events, windows)
    kept = _known_as_early(totals, windows, extracted_on, extracted or {})
    return Tally(
        events=tuple(events),
        windows=tuple(windows),
        window=window,
        crosses=crosses,
        mature=_mature(events, window, windows, extracted_on, extracted or {}),
        within_month=_flags(
            events, lambda e: (e.first_day.year, e.first_day.month) == (e.last_day.year, e.last_day.month)
        ),
        online=_flags(events, lambda e: e.space != "offline"),
        districts=_labels(
            events, lambda e: (e.district,) if e.district is not None else (), tuple(codes), family="districts"
        ),
        currents=_labels(events, lambda e: e.currents, family="currents", more=codes_of(kept, "currents")),
        manifestations=_labels(
            events, lambda e: e.manifestations, family="manifestations", more=codes_of(kept, "manifestations")
        ),
        targets=_labels(events, lambda e: e.targets, family="targets", more=codes_of(kept, "targets")),
        spaces=_labels(events, lambda e: (e.space,)),
        settings=_labels(events, lambda e: (e.setting,) if e.setting else ()),
        source_types=_labels(events, lambda e: (e.source_type,)),
        platforms=_labels(events, lambda e: (e.platform,) if e.platform else ()),
        well_graded=_flags(events, lambda e: e.well_graded),
        stale=_flags(events, lambda e: e.stale),
        unit=_units(events),
        totals=kept,
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


def _mature(
    events: Sequence[Event],
    window: Index,
    windows: Sequence[Period],
    extracted_on: datetime.date,
    extracted: Mapping[str, datetime.date],
) -> Mask:
    """Reports that came in within the time the current period has had so far from the same source.

    Without a date of report an event counts from its own last day: where the records were taken out before the period
    was over, the same last days of the earlier windows are left out too.
    """
    latest: dict[str, list[datetime.date]] = {}
    for source in {event.source for event in events}:
        lag = extracted.get(source, extracted_on) - windows[0].end
        latest[source] = [period.end + lag for period in windows]
    return np.fromiter(
        (
            position == NOWHERE or (event.reported or event.last_day) <= latest[event.source][position]
            for event, position in zip(events, window.tolist(), strict=True)
        ),
        dtype=bool,
        count=len(events),
    )


def _known_as_early(
    totals: Sequence[Total],
    windows: Sequence[Period],
    extracted_on: datetime.date,
    extracted: Mapping[str, datetime.date],
) -> tuple[Total, ...]:
    years = {year for window in windows for year in years_of(window)}
    lags = {
        source: lag_in_months(windows[0], extracted.get(source, extracted_on))
        for source in {total.source for total in totals}
    }
    return tuple(each for each in totals if each.year in years and each.months_late <= lags[each.source])


def normalised(name: str) -> str:
    """A name as it is compared: without letter case, without doubled or outer spaces, in one form of Unicode."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _labels(
    events: Sequence[Event],
    names_of: Callable[[Event], tuple[str, ...]],
    names: tuple[str, ...] | None = None,
    *,
    family: str = "",
    more: Collection[str] = (),
) -> Labels:
    """Sort events by the names they carry, spelt alike; an event counts once under a name it carries twice.

    With `names` given they are codes, taken as they are; `more` are names that no event has any more.
    """
    alike = normalised if names is None else str
    spelt: dict[tuple[str, ...], tuple[str, ...]] = {}
    carried: list[tuple[str, ...]] = []
    for event in events:
        own = names_of(event)
        if own not in spelt:
            spelt[own] = tuple(dict.fromkeys(map(alike, own)))
        carried.append(spelt[own])
    if names is None:
        names = tuple(sorted({name for own in spelt.values() for name in own} | set(map(normalised, more))))
    position = {name: index for index, name in enumerate(names)}
    places = {own: [position[name] for name in own] for own in set(carried)}
    return Labels(
        names,
        np.repeat(np.arange(len(carried), dtype=np.int64), [len(own) for own in carried]),
        np.array([place for own in carried for place in places[own]], dtype=np.int64),
        family,
    )
