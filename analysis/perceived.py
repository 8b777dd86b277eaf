"""What was recorded in a district beside the concern told of it: four fields, and how sure either side is."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import scipy
from numpy.typing import NDArray

from analysis.disclosure import FEWEST_SESSIONS, may_show_rating
from analysis.rates import grid_weights
from analysis.sessions import Rated, Session

# How sure both sides together must be before they are set against each other: a convention.
SURE_OF_BOTH = 0.95
# Concern is strong where the mean of those who told it lies above the middle of the scale, else weak.
MIDDLE = 3.0
# What is thought of the variance between sessions of one district before any is seen: so many degrees of freedom.
USUAL_VARIANCE, USUAL_FREEDOM = 0.5, 4
# How much the concern of districts may differ (standard deviation, in levels).
SPREADS = np.linspace(0.05, 2.0, 40)

Numbers = NDArray[np.float64]


class PerceivedField(StrEnum):
    """Where a district lies."""

    BOTH = "both"
    RECORDED_ONLY = "recorded_only"
    RAISED_ONLY = "raised_only"
    NEITHER = "neither"
    # one side is not sure enough
    UNPLACED = "unplaced"
    # nobody told of it, or fewer than may be told: unknown, never low
    NOT_CONSULTED = "not_consulted"
    # no rate: not looked at, in part only, or residents unknown
    NO_RATE = "no_rate"


@dataclass(frozen=True, slots=True)
class Placement:
    """`more` and `strong` are the probabilities that the rate lies above that of the rest, and the concern above the
    middle; None where a side is unknown."""

    district: str
    field: PerceivedField
    more: float | None
    strong: float | None

    @property
    def sureness(self) -> float:
        """The probability of its field, both sides together; 0 where it is in none."""
        if self.more is None or self.strong is None:
            return 0.0
        return max(self.more, 1 - self.more) * max(self.strong, 1 - self.strong)


def placements(
    districts: Sequence[str],
    counts: Mapping[str, int],
    exposure: Mapping[str, float],
    sessions: Sequence[Session],
    phi: float = 1.0,
) -> tuple[Placement, ...]:
    """Each district in its field, in the order given.

    A district is placed where both sides together are at least 95 % sure. `exposure`, in residents
    × years, has only districts with a rate; `counts` has those too.
    """
    more = more_than_elsewhere(counts, exposure, phi)
    strong = strong_concern(sessions, districts)
    return tuple(_placed(code, more.get(code), strong.get(code)) for code in districts)


def _placed(district: str, more: float | None, strong: float | None) -> Placement:
    if strong is None:
        return Placement(district, PerceivedField.NOT_CONSULTED, more, None)
    if more is None:
        return Placement(district, PerceivedField.NO_RATE, None, strong)
    sides = max(more, 1 - more), max(strong, 1 - strong)
    if sides[0] * sides[1] < SURE_OF_BOTH:
        return Placement(district, PerceivedField.UNPLACED, more, strong)
    fields = {
        (True, True): PerceivedField.BOTH,
        (True, False): PerceivedField.RECORDED_ONLY,
        (False, True): PerceivedField.RAISED_ONLY,
        (False, False): PerceivedField.NEITHER,
    }
    return Placement(district, fields[more > 0.5, strong > 0.5], more, strong)


def more_than_elsewhere(counts: Mapping[str, int], exposure: Mapping[str, float], phi: float = 1.0) -> dict[str, float]:
    """For each district with a rate the probability that it lies above that of all others together.

    The posterior is that of `analysis.rates.smooth`: Gamma(k + x/φ, k/M + e/φ) over a grid of the mean M and the
    variation 1/√k between districts (Clayton and Kaldor 1987, Biometrics 43, 671–681), so that a district is held to
    differ only as much as districts of this city do. The rate of the others is taken as it was counted. Empty where
    there are no others, or nothing was recorded.
    """
    codes = sorted(exposure)
    x = np.array([counts[code] for code in codes], dtype=float)
    e = np.array([exposure[code] for code in codes], dtype=float)
    if len(codes) < 2 or not x.sum():
        return {}
    mean = x.sum() / e.sum()
    weight, k, prior_rate = grid_weights(x / phi, e / phi, mean)
    others = (x.sum() - x) / (e.sum() - e)
    above = scipy.special.gammaincc(k + x / phi, (prior_rate + e / phi) * others)
    return dict(zip(codes, np.einsum("mv,mva->a", weight, above).tolist(), strict=True))


def strong_concern(sessions: Sequence[Session], districts: Sequence[str]) -> dict[str, float]:
    """For each district the probability that the concern told of it lies above the middle.

    Who told it counts once: by a rating in one session, or a part of one in each of several. The session is what
    varies: sessions of a district do as those of all districts (pooled, with four degrees of freedom of 0.5 before any
    is seen), districts round a common mean by a spread that is integrated over a grid (Gelman et al. 2013, Bayesian
    Data Analysis, 5.4). Districts of which fewer told than may be shown, or in fewer than three sessions, are left out.
    """
    told_of: dict[str, list[list[Rated]]] = defaultdict(list)
    for session in sessions:
        by_district: dict[str, list[Rated]] = defaultdict(list)
        for rated in session.concern:
            by_district[rated.of].append(rated)
        for code, rows in by_district.items():
            told_of[code].append(rows)
    told = {code: weighed for code in districts if (weighed := _session_means(told_of[code])) is not None}
    if not told:
        return {}
    size = np.array([weights.sum() ** 2 / (weights**2).sum() for weights, _means in told.values()])
    mean = np.array([weights @ means / weights.sum() for weights, means in told.values()])
    squares = sum(float(((means - means.mean()) ** 2).sum()) for _weights, means in told.values())
    freedom = USUAL_FREEDOM + sum(len(means) - 1 for _weights, means in told.values())
    variance = (USUAL_VARIANCE * USUAL_FREEDOM + squares) / freedom
    return dict(zip(told, _above_middle(mean, variance / size).tolist(), strict=True))


def _session_means(told: Sequence[Sequence[Rated]]) -> tuple[Numbers, Numbers] | None:
    """For each session that told of a district, how much it weighs and its mean; None where too few told."""
    times = Counter(rated.by for each in told for rated in each)
    if len(told) < FEWEST_SESSIONS or not may_show_rating(times):
        return None
    shares = [np.array([1 / times[rated.by] for rated in each]) for each in told]
    levels = [np.array([rated.level for rated in each], dtype=float) for each in told]
    weights = np.array([share.sum() for share in shares])
    means = np.array([share @ level for share, level in zip(shares, levels, strict=True)]) / weights
    return weights, means


def _above_middle(mean: Numbers, variance: Numbers) -> Numbers:
    """Means and their variances have one entry per district; so has the result."""
    total = variance + SPREADS[:, None] ** 2
    centre = (mean / total).sum(axis=1) / (1 / total).sum(axis=1)
    known = 1 / (1 / total).sum(axis=1)
    log_likelihood = -0.5 * (np.log(total) + (mean - centre[:, None]) ** 2 / total).sum(axis=1) + 0.5 * np.log(known)
    weight = np.exp(log_likelihood - log_likelihood.max())
    kept = SPREADS[:, None] ** 2 / total
    middle = kept * mean + (1 - kept) * centre[:, None]
    spread = np.sqrt(kept * variance + (1 - kept) ** 2 * known[:, None])
    return np.asarray((weight / weight.sum()) @ scipy.special.ndtr((middle - MIDDLE) / spread), dtype=np.float64)
