"""Concentration: where the recorded rate is surely well above the city's."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.records import Event

FACTOR = 1.5
SURENESS = 0.95
FEWEST_EVENTS = 10
FEWEST_DATES = 3
FEWEST_PLACES = 2


@dataclass(frozen=True, slots=True)
class Concentration:
    """A district whose rate is above 1.5 × the city's with this probability (0–1), and what stands behind it."""

    district: str
    events: int
    dates: int
    places: int
    probability: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Events of one district that may count for concentration, and how many on one identical point may not."""

    kept: tuple[Event, ...]
    on_one_point: int


def placed(events: Sequence[Event]) -> Placed:
    """Leave out a point that holds at least 10 records and half of the district's: a centroid, not a place."""
    points = Counter(event.spot for event in events if event.spot is not None)
    crowded = {spot for spot, count in points.items() if count >= FEWEST_EVENTS and count * 2 >= len(events)}
    kept = tuple(event for event in events if event.spot not in crowded)
    return Placed(kept, len(events) - len(kept))


def concentration(district: str, events: Sequence[Event], probability: float) -> Concentration | None:
    """A concentration, or None.

    P(rate > 1.5 × city) ≥ 0.95 in the smoothed posterior, at least 10 events, on at least 3 dates, in at least 2
    places. A place is a grid cell where one is stored, else the kind of setting.
    """
    found = placed(events).kept
    dates = len({event.first_day for event in found})
    places = len({event.spot or event.setting for event in found})
    sure = probability >= SURENESS and len(found) >= FEWEST_EVENTS
    if not sure or dates < FEWEST_DATES or places < FEWEST_PLACES:
        return None
    return Concentration(district, len(found), dates, places, probability)
