"""What stakeholders say, in equal weights, and who was heard. Plain values, no database."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, median

from analysis.disclosure import (
    FEWEST_ORGANISATIONS,
    FEWEST_RATERS,
    FEWEST_SECTORS,
    FEWEST_SESSIONS,
    may_show_rating,
)
from analysis.needs import Voiced, voiced
from analysis.ratings import Ratings, ratings
from analysis.sessions import UNNAMED, Rated, Session, Unit

STRONG, WEAK = 4.0, 2.0


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
    """All of it. `is_ordered` says whether there are enough sectors and organisations to put needs in an order.

    `organisations` are, by sector, at least how many different ones were heard; `named` those of them that are on the
    record, `unnamed` the sessions with somebody who is not named and that are not in confidence. `sectors` counts units
    by sector, `of_sector` the sessions that heard one. Ratings that too few gave are in none of it; `few_concern` and
    `few_trust` say that there were some.
    """

    sessions: int
    people: int
    invited: int
    came: int
    units: int
    sectors: Mapping[str, int] = field(default_factory=dict)
    of_sector: Mapping[str, int] = field(default_factory=dict)
    blocks: Mapping[str, int] = field(default_factory=dict)
    organisations: Mapping[str, int] = field(default_factory=dict)
    of_block: Mapping[str, int] = field(default_factory=dict)
    named: int = 0
    unnamed: int = 0
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
    def sectors_heard(self) -> int:
        """How many are known to have been heard, also where what they said is not told by sector."""
        return len(self.sectors.keys() | self.organisations.keys())

    @property
    def is_ordered(self) -> bool:
        return self.sectors_heard >= FEWEST_SECTORS and sum(self.organisations.values()) >= FEWEST_ORGANISATIONS


def voices(sessions: Sequence[Session], *, groups: Sequence[str]) -> Voices:
    """Everything said and everybody heard in these sessions; `groups` are those the city set out to hear."""
    units = {unit.key: unit for session in sessions for unit in session.units}
    concern, few_concern = ratings(rated for session in sessions for rated in session.concern)
    trust, few_trust = ratings(rated for session in sessions for rated in session.trust)
    named = [unit for unit in units.values() if unit.is_named]
    return Voices(
        sessions=len(sessions),
        people=sum(session.people or 0 for session in sessions),
        invited=sum(session.invited or 0 for session in sessions),
        came=sum(session.came or 0 for session in sessions),
        units=len(units),
        sectors=Counter(unit.sector for unit in units.values() if unit.sector != UNNAMED),
        of_sector=Counter(
            sector for session in sessions for sector in {unit.sector for unit in session.units if unit.sector}
        ),
        blocks=Counter(unit.block for unit in units.values()),
        organisations=_organisations(sessions, named),
        of_block=Counter(unit.block for unit in named),
        named=len(named),
        unnamed=sum(_names_not_all(session) for session in sessions if not session.in_confidence),
        needs=voiced(sessions),
        concern=concern,
        trust=trust,
        few_concern=few_concern,
        few_trust=few_trust,
        groups=tuple(_reach(group, sessions) for group in groups),
        districts=Counter(code for session in sessions for code in session.districts),
        barriers=Counter(barrier for session in sessions for barrier in session.barriers),
        stale=sum(session.stale for session in sessions),
    )


def _organisations(sessions: Sequence[Session], named: Sequence[Unit]) -> dict[str, int]:
    """By sector, at least how many: those on the record, or as many as came together to one session that names none."""
    found = Counter(unit.sector for unit in named)
    for session in sessions:
        for sector, came in session.came_of:
            found[sector] = max(found[sector], came)
    return dict(sorted(found.items()))


def _names_not_all(session: Session) -> bool:
    return any(not unit.is_named for unit in session.units)


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
    """Concern told of one district: in how many sessions, by how many, and the median of what each told (1–5)."""

    sessions: int
    middle: float
    raters: int = FEWEST_RATERS

    @property
    def agrees_with_more(self) -> bool | None:
        """Whether it agrees with much, or more, being recorded there: a convention, printed in the annex.

        From three sessions on: it agrees from 4 up, disagrees from 2 down, and says neither between.
        """
        if self.sessions < FEWEST_SESSIONS or WEAK < self.middle < STRONG:
            return None
        return self.middle >= STRONG


def concern_of(sessions: Sequence[Session], district: str) -> Concern | None:
    """What was told of a district, each who told it counted once by the mean of their ratings, in however many
    sessions; None where fewer told than may be shown."""
    told = [[rated for rated in session.concern if rated.of == district] for session in sessions]
    by: dict[str, list[Rated]] = defaultdict(list)
    for session in told:
        for rated in session:
            by[rated.by].append(rated)
    if not may_show_rating(by):
        return None
    means = [fmean(rated.level for rated in each) for each in by.values()]
    return Concern(sum(map(bool, told)), median(means), len(means))
