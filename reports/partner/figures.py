"""The protected figures of a snapshot: which stretches of time are told of, and what is printed of each.

A stretch of time is protected once. Whatever edition tells of it later reprints what the first that was given out has
printed: of two that differ by one record, the difference would tell of that record. For the same reason nothing is told
of a stretch that shares days with one that was told of and is not the same.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from analysis.disclosure import FEWEST_FOR_PARTNERS, Band
from analysis.protection.cells import Key, Printed, Tables
from analysis.protection.of_window import TOTAL, Vocabulary, tables_of_window
from analysis.protection.protect import protect
from analysis.records import Period
from mapping.vocabulary import Current, Manifestation, Place, Setting, Space, Target
from mapping.vocabulary.together import NOTHING_ELSE, ONLINE_SETTINGS
from reports.snapshot import SnapshotData

WORDS = Vocabulary(
    codes={
        "places": tuple(Place.values),
        "spaces": tuple(Space.values),
        "currents": tuple(Current.values),
        "manifestations": tuple(Manifestation.values),
        "targets": tuple(Target.values),
        "settings": tuple(Setting.values),
    },
    none=NOTHING_ELSE,
    online_settings=frozenset(str(each) for each in ONLINE_SETTINGS),
)


@dataclass(frozen=True)
class WindowFigures:
    """What is printed of one stretch of time. `boundaries` name the districts it was counted in; `number` is that of
    the diagnosis that printed it first."""

    window: Period
    shown: Mapping[Key, Printed]
    boundaries: str
    number: int

    @property
    def total(self) -> Printed:
        return self.shown[TOTAL]

    def of(self, *key: str) -> Printed:
        """Nothing where it was not told of."""
        return self.shown.get(key)


@dataclass(frozen=True)
class Figures:
    """The period and its comparison; None where nothing may be told of it."""

    now: WindowFigures | None
    before: WindowFigures | None

    @property
    def told(self) -> list[WindowFigures]:
        return [each for each in (self.before, self.now) if each is not None]


def figures_of(frozen: SnapshotData) -> Figures:
    """The same for the same snapshot, which holds what was printed before it was taken."""
    earlier = list(read(frozen.printed))
    return Figures(
        now=_of_window(frozen, frozen.period, earlier), before=_of_window(frozen, frozen.comparison, earlier)
    )


def _of_window(frozen: SnapshotData, window: Period, earlier: Iterable[WindowFigures]) -> WindowFigures | None:
    touching = [each for each in earlier if window.touches(each.window.start, each.window.end)]
    if touching:
        first = touching[0]
        return first if all(each.window == window for each in touching) else None
    years = range(window.start.year, window.end.year + 1)
    if any(total.year in years for total in frozen.totals):
        # records of then are erased, and the totals that remain are no tables
        return None
    shown = _protected(tables_of_window(frozen.events, frozen.areas, window, WORDS))
    return WindowFigures(window, shown, _boundaries(frozen), int(frozen.diagnosis["number"]))


# An edition is set when it is proposed, checked and released, mostly by one worker, of the same two windows: that takes
# seconds each time, and so many tables next to nothing of memory.
@lru_cache(maxsize=16)
def _protected(tables: Tables) -> Mapping[Key, Printed]:
    return MappingProxyType(dict(protect(tables, FEWEST_FOR_PARTNERS).shown))


def _boundaries(frozen: SnapshotData) -> str:
    return str(frozen.boundaries.get("file_sha256") or frozen.boundaries["name"])


def has_same_districts(frozen: SnapshotData, figures: WindowFigures) -> bool:
    return figures.boundaries == _boundaries(frozen)


def written(figures: Figures) -> dict[str, Any]:
    """As plain values, to be kept with the edition."""
    return {
        "windows": [
            {
                "start": each.window.start.isoformat(),
                "end": each.window.end.isoformat(),
                "boundaries": each.boundaries,
                "number": each.number,
                "shown": [[list(key), list(shown) if isinstance(shown, Band) else shown] for key, shown in items],
            }
            for each in figures.told
            for items in [each.shown.items()]
        ]
    }


def read(kept: Iterable[Mapping[str, Any]]) -> Iterator[WindowFigures]:
    """Of editions that were given out, the first of them first."""
    for edition in kept:
        for each in edition.get("windows", ()):
            yield WindowFigures(
                window=window_of(each),
                shown={tuple(key): Band(*shown) if isinstance(shown, list) else shown for key, shown in each["shown"]},
                boundaries=each["boundaries"],
                number=each["number"],
            )


def window_of(kept: Mapping[str, Any]) -> Period:
    return Period(datetime.date.fromisoformat(kept["start"]), datetime.date.fromisoformat(kept["end"]))
