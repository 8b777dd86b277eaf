"""Concentration: where far more was recorded per resident than in the rest of the city."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from analysis.questions.dispersion import Counts, Values
from analysis.questions.family import adjusted
from analysis.records import Event

FACTOR = 1.5
FALSE_DISCOVERY = 0.05
FEWEST_EVENTS = 10
FEWEST_DATES = 3
FEWEST_PLACES = 2
# Fewer residents than this make a rate large by few records; the text says so.
FEW_RESIDENTS = 5_000


@dataclass(frozen=True, slots=True)
class Concentration:
    """A district far above the rest of the city: `ratio` of its rate to that of the rest, p of ≥ 1.5 by chance."""

    district: str
    events: int
    dates: int
    places: int
    ratio: float
    p: float


@dataclass(frozen=True, slots=True)
class Concentrations:
    """What was found, the surest first. Districts that would be, but that all may have been one: `unplaced` are those
    whose records name one place at most, `undated` those whose records name one or two dates."""

    found: tuple[Concentration, ...] = ()
    unplaced: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()


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


def tail(counts: Counts, mean: Values, phi: float) -> Values:
    """P(X ≥ x) of a negative binomial with variance φ × mean, of the Poisson with φ = 1; shape (districts,).

    By the incomplete beta and gamma functions (Abramowitz and Stegun 1964, 26.5.26 and 26.4.21).
    """
    least = np.maximum(counts, 1).astype(np.float64)
    p = scipy.special.gammainc(least, mean) if phi <= 1 else scipy.special.betainc(least, mean / (phi - 1), 1 - 1 / phi)
    return np.where(counts > 0, p, 1.0)


def rest(counts: Counts, exposure: Values) -> Values:
    """Of every district, what the rate of all others would make of its residents."""
    others = exposure.sum() - exposure
    return np.asarray((counts.sum() - counts) / np.where(others > 0, others, np.inf) * exposure, dtype=np.float64)


def far_above(counts: Counts, exposure: Values, phi: float) -> tuple[Values, NDArray[np.bool_]]:
    """The p of every district, and which are far above the rest with at least 10 records (see `concentrations`)."""
    p = tail(counts, FACTOR * rest(counts, exposure), phi)
    return p, np.asarray((adjusted(p) <= FALSE_DISCOVERY) & (counts >= FEWEST_EVENTS))


def concentrations(
    events: Mapping[str, Sequence[Event]], exposure: Mapping[str, float], phi: float = 1.0
) -> Concentrations:
    """All concentrations of a city.

    With m = the rate of the rest of the city × a district's residents, p is the chance of x or more records at mean
    1.5 m and variance φ × mean, and at most 5 % of those found are so by chance (Benjamini and Hochberg 1995, over all
    districts looked at). Then at least 10 records on 3 dates in 2 places or settings, and within each type of source
    that would expect a record at least 1.5 times the rest's rate.

    `events` holds the current events per district code, of sources that looked at all districts alike; `exposure`
    residents × years of every district looked at, two at least. Records on one identical point are left out.
    """
    if len(exposure) < 2:
        return Concentrations()
    kept = {code: placed(events.get(code, ())).kept for code in exposure}
    counts = np.array([len(found) for found in kept.values()], dtype=np.int64)
    people = np.array(list(exposure.values()), dtype=np.float64)
    expected = rest(counts, people)
    p, far = far_above(counts, people, phi)
    sure = far & _in_each_type(kept, people)
    found, unplaced, undated = [], [], []
    for i, (code, own) in enumerate(kept.items()):
        dates, places = len({e.first_day for e in own}), len(_places(own))
        if not sure[i]:
            continue
        if dates < FEWEST_DATES:
            undated.append(code)
        elif places < FEWEST_PLACES:
            unplaced.append(code)
        else:
            ratio = counts[i] / expected[i] if expected[i] else float("inf")
            found.append(Concentration(code, len(own), dates, places, float(ratio), float(p[i])))
    ranked = tuple(sorted(found, key=lambda c: (c.p, -c.events, c.district)))
    return Concentrations(ranked, tuple(unplaced), tuple(undated))


def _places(events: Sequence[Event]) -> set[object]:
    """The grid cells where they are stored, else the kinds of setting; what is not recorded is no place."""
    return {place for event in events if (place := event.spot or event.setting) is not None}


def _in_each_type(kept: Mapping[str, Sequence[Event]], exposure: Values) -> NDArray[np.bool_]:
    """Whether the district's rate is 1.5 times the rest's in every type of source that would expect a record there."""
    result = np.ones(len(kept), dtype=bool)
    held = [Counter(event.source_type for event in own) for own in kept.values()]
    for each in sorted(set().union(*held)):
        counts = np.array([own[each] for own in held], dtype=np.int64)
        expected = rest(counts, exposure)
        result &= (expected < 1) | (counts >= FACTOR * expected)
    return result
