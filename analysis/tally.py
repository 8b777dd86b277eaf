"""Counting: events turned once into arrays, from which every table of counts is taken.

A record with several currents counts once per district and once under each current.
"""

import datetime
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.coverage import ONLINE
from analysis.records import Area, Event, Period, Total, is_well_graded
from analysis.totals import codes_of, lag_in_months, years_of

Mask = NDArray[np.bool_]
Index = NDArray[np.int64]
Days = NDArray[np.datetime64]

NOWHERE = -1
EPOCH = datetime.date(1970, 1, 1).toordinal()


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
    first_day: Days
    last_day: Days
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
    # Whether the current window had ended by the last day of which anything is known.
    is_over: bool = True

    def family(self, name: str) -> Labels:
        labels: Labels = getattr(self, name)
        return labels

    def among(self, mask: Mask) -> Iterator[Event]:
        """The events of a mask."""
        return compress(self.events, mask.tolist())

    def having(self, field: str, test: Callable[[Any], bool]) -> Mask:
        """Those whose field is so."""
        return of_each(self.events, (field,), test, bool)

    @property
    def has_series(self) -> bool:
        return bool((self.unit != np.arange(len(self.unit))).any())

    @property
    def of_a_series(self) -> Mask:
        return self.having("series", lambda series: series is not None)

    def in_window(self, position: int) -> Mask:
        return np.asarray(self.window == position)


def place_of(place: str, district: str | None) -> str | None:
    """The area of a place, "online", or None for a place that is no single area."""
    if place == "district":
        return district
    return ONLINE if place == "online" else None


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
    first, last = (_days(list(map(attrgetter(name), events))) for name in ("first_day", "last_day"))
    _check(events, codes, last < first)
    kept = _known_as_early(totals, windows, extracted_on, extracted or {})

    def labels(name: str, **more: Any) -> Labels:
        return _labels(list(map(attrgetter(name), events)), **more)

    window, crosses = windows_of(first, last, windows)
    return Tally(
        events=tuple(events),
        windows=tuple(windows),
        first_day=first,
        last_day=last,
        window=window,
        crosses=crosses,
        mature=_mature(events, window, windows, extracted_on, extracted or {}),
        within_month=first.astype("datetime64[M]") == last.astype("datetime64[M]"),
        online=of_each(events, ("space",), lambda space: space != "offline", bool),
        districts=labels("district", names=tuple(codes), family="districts"),
        currents=labels("currents", family="currents", more=codes_of(kept, "currents")),
        manifestations=labels("manifestations", family="manifestations", more=codes_of(kept, "manifestations")),
        targets=labels("targets", family="targets", more=codes_of(kept, "targets")),
        spaces=labels("space"),
        settings=labels("setting"),
        source_types=labels("source_type"),
        platforms=labels("platform"),
        well_graded=of_each(events, ("reliability", "credibility"), is_well_graded, bool),
        stale=np.fromiter(map(attrgetter("stale"), events), dtype=bool, count=len(events)),
        unit=_units(list(map(attrgetter("series"), events))),
        totals=kept,
        is_over=windows[0].end <= extracted_on,
    )


def _units(series: Sequence[str | None]) -> Index:
    units = np.arange(len(series), dtype=np.int64)
    first: dict[str, int] = {}
    for place, name in enumerate(series):
        if name is not None:
            units[place] = first.setdefault(name, place)
    return units


def _days(dates: Sequence[datetime.date]) -> Days:
    ordinals = np.fromiter(map(datetime.date.toordinal, dates), dtype=np.int64, count=len(dates))
    return (ordinals - EPOCH).astype("datetime64[D]")


def of_each(events: Sequence[Event], fields: Sequence[str], read: Callable[..., Any], dtype: type) -> NDArray[Any]:
    """What is read out of these fields of each event; asked once for what several say alike."""
    get = attrgetter(*fields)
    values = list(map(get, events))
    found = {value: read(*value) if len(fields) > 1 else read(value) for value in set(values)}
    return np.fromiter(map(found.__getitem__, values), dtype=dtype, count=len(values))


def _check(events: Sequence[Event], codes: Mapping[str, int], ends_early: Mask) -> None:
    unknown = sorted(set(map(attrgetter("district"), events)) - {None, *codes})
    if unknown:
        raise ValueError(f"Events name districts that are not there: {', '.join(unknown[:5])}.")
    if len(set(map(attrgetter("key"), events))) != len(events):
        raise ValueError("Every event is given once; a key occurs twice.")
    misplaced = of_each(
        events, ("place", "district"), lambda place, district: (place == "district") != (district is not None), bool
    )
    for number in np.flatnonzero(ends_early | misplaced)[:1].tolist():
        event = events[number]
        if ends_early[number]:
            raise ValueError(f"Event {event.key} ends ({event.last_day}) before it begins ({event.first_day}).")
        raise ValueError(f"Event {event.key} has the place {event.place} and the district {event.district}.")


def windows_of(first: Days, last: Days, windows: Sequence[Period]) -> tuple[Index, Mask]:
    """As `window` and `crosses` of a tally, for these days and windows."""
    window = np.full(len(first), NOWHERE, dtype=np.int64)
    crosses = np.zeros(len(first), dtype=bool)
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
    ends = np.array([period.end for period in windows], dtype="datetime64[D]")
    lag = of_each(
        events, ("source",), lambda source: (extracted.get(source, extracted_on) - windows[0].end).days, np.int64
    )
    told = _days([event.reported or event.last_day for event in events])
    return np.asarray((window == NOWHERE) | (told <= ends[window] + lag))


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
    values: Sequence[tuple[str, ...] | str | None],
    *,
    names: tuple[str, ...] | None = None,
    family: str = "",
    more: Collection[str] = (),
) -> Labels:
    """Sort events by the names they carry, spelt alike; an event counts once under a name it carries twice.

    With `names` given they are codes, taken as they are; `more` are names that no event has any more.
    """
    alike = normalised if names is None else str
    spelt = {value: tuple(dict.fromkeys(map(alike, _each(value)))) for value in set(values)}
    if names is None:
        names = tuple(sorted({name for own in spelt.values() for name in own} | set(map(normalised, more))))
    position = {name: index for index, name in enumerate(names)}
    places = {value: [position[name] for name in own] for value, own in spelt.items()}
    sizes = {value: len(own) for value, own in spelt.items()}
    lengths = np.fromiter(map(sizes.__getitem__, values), dtype=np.int64, count=len(values))
    return Labels(
        names,
        np.repeat(np.arange(len(values), dtype=np.int64), lengths),
        np.fromiter(chain.from_iterable(map(places.__getitem__, values)), dtype=np.int64, count=int(lengths.sum())),
        family,
    )


def _each(value: tuple[str, ...] | str | None) -> tuple[str, ...]:
    """Of a field that holds several names, one, or none."""
    if isinstance(value, tuple):
        return value
    return (value,) if value else ()
