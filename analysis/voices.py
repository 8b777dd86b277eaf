"""What stakeholders say, in equal weights, and who was heard. Plain values, no database.

A *unit* is whatever a session lets us tell apart: an organisation on the record; a sector of which enough
organisations came, or else a block, under the Chatham House rule; a block in confidence.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, median_low

from analysis.disclosure import FEWEST_SECTORS, FEWEST_SESSIONS, may_show_rating

PRIORITIES = 5
STRONG, WEAK = 4.0, 2.0
# A unit without a sector of its own: it counts as one more sector of its block.
UNNAMED = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """Who spoke in a session. `key` is the same in every session only for an organisation on the record."""

    key: str
    sector: str
    block: str


@dataclass(frozen=True, slots=True)
class Raised:
    """A need one unit raised, with its priority from 1 to 5."""

    unit: Unit
    category: str
    priority: int


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating from 1 to 5 by one unit: of concern (in a district or city-wide, "") or of trust in a body.

    `rater` is who may be counted as one more who rated (`disclosure.rater`), the unit where nothing else is said.
    """

    unit: Unit
    of: str
    level: int
    rater: str = ""

    @property
    def by(self) -> str:
        return self.rater or self.unit.key


@dataclass(frozen=True, slots=True)
class GroupHeard:
    """People of a population group in one session; `represented` where somebody spoke for them."""

    group: str
    people: int
    represented: bool


@dataclass(frozen=True, slots=True)
class Session:
    """One approved consultation, as far as its rule lets it be known."""

    key: str
    districts: tuple[str, ...]
    heard: tuple[Unit, ...]
    needs: tuple[Raised, ...] = ()
    concern: tuple[Rated, ...] = ()
    trust: tuple[Rated, ...] = ()
    groups: tuple[GroupHeard, ...] = ()
    people: int | None = None
    invited: int | None = None
    came: int | None = None
    barriers: tuple[str, ...] = ()
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Voiced:
    """One category of need: its score from 0 to 1 in the city and in each block, and who raised it.

    `without` is the range of the city's score when each sector in turn is left out, None below two sectors.
    """

    category: str
    score: float
    blocks: Mapping[str, float]
    raised_by: int
    sessions: int
    without: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Ratings:
    """Ratings of one thing by one block: how many of each level from 1 to 5, and the lower median."""

    of: str
    block: str
    counts: tuple[int, int, int, int, int]
    median: int


@dataclass(frozen=True, slots=True)
class GroupReach:
    """One population group the city set out to hear, and how far it was."""

    group: str
    people: int
    sessions: int
    direct_sessions: int

    @property
    def is_thin(self) -> bool:
        """Heard once only, or through representatives only."""
        return self.sessions == 1 or (self.sessions > 0 and self.direct_sessions == 0)


@dataclass(frozen=True, slots=True)
class Voices:
    """All of it. `is_ordered` says whether there are enough sectors to put needs in an order.

    Ratings that too few gave are in none of it; `few_concern` and `few_trust` say that there were some.
    """

    sessions: int
    people: int
    invited: int
    came: int
    units: int
    sectors: Mapping[str, int] = field(default_factory=dict)
    blocks: Mapping[str, int] = field(default_factory=dict)
    needs: tuple[Voiced, ...] = ()
    concern: tuple[Ratings, ...] = ()
    trust: tuple[Ratings, ...] = ()
    few_concern: bool = False
    few_trust: bool = False
    groups: tuple[GroupReach, ...] = ()
    districts: Mapping[str, int] = field(default_factory=dict)
    barriers: Mapping[str, int] = field(default_factory=dict)
    stale: int = 0

    @property
    def is_ordered(self) -> bool:
        return len(self.sectors) >= FEWEST_SECTORS


def voices(sessions: Sequence[Session], *, groups: Sequence[str]) -> Voices:
    """Everything said and everybody heard in these sessions; `groups` are those the city set out to hear."""
    units = {unit.key: unit for session in sessions for unit in _heard(session)}
    concern, few_concern = _ratings(rated for session in sessions for rated in session.concern)
    trust, few_trust = _ratings(rated for session in sessions for rated in session.trust)
    return Voices(
        sessions=len(sessions),
        people=sum(session.people or 0 for session in sessions),
        invited=sum(session.invited or 0 for session in sessions),
        came=sum(session.came or 0 for session in sessions),
        units=len(units),
        sectors=Counter(unit.sector for unit in units.values() if unit.sector != UNNAMED),
        blocks=Counter(unit.block for unit in units.values()),
        needs=_needs(sessions),
        concern=concern,
        trust=trust,
        few_concern=few_concern,
        few_trust=few_trust,
        groups=tuple(_reach(group, sessions) for group in groups),
        districts=Counter(code for session in sessions for code in session.districts),
        barriers=Counter(barrier for session in sessions for barrier in session.barriers),
        stale=sum(session.stale for session in sessions),
    )


def _heard(session: Session) -> set[Unit]:
    """Who was there, and whoever is named as having said something."""
    raised = {row.unit for row in session.needs}
    rated = {row.unit for row in (*session.concern, *session.trust)}
    return {*session.heard, *raised, *rated}


def _needs(sessions: Sequence[Session]) -> tuple[Voiced, ...]:
    """Highest score first; equal ones by name."""
    named = sorted({row.category for session in sessions for row in session.needs})
    found = [_voiced(category, sessions) for category in named]
    return tuple(sorted(found, key=lambda voiced: (-voiced.score, voiced.category)))


def _voiced(category: str, sessions: Sequence[Session]) -> Voiced:
    """A category's score: session → organisation → sector → block → city, each step a plain mean, 0 where not raised.

    Within a session a unit's score is its highest priority divided by 5. Every unit that was heard counts, not only
    those that raised it; so no number of sessions, no large actor and no majority of public bodies outvotes the rest.
    """
    scores: dict[Unit, list[float]] = defaultdict(list)
    raised: set[str] = set()
    heard_in = 0
    for session in sessions:
        told: dict[Unit, float] = {}
        for row in session.needs:
            if row.category == category:
                told[row.unit] = max(told.get(row.unit, 0.0), row.priority / PRIORITIES)
        heard_in += bool(told)
        raised |= {unit.key for unit in told}
        for unit in _heard(session):
            scores[unit].append(told.get(unit, 0.0))
    of_units = {unit: fmean(each) for unit, each in scores.items()}
    blocks = _by_block(of_units)
    return Voiced(
        category=category,
        score=fmean(blocks.values()),
        blocks=blocks,
        raised_by=len(raised),
        sessions=heard_in,
        without=_without_each(of_units),
    )


def _by_block(of_units: Mapping[Unit, float]) -> dict[str, float]:
    sectors: dict[tuple[str, str], list[float]] = defaultdict(list)
    for unit, score in of_units.items():
        sectors[unit.block, unit.sector].append(score)
    blocks: dict[str, list[float]] = defaultdict(list)
    for (block, _sector), each in sectors.items():
        blocks[block].append(fmean(each))
    return {block: fmean(each) for block, each in sorted(blocks.items())}


def _without_each(of_units: Mapping[Unit, float]) -> tuple[float, float] | None:
    """The least and the most the city's score can be with one sector left out."""
    sectors = sorted({(unit.block, unit.sector) for unit in of_units})
    if len(sectors) < 2:
        return None
    scores = []
    for left_out in sectors:
        rest = {unit: score for unit, score in of_units.items() if (unit.block, unit.sector) != left_out}
        scores.append(fmean(_by_block(rest).values()))
    return min(scores), max(scores)


def _ratings(rated: Iterable[Rated]) -> tuple[tuple[Ratings, ...], bool]:
    """By what is rated and the block of whoever rated it, where enough did; and whether there were others."""
    levels: dict[tuple[str, str], list[int]] = defaultdict(list)
    raters: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in rated:
        levels[each.of, each.unit.block].append(each.level)
        raters[each.of, each.unit.block].add(each.by)
    shown = {key: found for key, found in levels.items() if may_show_rating(raters[key])}
    told = tuple(
        Ratings(
            of,
            block,
            (found.count(1), found.count(2), found.count(3), found.count(4), found.count(5)),
            median_low(found),
        )
        for (of, block), found in sorted(shown.items())
    )
    return told, len(shown) < len(levels)


def _reach(group: str, sessions: Sequence[Session]) -> GroupReach:
    rows = [row for session in sessions for row in session.groups if row.group == group]
    return GroupReach(
        group=group,
        people=sum(row.people for row in rows),
        sessions=len(rows),
        direct_sessions=sum(not row.represented for row in rows),
    )


@dataclass(frozen=True, slots=True)
class Concern:
    """Concern told of one district: how many sessions, and the lower median of their means (1–5)."""

    sessions: int
    middle: float

    @property
    def agrees_with_more(self) -> bool | None:
        """Whether it agrees with much, or more, being recorded there: a convention, printed in the annex.

        From three sessions on: it agrees from 4 up, disagrees from 2 down, and says neither between.
        """
        if self.sessions < FEWEST_SESSIONS or WEAK < self.middle < STRONG:
            return None
        return self.middle >= STRONG


def concern_of(sessions: Sequence[Session], district: str) -> Concern | None:
    """What sessions tell of a district, each of them once; None where fewer told than may be shown."""
    told = [[rated for rated in session.concern if rated.of == district] for session in sessions]
    if not may_show_rating(rated.by for session in told for rated in session):
        return None
    means = [fmean(rated.level for rated in session) for session in told if session]
    return Concern(len(means), median_low(means))
