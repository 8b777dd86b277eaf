"""What was recorded in a district beside the concern told of it: how sure either side is."""

import numpy as np
from scipy.special import betainc

from analysis.disclosure import FEWEST_SESSIONS, may_show_rating
from analysis.sessions import Session

# How sure both sides must be before they are set against each other: a convention.
SURE = 0.8
# Concern is strong where the mean of those who told it lies above the middle of the scale, else weak.
MIDDLE = 3.0
SEED, SAMPLES = 20_381, 1_000


def more_than_elsewhere(here: float, exposure: float, elsewhere: float, rest: float, phi: float = 1.0) -> float:
    """The probability that the rate of a district lies above that of the rest of the city.

    Of here + elsewhere records, Binomial(n, p) lie here, with p = exposure / (exposure + rest) where the rates are the
    same; the posterior of p under Jeffreys' prior is Beta(here/φ + ½, elsewhere/φ + ½), counts divided by the ratio of
    variance to mean φ. Exposures are in residents × years. Raises ValueError where either side has none.
    """
    if exposure <= 0 or rest <= 0:
        raise ValueError("A rate needs residents and time to divide by.")
    even = exposure / (exposure + rest)
    return 1 - float(betainc(here / phi + 0.5, elsewhere / phi + 0.5, even))


def strong_concern(sessions: "list[Session] | tuple[Session, ...]", district: str) -> float | None:
    """How often the concern told of a district lies above the middle, over samples of the sessions that told of it.

    Who told it counts once, by the mean of their ratings. None where fewer told than may be shown, or in fewer than
    three sessions.
    """
    told = [[rated for rated in session.concern if rated.of == district] for session in sessions]
    told = [session for session in told if session]
    raters = sorted({rated.by for session in told for rated in session})
    if len(told) < FEWEST_SESSIONS or not may_show_rating(raters):
        return None
    sums, counts = np.zeros((len(told), len(raters))), np.zeros((len(told), len(raters)))
    for number, session in enumerate(told):
        for rated in session:
            sums[number, raters.index(rated.by)] += rated.level
            counts[number, raters.index(rated.by)] += 1
    draws = np.random.default_rng(SEED).multinomial(len(told), np.full(len(told), 1 / len(told)), size=SAMPLES)
    given = draws @ counts
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.nanmean(np.where(given > 0, draws @ sums / given, np.nan), axis=1)
    return float(np.mean(means > MIDDLE) + np.mean(means == MIDDLE) / 2)
