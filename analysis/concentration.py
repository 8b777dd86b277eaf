"""Concentration: where the recorded rate is surely well above the city's."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.rates import smooth
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


def concentration(district: str, found: Sequence[Event], probability: float) -> Concentration | None:
    """A concentration, or None, from the `found` events of a district that were `placed`.

    P(rate > 1.5 × city) ≥ 0.95 in the smoothed posterior, at least 10 events, on at least 3 dates, in at least 2
    places. A place is a grid cell where one is stored, else the kind of setting.
    """
    dates = len({event.first_day for event in found})
    places = len({event.spot or event.setting for event in found})
    sure = probability >= SURENESS and len(found) >= FEWEST_EVENTS
    if not sure or dates < FEWEST_DATES or places < FEWEST_PLACES:
        return None
    return Concentration(district, len(found), dates, places, probability)


def concentrations(events: Mapping[str, Sequence[Event]], exposure: Mapping[str, float]) -> tuple[Concentration, ...]:
    """All concentrations of a city, the surest first; none where districts cannot be told apart.

    `events` holds the current events per district code, `exposure` residents × years of every district that was
    looked at. Records on one identical point are left out of the counts and of the posterior (see `smooth`).
    """
    kept = {code: placed(events.get(code, ())).kept for code in exposure}
    counts = np.array([len(found) for found in kept.values()], dtype=np.int64)
    posterior = smooth(counts, np.array(list(exposure.values()), dtype=np.float64))
    if not posterior.distinct:
        return ()
    sure = posterior.probability_above(FACTOR)
    found = [concentration(code, kept[code], float(p)) for code, p in zip(kept, sure, strict=True)]
    return tuple(sorted((c for c in found if c), key=lambda c: (-c.probability, -c.events, c.district)))
