"""Numbers that lead to what they count: just these records of the snapshot, or just these sessions.

Each is written as ever; on the page of the restricted edition, for those who may read records, it is a link.
"""

from collections.abc import Callable, Collection, Iterable
from urllib.parse import quote

from analysis.change import Change
from analysis.landscape import DeclaredQuestion
from analysis.left_out import Step
from analysis.records import Period
from analysis.sessions import Session
from core.formats import number
from output.leads import lead
from reports.sections.context import SectionContext
from reports.sections.wording import FEWEST_FOR_A_SHARE, share
from reports.selection import (
    ALL,
    BEFORE,
    BETWEEN,
    COMPARED,
    EARLIER,
    IN_SERIES,
    LONGEST,
    NOW,
    RAISED,
    RECORD,
    SAID,
    SINCE,
    YES,
    Selection,
    asked_window,
)

# One code of a property, or any of several.
Codes = str | Iterable[str]
_COMPARED: dict[str, Codes] = {COMPARED: YES}
IN_A_SERIES: dict[str, Codes] = {IN_SERIES: YES}
# How the families of the analysis are called by what records are told apart by.
PROPERTY = {
    **{each: each for each in ("currents", "manifestations", "targets")},
    "districts": "district",
    "settings": "setting",
    "spaces": "space",
    "source_types": "source_type",
}


def records(count: int, window: str = NOW, **by: Codes) -> str:
    """So many records of a window, with any of these codes of each property."""
    return made_of(number(count), count, window, **by)


def made_of(text: str, count: int, window: str = NOW, **by: Codes) -> str:
    """A share, a rate, or how many: leading to the records that it is made of, which are so many."""
    chosen: Selection | None = None
    for name, codes in reversed(list(by.items())):
        chosen = Selection(name, (codes,) if isinstance(codes, str) else tuple(codes), chosen)
    asked = str(chosen or Selection())
    return lead(text, f"{window}/{asked}") if count and len(asked) <= LONGEST else text


def share_of(count: int, whole: int, **by: Codes) -> str:
    """Which share of the records of the period these are, leading to them; a dash where it is of so few."""
    told = share(count, whole)
    return told if whole < FEWEST_FOR_A_SHARE else made_of(told, count, NOW, **by)


def of_rate(context: SectionContext, district: str) -> str:
    """How many records the rate of a district is made of."""
    return made_of_rate(context, number(context.landscape.rated.counts[district]), district)


def made_of_rate(context: SectionContext, text: str, district: str) -> str:
    """What comes of the rate of a district, leading to the records that it is made of."""
    rated = context.landscape.rated
    return made_of(text, rated.counts.get(district, 0), district=district, source=sorted(rated.sources))


def of_family(count: int, family: str, key: str, window: str = NOW) -> str:
    """So many records of one district, current, kind …"""
    return records(count, window, **{PROPERTY[family]: key})


def compared(context: SectionContext, change: Change, family: str) -> tuple[str, str]:
    """What is compared of a change, before and now; plain where not each of them is a record that is there."""
    before, now = (_compared(context, change, family, count, window) for count, window in _both(change))
    return before, now


def _both(change: Change) -> tuple[tuple[int, str], tuple[int, str]]:
    return (change.before, BEFORE), (change.now, NOW)


def of_year(context: SectionContext, change: Change, family: str, count: int, years: int) -> str:
    """What is compared of a change in the window so many years before the period."""
    return _compared(context, change, family, count, f"{EARLIER}{years}" if years else NOW)


def of_first(context: SectionContext, change: Change, family: str) -> str:
    """What is compared of a change in the first of all its windows."""
    years = context.landscape.period.start.year - first_window(context, change).start.year
    return of_year(context, change, family, change.earlier[-1], years)


def of_events(context: SectionContext, change: Change, family: str, count: int, **more: Codes) -> str:
    """So many events of the period that a change is told of, of a series all."""
    return _compared(context, change, family, count, NOW, **more)


def of_series(context: SectionContext, change: Change, family: str) -> str:
    """How many series they are of, leading to their events."""
    if not _leads(context, change):
        return number(change.series)
    return made_of(number(change.series), change.series, NOW, **_own(family, change), **_COMPARED, **IN_A_SERIES)


def left_out(count: int, step: Step, window: str = NOW) -> str:
    """So many records that a step leaves out."""
    return records(count, window, left_out=step)


def recorded_in_both(context: SectionContext, before: int, now: int) -> tuple[str, str]:
    """All records before and now."""
    is_gone = context.landscape.before_is_gone
    return number(before) if is_gone else records(before, BEFORE), records(now)


def compared_in_both(context: SectionContext, before: int, now: int) -> tuple[str, str]:
    """Those that the words of the city compare, before and now."""
    city = context.landscape.city
    return _compared(context, city, "city", before, BEFORE), _compared(context, city, "city", now, NOW)


def of_question(context: SectionContext, asked: DeclaredQuestion, change: Change) -> tuple[str, str]:
    """What is compared where one question was asked alone, the year before and now."""
    question, then = asked.declared, asked.windows[1]
    years = question.window.start.year - then.start.year
    before = _compared(context, change, question.family, change.before, asked_window(question.window, years))
    return before, _compared(context, change, question.family, change.now, asked_window(question.window))


def first_window(context: SectionContext, change: Change) -> Period:
    return context.landscape.windows_used[len(change.earlier) - 1]


def _compared(context: SectionContext, change: Change, family: str, count: int, window: str, **more: Codes) -> str:
    if not _leads(context, change):
        return number(count)
    return records(count, window, **_COMPARED, **more, **_own(family, change))


def _leads(context: SectionContext, change: Change) -> bool:
    """Not where recording changed, nor where totals remain: its counts are then no records that are compared."""
    return not change.word.is_unlike and not context.landscape.by_totals


def _own(family: str, change: Change) -> dict[str, Codes]:
    return {} if family == "city" else {PROPERTY[family]: change.key}


def of_last(text: str, side: str, family: str, key: str) -> str:
    """A figure of the last diagnosis or of this one, as the two are compared, leading to the records of either."""
    return lead(text, f"{SINCE}/{side}/{family}={quote(key, safe='/ ')}")


def all_of(text: str, side: str) -> str:
    """All that either of the two recorded in its period."""
    return lead(text, f"{SINCE}/{side}/{ALL}")


def judged_in(text: str, side: str, place: int) -> str:
    """A judgement of either of the two, leading to where it is printed."""
    return lead(text, f"{SINCE}/{side}/J{place}")


def said(text: str, sessions: Iterable[int]) -> str:
    """Words, leading to the sessions in which they were said."""
    there = "~".join(map(str, sorted(sessions)))
    return lead(text, f"{SAID}/{there}") if there else text


def all_said(count: int) -> str:
    """So many sessions: all that the diagnosis took in."""
    return lead(number(count), f"{SAID}/all") if count else number(count)


def of_sessions(context: SectionContext, count: int, holds: Callable[[Session], bool]) -> str:
    """So many sessions, leading to them where each may be pointed at: where one that was held in confidence is among
    them it leads to none, and nothing says which of them it is."""
    there = [session for session in context.frozen.sessions if holds(session)]
    return _told_in(number(count), there) if len(there) == count else number(count)


def from_sessions(context: SectionContext, text: str, holds: Callable[[Session], bool]) -> str:
    """What sessions together make, how many people came, leading to them alike."""
    return _told_in(text, [session for session in context.frozen.sessions if holds(session)])


def _told_in(text: str, sessions: Collection[Session]) -> str:
    if any(session.in_confidence for session in sessions):
        return text
    return said(text, (int(session.key) for session in sessions))


def given(text: str, sessions: Iterable[str]) -> str:
    """How many gave a rating, or what they gave, leading to the sessions it was given in."""
    return said(text, map(int, sessions))


def where_raised(text: str, category: str, area: str) -> str:
    """What comes of a need in an area, leading to the sessions in which it was raised there: however many they are."""
    return lead(text, f"{SAID}/{RAISED}{category}{BETWEEN}{area}")


def of_all_sessions(text: str, count: int) -> str:
    """What all sessions together make, leading to the list of them."""
    return lead(text, f"{SAID}/all") if count else text


def one_record(name: str, kind: str, number: int) -> str:
    """What a record is called, leading to it; `kind` is the name of its history."""
    return of_kind(name, kind, [number])


def of_kind(text: str, kind: str, numbers: Iterable[int]) -> str:
    """How many records of a kind there are, or what they make, leading to them."""
    there = BETWEEN.join(map(str, sorted(numbers)))
    return lead(text, f"{RECORD}/{kind}/{there}") if there and len(there) <= LONGEST else text
