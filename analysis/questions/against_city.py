"""Against the city: whether a district's share of the records is another than in the years before."""

import math
from dataclasses import dataclass, replace

import numpy as np
import scipy
from numpy.typing import NDArray

from analysis.questions.dispersion import Counts, Dispersion, Values, dispersion
from analysis.questions.family import FALSE_DISCOVERY, FEWEST, adjusted

FEWEST_MEMBERS = 8
FEWEST_WINDOWS = 2
TRIMMED = 0.30
# Before anybody is known to have moved, what is read against is the middle tenth: what moved may hold over 30 %.
TRIMMED_AT_FIRST = 0.45
SMALLEST_RATIO = 1.2
# Where s is so large that the variance grows by less than one part in 10,000, the beta functions would cancel digits.
BINOMIAL_FROM = 10_000
HALVINGS = 24
FURTHEST = math.log(1_000)


@dataclass(frozen=True, slots=True)
class AgainstCity:
    """One entry per member: `ratio` of now to what the city's growth would have made of the windows before.

    `growth` is c, now over the sum of the earlier windows in members that went with the city; `p` is NaN and `found`
    False below 10 records. `found` needs a ratio of at least 1.2 or at most 1/1.2 besides.
    """

    now: Counts
    earlier: Counts
    growth: float
    concentration_of_years: float
    spread: Dispersion
    p: Values
    found: NDArray[np.bool_]

    @property
    def ratio(self) -> Values:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.now / (self.growth * self.earlier), dtype=np.float64)

    def within(self, level: float) -> tuple[Values, Values]:
        """The interval of the ratio at a level 0–1, by inversion of the test; 0 and infinite below 10 records."""
        low, high = np.zeros(len(self.now)), np.full(len(self.now), np.inf)
        asked = self.now + self.earlier >= FEWEST
        a, n = self.now[asked], (self.now + self.earlier)[asked]
        tail = scipy.special.ndtr(-_deviate(1 - level, self.spread))
        low[asked] = np.where(a > 0, np.exp(self._end(a, n, tail, upper=True)), 0.0)
        high[asked] = np.where(a < n, np.exp(self._end(a, n, tail, upper=False)), np.inf)
        return low, high

    def most_without_rise(self, level: float) -> Values:
        """Of those found to have risen the largest count of now, in whole records, with which none would be found at
        this level, the growth of the city being what it is; infinite for all others."""
        rose = np.asarray(self.found & (self.ratio > 1))
        low, high = np.where(rose, 0, self.now), self.now.copy()
        while (high - low > 1).any():
            middle = np.where(rose, (low + high) // 2, self.now)
            other = replace(self, now=middle)
            is_found = (p_values(other) <= 1 - level) & (other.ratio >= SMALLEST_RATIO)
            low, high = np.where(rose & ~is_found, middle, low), np.where(rose & is_found, middle, high)
        return np.where(rose, low, np.inf)

    def _end(self, a: Counts, n: Counts, tail: float, *, upper: bool) -> Values:
        """The log ratio at which the larger of the two tails beyond a is `tail`, by halving."""
        least, most = np.full(len(a), -FURTHEST), np.full(len(a), FURTHEST)
        for _step in range(HALVINGS):
            middle = (least + most) / 2
            share = _share(self.growth * np.exp(middle))
            tails = [_tail(a, n, share, s, upper=upper) for s in _strengths(n, share, self)]
            too_likely = np.maximum(*tails) > tail
            grows = too_likely if upper else ~too_likely
            least, most = np.where(grows, least, middle), np.where(grows, middle, most)
        return np.asarray((least + most) / 2, dtype=np.float64)


def against_city(now: Counts, history: Counts, spread: Dispersion | None = None) -> AgainstCity:
    """The test of every member against the city's own growth.

    With a = now, B = the sum of the earlier windows, n = a + B and c = Σa/ΣB over members that went with the city
    (`growth_of`, of the middle tenth, then without those found), a given n is BetaBinomial(n, sπ, s(1 − π)) with
    π = c/(1 + c): s = 1/(α(1 + h)π(1 − π)) for variance μ + αμ², h = Σcol²/(Σcol)² over the earlier windows' totals,
    and s = n/(φ − 1) for variance φμ. The larger doubled tail counts (Robinson and Smyth 2008, Biostatistics 9,
    321–332), referred to Student's t on the freedom behind α and φ (Lund, Nettleton, McCarthy and Smyth 2012); those at
    Benjamini and Hochberg's q = 0.10 with a ratio of at least 1.2, or at most 1/1.2, are found.

    `now` has shape (members,), `history` (members, windows). Raises ValueError for fewer than 8 members or 2 windows.
    """
    if len(now) < FEWEST_MEMBERS or history.shape[1] < FEWEST_WINDOWS:
        raise ValueError("Against the city are read 8 members and 2 earlier windows at least.")
    earlier = history.sum(axis=1)
    spread = dispersion(history) if spread is None else spread
    columns = history.sum(axis=0).astype(np.float64)
    years = float((columns**2).sum() / max(columns.sum(), 1.0) ** 2)
    return _against(now, earlier, years, spread)


def against_one_window(now: Counts, earlier: Counts, spread: Dispersion) -> AgainstCity:
    """The same against one earlier window, so that h = 1, with a spread that other windows told.

    Both have shape (members,). Raises ValueError for fewer than 8 members or a spread that is not known.
    """
    if len(now) < FEWEST_MEMBERS or not spread.known:
        raise ValueError("Against one window are read 8 members at least, whose variation is known.")
    return _against(now, earlier, 1.0, spread)


def _against(now: Counts, earlier: Counts, years: float, spread: Dispersion) -> AgainstCity:
    found = np.zeros(len(now), dtype=bool)
    for trimmed in (TRIMMED_AT_FIRST, TRIMMED):
        # where everybody moved, some one way and some the other, all of them together are the city
        rest = ~found if earlier[~found].any() else np.ones(len(now), dtype=bool)
        growth = growth_of(now, earlier, rest, TRIMMED, trimmed)
        asked = AgainstCity(now, earlier, growth, years, spread, np.empty(0), found)
        p = p_values(asked)
        found = _found(asked, p)
    return AgainstCity(now, earlier, asked.growth, years, spread, p, found)


def growth_of(
    now: Counts, earlier: Counts, members: NDArray[np.bool_], most: float = 1.0, trimmed: float = TRIMMED
) -> float:
    """c = Σnow/Σearlier over the members left when 30 % of the weight is cut off at both ends of their log ratios.

    The trimmed mean of log ratios of Robinson and Oshlack (2010, Genome Biology 11, R25), with the records as weight:
    what a few members do does not move what the city did. No member weighs more than the share `most` of all: one that
    has more than 40 % of the records would else be what is left in the middle, and everybody else be read against it.
    """
    a, b = now[members].astype(np.float64), earlier[members].astype(np.float64)
    weight = _at_most(a + b, most)
    if not b.sum():
        return 1.0
    order = np.argsort(np.log((a + 0.5) / (b + 0.5)), kind="stable")
    reached = np.cumsum(weight[order]) / weight.sum()
    inside = (reached > trimmed) & (reached - weight[order] / weight.sum() < 1 - trimmed)
    kept = order[inside]
    if not b[kept].sum() or not a[kept].sum():
        return float(max(a.sum(), 0.5) / b.sum())
    return float(a[kept].sum() / b[kept].sum())


def _at_most(weight: Values, share: float) -> Values:
    """Weights of which none is more than a share of their sum, as far as there are others to make it up."""
    while len(weight) and weight.max() > share * weight.sum():
        largest = weight >= weight.max()
        rest = 1 - share * int(largest.sum())
        others = weight[~largest]
        if rest <= 0 or not others.sum():
            return weight
        # a hair less, so that the one at an end is cut off with its end
        level = share * float(others.sum()) / rest * (1 - 1e-9)
        weight = np.where(largest, max(level, float(others.max())), weight)
    return weight


def tails_at_the_end(asked: AgainstCity) -> tuple[Values, Values]:
    """The probabilities that all n records lie now, and that none does, by the wider of the two models."""
    n = asked.now + asked.earlier
    share = np.broadcast_to(_share(asked.growth), n.shape)
    both = _strengths(n, share, asked)
    now, before = (
        np.maximum(*(_tail(end, n, share, s, upper=upper) for s in both)) for end, upper in ((n, True), (n * 0, False))
    )
    return now, before


def _share(growth: Values | float) -> Values:
    return np.asarray(growth / (1 + growth), dtype=np.float64)


def _strengths(n: Counts, share: Values, asked: AgainstCity) -> tuple[Values, Values]:
    """s of the two models; infinite where it is the binomial."""
    alpha, phi = asked.spread.alpha, asked.spread.phi
    nothing = np.full(len(n), np.inf)
    first = nothing
    if alpha > 0:
        first = np.broadcast_to(1 / (alpha * (1 + asked.concentration_of_years) * share * (1 - share)), n.shape)
    return first, n / (phi - 1) if phi > 1 else nothing


def p_values(asked: AgainstCity) -> Values:
    """The p of every member against `asked.growth`; NaN below 10 records."""
    p = np.full(len(asked.now), np.nan)
    enough = asked.now + asked.earlier >= FEWEST
    a, n = asked.now[enough], (asked.now + asked.earlier)[enough]
    share = np.broadcast_to(_share(asked.growth), n.shape)
    plain = np.zeros(len(n))
    for s in _strengths(n, share, asked):
        tails = [_tail(a, n, share, s, upper=upper) for upper in (True, False)]
        plain = np.maximum(plain, np.minimum(1.0, 2 * np.minimum(*tails)))
    p[enough] = corrected(plain, asked.spread)
    return p


def corrected(p: Values, spread: Dispersion) -> Values:
    """p referred to Student's t on the freedom behind the spread (Lund and others 2012)."""
    if not spread.known:
        return p
    return np.asarray(2 * scipy.special.stdtr(spread.freedom, scipy.special.ndtri(p / 2)), dtype=np.float64)


def _deviate(p: float, spread: Dispersion) -> float:
    """The normal deviate whose corrected p is this."""
    return float(-scipy.special.stdtrit(spread.freedom, p / 2) if spread.known else -scipy.special.ndtri(p / 2))


def _found(asked: AgainstCity, p: Values) -> NDArray[np.bool_]:
    found = np.zeros(len(p), dtype=bool)
    known = ~np.isnan(p)
    found[known] = adjusted(p[known]) <= FALSE_DISCOVERY
    with np.errstate(divide="ignore"):
        far = np.abs(np.log(asked.ratio)) >= math.log(SMALLEST_RATIO)
    return found & np.asarray(far)


def _tail(a: Counts, n: Counts, share: Values, strength: Values, *, upper: bool) -> Values:
    """P(X ≥ a), or P(X ≤ a), of BetaBinomial(n, sπ, s(1 − π)), the binomial where s is next to infinite."""
    result = np.asarray(
        scipy.special.bdtrc(a - 1, n, share) if upper else scipy.special.bdtr(a, n, share), dtype=np.float64
    )
    result = np.where(upper & (a == 0), 1.0, result)
    wide = strength <= BINOMIAL_FROM * n
    if wide.any():
        below = _below(a[wide] - (1 if upper else 0), n[wide], share[wide], strength[wide])
        result[wide] = np.clip(1 - below if upper else below, 0.0, 1.0)
    return result


def _below(k: Counts, n: Counts, share: Values, strength: Values) -> Values:
    """P(X ≤ k) of the beta-binomial, summed term by term over the shorter side; the same as scipy's betabinom.cdf."""
    flip = 2 * k > n
    upto = np.where(flip, n - k - 1, k)
    first = np.where(flip, 1 - share, share) * strength
    second = np.where(flip, share, 1 - share) * strength
    terms = np.maximum(upto + 1, 0)
    member = np.repeat(np.arange(len(n)), terms)
    count = np.arange(len(member)) - np.repeat(np.cumsum(terms) - terms, terms)
    rest = n[member] - count
    a, b = first[member], second[member]
    # of whole numbers looked up, of which the members have the same again and again
    factorials = scipy.special.gammaln(np.arange(1.0, n.max(initial=0) + 2))
    ways = factorials[n][member] - factorials[count] - factorials[rest]
    log_terms = ways + scipy.special.betaln(count + a, rest + b) - scipy.special.betaln(first, second)[member]
    total = np.bincount(member, weights=np.exp(log_terms), minlength=len(n))
    return np.where(flip, 1 - total, total)
