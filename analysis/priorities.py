"""Which need comes first where: four parts on fixed anchors, three bands, and how far the band can be relied on.

A convention, printed with its values (docs/method.md). What is not known is a span, never a low value, and no part
falls because one more raised the need (docs/adr/0050).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum

from analysis.disclosure import may_show_rating
from analysis.needs import DIGITS, PRIORITIES
from analysis.sessions import Raised, Session

CITY_WIDE = ""
# How far every weight may be moved, in points of a hundred, before a band that then is another is called unsettled.
SHIFT = 10
# So many sectors of a block, or services in a district, are as many as count.
ENOUGH = 2
# Public bodies, civil society, residents: each a third, heard or not.
BLOCKS = 3

Served = Mapping[tuple[str, str], int]


class PartName(StrEnum):
    VOICED = "voiced"
    BREADTH = "breadth"
    RECORDED = "recorded"
    GAP = "gap"


# In points of a hundred.
WEIGHTS: Mapping[PartName, int] = {
    PartName.VOICED: 30,
    PartName.BREADTH: 30,
    PartName.RECORDED: 20,
    PartName.GAP: 20,
}


class Band(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


# Each band from this sum on.
FROM = ((2 / 3, Band.HIGH), (1 / 3, Band.MEDIUM))


@dataclass(frozen=True, slots=True)
class Part:
    """What is known of a value from 0 to 1: that it lies between two ends, which are one where it is known."""

    low: float
    high: float

    @classmethod
    def of(cls, value: float | None) -> "Part":
        return UNKNOWN if value is None else cls(value, value)

    @property
    def is_known(self) -> bool:
        return round(self.high - self.low, DIGITS) == 0

    @property
    def is_unknown(self) -> bool:
        """Whether it may be anything at all."""
        return self.low <= 0 and self.high >= 1


UNKNOWN = Part(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Priority:
    """A category of need in a district, or in the whole city (`CITY_WIDE`); `blocks` are those that raised it there."""

    category: str
    area: str
    parts: Mapping[PartName, Part]
    blocks: tuple[str, ...]

    @property
    def low(self) -> float:
        return weighed([self.parts[name].low for name in PartName])

    @property
    def high(self) -> float:
        return weighed([self.parts[name].high for name in PartName])

    @property
    def lowest(self) -> Band:
        return band(self.low)

    @property
    def highest(self) -> Band:
        return band(self.high)

    @property
    def is_unsettled(self) -> bool:
        """Whether weights that differ by up to ten points each would give another band at either end.

        Where it may be in any of the three there is none that could fail to hold.
        """
        if self.lowest == Band.LOW and self.highest == Band.HIGH:
            return False
        lows, highs = ([getattr(self.parts[name], end) for name in PartName] for end in ("low", "high"))
        return any(band(least) != band(most) for least, most in (moved(lows), moved(highs)))


def weighed(values: Sequence[float]) -> float:
    """Σ weight × value, of values in the order of `PartName`; from 0 to 1."""
    return round(fsum(WEIGHTS[name] * value for name, value in zip(PartName, values, strict=True)) / 100, DIGITS)


def moved(values: Sequence[float]) -> tuple[float, float]:
    """The least and the most of the weighed sum, where each weight is moved by up to `SHIFT` points and all together
    remain a hundred.

    The sum is linear in the weights, so its ends are where the upper half of the values takes `SHIFT` from the lower
    half: (Σ upper − Σ lower) × SHIFT / 100.
    """
    ordered, half = sorted(values), len(values) // 2
    most = (fsum(ordered[-half:]) - fsum(ordered[:half])) * SHIFT / 100
    middle = weighed(values)
    return round(middle - most, DIGITS), round(middle + most, DIGITS)


def band(value: float) -> Band:
    return next((name for start, name in FROM if round(value, DIGITS) >= round(start, DIGITS)), Band.LOW)


def priorities(
    sessions: Sequence[Session],
    *,
    districts: Sequence[str],
    recorded: Callable[[], Mapping[str, float]],
    served: Served | None,
) -> tuple[Priority, ...]:
    """Every category that was raised, in the whole city and in each district that was named with it.

    `recorded` gives the probability that a district's rate lies above that of the rest (`analysis.perceived`), of those
    with a rate; it is asked only where a need was raised. `served` counts services by category and district; None where
    nobody keeps them. The middle of the span decides the order, then category and district: never who came first.
    """
    raised = sorted(
        (category, area)
        for category, area in {
            (row.category, area)
            for session in sessions
            for row in session.needs
            for area in (CITY_WIDE, *row.districts)
        }
        if area == CITY_WIDE or area in districts
    )
    if not raised:
        return ()
    more = recorded()
    raisers = _raisers(sessions)
    heard = {area: _blocks_heard(sessions, area) for area in {area for _category, area in raised}}
    found = []
    for category, area in raised:
        voices = raisers[category, area]
        parts = {
            PartName.VOICED: _voiced(voices, heard[area]),
            PartName.BREADTH: _breadth(voices, heard[area]),
            PartName.RECORDED: _recorded(more, area),
            PartName.GAP: _gap(served, category, area, districts),
        }
        found.append(Priority(category, area, parts, tuple(sorted({row.unit.block for row in voices}))))
    return tuple(sorted(found, key=lambda each: (-round(each.low + each.high, DIGITS), each.category, each.area)))


def _raisers(sessions: Sequence[Session]) -> Mapping[tuple[str, str], Sequence[Raised]]:
    """Who raised each category, in the whole city and for each district that was named with it."""
    found: dict[tuple[str, str], list[Raised]] = defaultdict(list)
    for session in sessions:
        for row in session.needs:
            for area in dict.fromkeys((CITY_WIDE, *row.districts)):
                found[row.category, area].append(row)
    return found


def _blocks_heard(sessions: Sequence[Session], area: str) -> frozenset[str]:
    """Blocks that were asked about a district: in a session held there, or by naming it. A block that was not is
    unknown, never low."""

    def blocks() -> Iterator[str]:
        for session in sessions:
            if area == CITY_WIDE or area in session.districts:
                yield from (unit.block for unit in session.units)
            yield from (row.unit.block for row in session.needs if area in row.districts)

    return frozenset(blocks())


def _voiced(voices: Sequence[Raised], heard: frozenset[str]) -> Part:
    """How high it was put: the highest priority each block gave, divided by 5, as the mean over the three blocks.

    The highest and not a mean within the block, so that another who puts it lower does not take away from it. Unknown
    where fewer raised it there than may be shown (`disclosure.may_show_rating`).
    """
    if not may_show_rating(row.by for row in voices):
        return UNKNOWN
    highest = {block: max(row.priority for row in voices if row.unit.block == block) / PRIORITIES
               for block in {row.unit.block for row in voices}}  # fmt: skip
    return _over_blocks(highest, heard)


def _breadth(voices: Sequence[Raised], heard: frozenset[str]) -> Part:
    """How broadly: of each block no sector 0, one ½, two or more 1, as the mean over the three blocks. Whoever is named
    by the block alone counts as one more sector of it."""
    sectors = {block: {row.unit.sector for row in voices if row.unit.block == block}
               for block in {row.unit.block for row in voices}}  # fmt: skip
    return _over_blocks({block: min(len(each), ENOUGH) / ENOUGH for block, each in sectors.items()}, heard)


def _over_blocks(values: Mapping[str, float], heard: frozenset[str]) -> Part:
    """The mean over the blocks: 0 of one that was heard and did not raise it, anything of one that was not heard."""
    told = fsum(values[block] for block in sorted(values))
    silent = BLOCKS - len(heard | values.keys())
    return Part(round(told / BLOCKS, DIGITS), round((told + silent) / BLOCKS, DIGITS))


def _recorded(more: Mapping[str, float], area: str) -> Part:
    """The probability that the district's rate lies above that of the rest. The whole city is what districts are held
    against, and so stands in the middle; where no district has a rate nothing is known."""
    if area == CITY_WIDE:
        return Part.of(0.5 if more else None)
    return Part.of(more.get(area))


def _gap(served: Served | None, category: str, area: str, districts: Sequence[str]) -> Part:
    """What services leave open: none in the district 1, one ½, two or more 0; of the city the mean over districts."""
    if served is None or not districts:
        return UNKNOWN
    areas = districts if area == CITY_WIDE else [area]
    open_ones = [1 - min(served.get((category, each), 0), ENOUGH) / ENOUGH for each in areas]
    return Part.of(round(fsum(open_ones) / len(open_ones), DIGITS))
