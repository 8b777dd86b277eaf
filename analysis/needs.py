"""Needs in equal weights, how far that depends on who happened to be heard, and who raised them."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analysis.sessions import Session, Unit

PRIORITIES = 5
# Samples of the sessions, always the same, and how many are taken at once.
SEED, SAMPLES, AT_ONCE = 20_380, 1_000, 50
# A block that fewer sessions heard differs too little between samples for an interval to mean anything.
FEWEST_SAMPLED = 3
LEVEL = 0.95
# Below this two scores are one: sums of floats in another order differ so much.
DIGITS = 9

Numbers = NDArray[np.float64]


class Strength(StrEnum):
    """A score in words: a convention, printed beside them."""

    NOT_RAISED = "not raised"
    LITTLE = "a little"
    SOME = "somewhat"
    STRONG = "strongly"
    VERY_STRONG = "very strongly"


@dataclass(frozen=True, slots=True)
class Voiced:
    """One category of need: its score from 0 to 1 in the city and in each block, and who raised it.

    `organisations` are those on the record; `unnamed` counts sessions in which whoever raised it is not named,
    `in_confidence` those of which no words are told. `without` is the range of the city's score when each sector in
    turn is left out, None below two sectors. `interval` is that of the score and `places` that of its place among the
    needs, over samples of the sessions; None where too few sessions heard a block.
    """

    category: str
    score: float
    blocks: Mapping[str, float]
    organisations: int
    unnamed: int
    in_confidence: int
    without: tuple[float, float] | None
    interval: tuple[float, float] | None = None
    places: tuple[int, int] | None = None


def strength(score: float) -> Strength:
    """Steps of a fifth: what everybody heard raises with priority 1, 2, 3 or more of 5."""
    if score <= 0:
        return Strength.NOT_RAISED
    steps = ((0.2, Strength.LITTLE), (0.4, Strength.SOME), (0.6, Strength.STRONG))
    return next((word for end, word in steps if round(score, DIGITS) < end), Strength.VERY_STRONG)


def voiced(sessions: Sequence[Session]) -> tuple[Voiced, ...]:
    """Every category that was raised, the highest score first; equal ones by name.

    The score: session → organisation → sector → block → city, each step a plain mean, 0 where it was not raised, over
    everyone heard. Within a session a unit's score is its highest priority divided by 5. So no number of sessions, no
    large actor and no majority of public bodies outvotes the rest. Intervals are percentiles over samples with
    replacement of one session fewer than there are (Rao and Wu 1988: as many make them too narrow where there are few),
    of those samples in which no block that was heard is missing.
    """
    categories = sorted({row.category for session in sessions for row in session.needs})
    if not categories:
        return ()
    weighing = _Weighing.of(sessions, categories)
    once = np.ones((1, len(sessions)))
    scores = weighing.scores(once)[0]
    by_block = weighing.by_block(once)[:, 0, :]
    without = weighing.without_each_sector()
    samples = weighing.samples()
    intervals, places = _spans(samples) if samples is not None else (None, None)
    found = [
        Voiced(
            category=category,
            score=float(scores[at]),
            blocks={block: float(by_block[at, n]) for n, block in enumerate(weighing.blocks)},
            organisations=len(_named(sessions, category)),
            unnamed=sum(_raised_unnamed(session, category) for session in sessions if not session.in_confidence),
            in_confidence=sum(_raised_unnamed(session, category) for session in sessions if session.in_confidence),
            without=(float(without[0][at]), float(without[1][at])) if without is not None else None,
            interval=(float(intervals[0][at]), float(intervals[1][at])) if intervals is not None else None,
            places=(int(places[0][at]), int(places[1][at])) if places is not None else None,
        )
        for at, category in enumerate(categories)
    ]
    return tuple(sorted(found, key=lambda each: (-round(each.score, DIGITS), each.category)))


def _named(sessions: Sequence[Session], category: str) -> set[str]:
    return {
        row.unit.key for session in sessions for row in session.needs if row.category == category and row.unit.is_named
    }


def _raised_unnamed(session: Session, category: str) -> bool:
    return any(row.category == category and not row.unit.is_named for row in session.needs)


@dataclass(frozen=True, slots=True)
class _Weighing:
    """Who was heard where, as arrays with an entry for each unit in each session, in the order of the units.

    `session` is each entry's session, `first` each unit's first entry, `told` (categories, entries) what it gave there;
    `sector_of` (units, sectors) and `block_of` (sectors, blocks) are 1 where one belongs to the other.
    """

    sessions: int
    session: NDArray[np.intp]
    first: NDArray[np.intp]
    told: Numbers
    sector_of: Numbers
    block_of: Numbers
    blocks: tuple[str, ...]

    @classmethod
    def of(cls, sessions: Sequence[Session], categories: Sequence[str]) -> "_Weighing":
        entries = sorted(
            ((unit, number) for number, session in enumerate(sessions) for unit in session.units),
            key=lambda entry: (_order(entry[0]), entry[1]),
        )
        at = {entry: place for place, entry in enumerate(entries)}
        told = np.zeros((len(categories), len(entries)))
        places = {category: place for place, category in enumerate(categories)}
        for number, session in enumerate(sessions):
            for row in session.needs:
                cell = places[row.category], at[row.unit, number]
                told[cell] = max(told[cell], row.priority / PRIORITIES)
        units = sorted({unit for unit, _number in entries}, key=_order)
        sectors = sorted({(unit.block, unit.sector) for unit in units})
        blocks = tuple(sorted({block for block, _sector in sectors}))
        of_unit = [unit for unit, _number in entries]
        return cls(
            sessions=len(sessions),
            session=np.array([number for _unit, number in entries], dtype=np.intp),
            first=np.array([bisect_left(of_unit, _order(unit), key=_order) for unit in units], dtype=np.intp),
            told=told,
            sector_of=np.array(
                [[(unit.block, unit.sector) == each for each in sectors] for unit in units], dtype=float
            ),
            block_of=np.array([[block == each for each in blocks] for block, _sector in sectors], dtype=float),
            blocks=blocks,
        )

    def by_block(self, weights: Numbers, sectors: Numbers | None = None) -> Numbers:
        """Scores (categories, samples, blocks) of sessions weighted (samples, sessions); NaN where a block is silent.

        `sectors` (sectors,) is 1 for those that are to count.
        """
        given = weights[:, self.session]
        count = np.add.reduceat(given, self.first, axis=1)
        there = count > 0
        sector_of = self.sector_of if sectors is None else self.sector_of * sectors
        of_sector = there @ sector_of
        of_block = (of_sector > 0) @ self.block_of
        result = np.empty((len(self.told), len(weights), len(self.blocks)))
        with np.errstate(invalid="ignore", divide="ignore"):
            for at, told in enumerate(self.told):
                units = np.where(there, np.add.reduceat(given * told, self.first, axis=1) / count, 0.0)
                means = np.where(of_sector > 0, units @ sector_of / of_sector, 0.0)
                result[at] = means @ self.block_of / np.where(of_block > 0, of_block, np.nan)
        return result

    def scores(self, weights: Numbers, sectors: Numbers | None = None) -> Numbers:
        """(samples, categories): the mean over the blocks that spoke."""
        blocks = self.by_block(weights, sectors)
        spoke = ~np.isnan(blocks)
        return np.asarray(np.round(np.where(spoke, blocks, 0.0).sum(axis=2) / spoke.sum(axis=2), DIGITS).T)

    def without_each_sector(self) -> tuple[Numbers, Numbers] | None:
        """The least and the most that each score can be with one sector left out."""
        count = len(self.block_of)
        if count < 2:
            return None
        once = np.ones((1, self.sessions))
        rest = [self.scores(once, np.arange(count) != left_out)[0] for left_out in range(count)]
        return np.min(rest, axis=0), np.max(rest, axis=0)

    def samples(self) -> Numbers | None:
        """Scores (samples, categories) of sessions drawn with replacement, where every block was heard often enough."""
        in_block = np.zeros((self.sessions, len(self.blocks)), dtype=bool)
        ends = np.append(self.first, len(self.session))
        of_unit = self.sector_of @ self.block_of > 0
        for unit, (start, end) in enumerate(pairwise(ends.tolist())):
            in_block[self.session[start:end]] |= of_unit[unit]
        if in_block.sum(axis=0).min() < FEWEST_SAMPLED:
            return None
        rng = np.random.default_rng(SEED)
        kept: list[Numbers] = []
        for _part in range(2 * SAMPLES // AT_ONCE):
            draws = rng.multinomial(self.sessions - 1, np.full(self.sessions, 1 / self.sessions), size=AT_ONCE)
            complete = draws[((draws @ in_block) > 0).all(axis=1)]
            kept += [self.scores(complete.astype(float))] if len(complete) else []
            if sum(map(len, kept)) >= SAMPLES:
                break
        return np.concatenate(kept)[:SAMPLES]


def _order(unit: Unit) -> tuple[str, str, str, bool]:
    return unit.block, unit.sector, unit.key, unit.is_named


def _spans(samples: Numbers) -> tuple[tuple[Numbers, Numbers], tuple[Numbers, Numbers]]:
    """The interval of each score, and of its place: one more than there are higher scores."""
    ends = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
    low, high = np.quantile(samples, ends, axis=0)
    places = 1 + (samples[:, None, :] > samples[:, :, None]).sum(axis=2)
    first, last = np.quantile(places, ends, axis=0, method="inverted_cdf")
    return (low, high), (first, last)
