"""New in the records, or no longer in them: categories that appear or vanish altogether."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.questions.against_city import AgainstCity, corrected, growth_of, tails_at_the_end
from analysis.questions.dispersion import Counts, Dispersion, dispersion
from analysis.questions.family import FALSE_DISCOVERY, FEWEST

FEWEST_WINDOWS = 2
FEWEST_RECORDS = 5
FEWEST_DATES = 3


@dataclass(frozen=True, slots=True)
class Appearances:
    """One entry per member: `new` where all lie in the current window, `gone` where none does any more."""

    new: NDArray[np.bool_]
    gone: NDArray[np.bool_]


def appearances(now: Counts, history: Counts, dates: Counts, alpha: float) -> Appearances:
    """Members with nothing in any earlier window and at least 5 records on 3 dates now, and the other way round.

    Given n, all now has the probability of n under BetaBinomial(n, sπ, s(1 − π)) with the family's own growth c (see
    `analysis.questions.against_city`), variance μ + αμ² with the family's α, and φ from the earlier windows; the larger
    of both models, doubled, must be at most 0.10/m for m members with at least 5 records: no more than one family in
    ten gets a word by chance.

    `now` and `dates` (distinct days of the member's records, in the windows that hold them) have shape (members,),
    `history` (members, windows). Nothing is new with fewer than two earlier windows. Raises ValueError where the
    lengths differ.
    """
    if not len(now) == len(history) == len(dates):
        raise ValueError("Every member has its counts and its dates.")
    earlier = history.sum(axis=1)
    n = now + earlier
    asked = (n >= FEWEST_RECORDS) & (dates >= FEWEST_DATES)
    nothing = np.zeros(len(now), dtype=bool)
    if history.shape[1] < FEWEST_WINDOWS or not asked.any() or not earlier.sum():
        return Appearances(nothing, nothing)
    spread = dispersion(history)
    columns = history.sum(axis=0).astype(np.float64)
    went_on = (now > 0) & (earlier > 0)
    growth = growth_of(now, earlier, went_on) if went_on.any() else 1 / history.shape[1]
    years = float((columns**2).sum() / columns.sum() ** 2)
    few = np.flatnonzero(asked)
    read = AgainstCity(now[few], earlier[few], growth, years, spread.with_alpha(alpha), np.empty(0), asked[few])
    limit = FALSE_DISCOVERY / int((n >= FEWEST_RECORDS).sum())
    new, gone = nothing.copy(), nothing.copy()
    all_now, all_before = (corrected(np.minimum(1.0, 2 * p), spread) <= limit for p in tails_at_the_end(read))
    new[few] = (earlier[few] == 0) & all_now
    gone[few] = (now[few] == 0) & all_before
    return Appearances(new=new, gone=gone)


def appearances_since(now: Counts, earlier: Counts, dates: Counts, alpha: float) -> Appearances:
    """The same with one earlier window, and so no word for "new": only that there were more, or fewer, than before.

    Asked are at least 10 records on 3 dates; φ cannot be told from one window, so α alone stands for the variation.
    """
    n = now + earlier
    asked = (n >= FEWEST) & (dates >= FEWEST_DATES) & ((now == 0) | (earlier == 0))
    nothing = np.zeros(len(now), dtype=bool)
    if not asked.any():
        return Appearances(nothing, nothing)
    went_on = (now > 0) & (earlier > 0)
    growth = growth_of(now, earlier, went_on) if went_on.any() else 1.0
    read = AgainstCity(now, earlier, growth, 1.0, Dispersion(alpha=alpha), np.empty(0), asked)
    limit = FALSE_DISCOVERY / int((n >= FEWEST).sum())
    all_now, all_before = (np.minimum(1.0, 2 * p) <= limit for p in tails_at_the_end(read))
    return Appearances(new=asked & (earlier == 0) & all_now, gone=asked & (now == 0) & all_before)
