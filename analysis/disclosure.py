"""What may be shown of what people said, and of what few people said. Plain values, no database.

Pages, the map, exports, the snapshot and the editions ask here and nowhere else. The database holds the same table as
constraints (docs/adr/0014), so that code which does not ask is refused. The thresholds of small counts of records stand
here too; how they are kept is in `analysis/protection`.

The rules of a session, what each lets be kept and printed:

|                          | on_record    | chatham_house                            | confidential          |
|--------------------------|--------------|------------------------------------------|-----------------------|
| who came                 | organisation | organisation, apart from what was said   | counts per sector     |
| what was said is kept by | organisation | sector of which 3 came, else block       | block                 |
| quotes                   | as agreed    | sector at most                           | none                  |
| printed by               | sector       | sector where 3 said it, else block       | block, from 3 on      |

In confidence no words are printed and nothing of a single district is told, however many sessions tell of it. What is
told counts in fixed windows alone: of periods that anybody may choose, one less the other would be a single session.
"""

import datetime
import itertools
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

# Under the Chatham House rule a sector is named where so many of its organisations took part, else its block.
FEWEST_NAMED = 3
# What was said in confidence is told from so many sessions on, so that none of them is meant alone.
FEWEST_IN_CONFIDENCE = 3
# No rating is shown that fewer organisations gave: of two each knows the other's.
FEWEST_RATERS = 3
# No order is given among needs below so many sectors, nor below so many organisations.
FEWEST_SECTORS = 3
FEWEST_ORGANISATIONS = 6
# So many sessions must tell of a district before what they tell weighs for or against what was recorded there.
FEWEST_SESSIONS = 3
# Fewer ratings pull van der Eijk's A down: five that are spread evenly average 0.29 instead of 0 (docs/method.md).
FEWEST_RATINGS = 30

# Below so many records a summary says "few": its page is handed on further than the edition.
FEWEST_IN_A_SUMMARY = 5
# Below so many records a count is kept from whoever reads the partner edition, and the public one; none at all is too.
FEWEST_FOR_PARTNERS, FEWEST_FOR_THE_PUBLIC = 5, 10

ON_RECORD, CHATHAM_HOUSE, CONFIDENTIAL = "on_record", "chatham_house", "confidential"


@dataclass(frozen=True, slots=True)
class Rule:
    """One column of the table above."""

    keeps_organisations: bool
    names_organisations: bool
    names_sectors: bool
    names_every_sector: bool
    keeps_quotes: bool
    prints_words: bool
    tells_of_districts: bool
    fewest_sessions: int


RULES: Mapping[str, Rule] = {
    ON_RECORD: Rule(
        keeps_organisations=True,
        names_organisations=True,
        names_sectors=True,
        names_every_sector=True,
        keeps_quotes=True,
        prints_words=True,
        tells_of_districts=True,
        fewest_sessions=1,
    ),
    CHATHAM_HOUSE: Rule(
        keeps_organisations=True,
        names_organisations=False,
        names_sectors=True,
        names_every_sector=False,
        keeps_quotes=True,
        prints_words=True,
        tells_of_districts=True,
        fewest_sessions=1,
    ),
    CONFIDENTIAL: Rule(
        keeps_organisations=False,
        names_organisations=False,
        names_sectors=False,
        names_every_sector=False,
        keeps_quotes=False,
        prints_words=False,
        tells_of_districts=False,
        fewest_sessions=FEWEST_IN_CONFIDENCE,
    ),
}


class Attribution(NamedTuple):
    """Who is said to have said something: a block, a sector ("" where none is named), an organisation's number."""

    organisation: int | None
    sector: str
    block: str


class Band(NamedTuple):
    """The counts from `low` to `high`, both included."""

    low: int
    high: int


Alike = TypeVar("Alike", bound=Hashable)


def nameable(came: Mapping[str, int]) -> frozenset[str]:
    """Sectors of which enough organisations took part for none of them to be meant alone."""
    return frozenset(sector for sector, count in came.items() if count >= FEWEST_NAMED)


def kept_as(rule: str, said: Attribution, came: Mapping[str, int]) -> Attribution:
    """As exactly as a session's rule lets it be kept who said something; `came` are its organisations by sector."""
    here = RULES[rule]
    named = here.names_every_sector or (here.names_sectors and said.sector in nameable(came))
    return Attribution(
        said.organisation if here.names_organisations else None, said.sector if named else "", said.block
    )


def printed_as(rule: str, sector: str, organisations: int = 1) -> str:
    """The sector a statement is printed with, "" where its block must do; so many organisations contributed to it."""
    here = RULES[rule]
    return sector if here.names_every_sector or (here.names_sectors and organisations >= FEWEST_NAMED) else ""


def told_by_enough(rule: str, sessions: Iterable[Iterable[Alike]]) -> frozenset[Alike]:
    """Of what sessions under one rule tell, given session by session, that which enough of them tell alike."""
    counts = Counter(each for session in sessions for each in set(session))
    return frozenset(each for each, count in counts.items() if count >= RULES[rule].fewest_sessions)


def blocks_to_print(organisations: Mapping[str, int]) -> frozenset[str]:
    """Blocks whose means may stand beside the mean of all: those of which enough organisations spoke.

    `organisations` are how many of each that was heard. Where one block alone is left out, its mean is three times that
    of all less the others; so the smallest of these is left out with it, and only the sum of both can be worked out.
    """
    few = {block for block, count in organisations.items() if count < FEWEST_RATERS}
    enough = sorted(organisations.keys() - few, key=lambda block: (organisations[block], block))
    return frozenset(enough[1:] if len(few) == 1 else enough)


def window_of(day: datetime.date) -> int:
    """The fixed window in which what was said in confidence on a day counts, with all sessions of it: its year."""
    return day.year


def windows_in(start: datetime.date, end: datetime.date) -> range:
    """The windows that lie whole between two days, both included. Two periods then differ by whole windows, of each of
    which enough sessions tell, and never by one session."""
    first = start.year if (start.month, start.day) == (1, 1) else start.year + 1
    last = end.year if (end.month, end.day) == (12, 31) else end.year - 1
    return range(first, last + 1)


def windows_touched(start: datetime.date, end: datetime.date) -> range:
    """The windows of which any day lies between two days: for what is told of late and moves with the day."""
    return range(window_of(start), window_of(end) + 1)


def voice(session: int, said: Attribution) -> str:
    """What tells one who spoke from another: an organisation on the record is one in all sessions, whoever is not named
    is one of their sector and block in each."""
    return f"organisation:{said.organisation}" if said.organisation else f"{session}:{said.sector}:{said.block}"


def weighed_as(said: Attribution) -> str:
    """What counts as one where needs are weighed: an organisation on the record; else a sector, or a block where none
    is named, over all sessions. Whoever is not named may be the same every time, so ten sessions weigh as one."""
    return voice(0, said)


def rater(rule: str, session: int, said: Attribution) -> str:
    """Who may be counted as one more who rated. Where organisations are not named, those of one sector and block may be
    the same one in every session, so all of them count as one."""
    return voice(session if RULES[rule].names_organisations else 0, said)


def may_show_rating(raters: Iterable[str]) -> bool:
    """Whether enough different ones (`rater`) gave a rating for nobody's to be read from it."""
    return len(set(raters)) >= FEWEST_RATERS


def band(count: int, fewest: int) -> Band:
    """The band a count is printed as: 0 to below the threshold, then up to 10, 20, 50, 100, 200, 500 and so on.

    Raises ValueError below zero, or where the threshold is above 10.
    """
    if count < 0 or not 0 < fewest <= 10:
        raise ValueError(f"There is no band of {count} with the threshold {fewest}.")
    low, steps = 0, _steps(fewest)
    for end in steps:
        if count < end:
            return Band(low, end - 1)
        low = end
    raise AssertionError("The steps never end.")


def _steps(fewest: int) -> Iterator[int]:
    if fewest < 10:
        yield fewest
    for power in itertools.count(1):
        yield from (first * 10**power for first in (1, 2, 5))
