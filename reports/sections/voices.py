"""Section 9: what stakeholders say, and who was not heard."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.agreement import agreement
from analysis.disclosure import (
    FEWEST_IN_CONFIDENCE,
    FEWEST_RATERS,
    FEWEST_RATINGS,
)
from analysis.ratings import RatedBy, Ratings, sessions_by_level
from analysis.sessions import Session
from analysis.voices import GroupReach
from core.formats import decimal, number, percent
from output.charts.levels import LevelRow, divergent_bars
from output.document import (
    Block,
    Bullets,
    Column,
    Figure,
    Heading,
    KeySentence,
    Paragraph,
    SmallPrint,
    Table,
)
from reports.sections import chosen, needs, statements
from reports.sections.contents import VOICES
from reports.sections.context import SectionContext
from reports.sections.counted import all_said, from_sessions, given, of_all_sessions, of_sessions
from reports.sections.needs import highest_of_blocks as highest_needs
from reports.sections.wording import FEWEST_FOR_A_SHARE, listed
from stakeholders.vocabulary import Barrier, Body, Direction, Sector, StakeholderBlock

GROUPS_TABLE = "A21"
# Sessions of each of five levels that may be pointed at.
Levels = Sequence[frozenset[str]]
NOWHERE: Levels = (frozenset[str](),) * 5

__all__ = ["blocks", "compulsory", "groups_not_heard", "highest_needs", "not_heard", "people_heard"]


def blocks(context: SectionContext) -> Iterator[Block]:
    if VOICES.has_content(context):
        yield KeySentence(_key(context))
        yield from _said(context)
    else:
        yield KeySentence(
            _("Nobody was consulted in the period, so nothing is known of what stakeholders need or expect.")
        )


def compulsory(context: SectionContext) -> Iterator[Block]:
    """What stands where the section was left out: who was not heard, and where they disagree."""
    yield chosen.the_rest()
    if not VOICES.has_content(context):
        yield Paragraph(
            _("Nobody was consulted in the period, so nothing is known of what stakeholders need or expect.")
        )
        return
    yield Heading(_("Disagreements"))
    yield from statements.disagreements(context)
    yield Heading(_("Who was not yet reached by us"))
    yield from _not_reached(context)


def _not_reached(context: SectionContext) -> Iterator[Block]:
    every = _("Every group the city set out to hear, every block and every district was heard.")
    yield Bullets(list(not_heard(context)) or [every])


def _key(context: SectionContext) -> str:
    said = context.voices
    sessions = ngettext("%(count)s consultation", "%(count)s consultations", said.sessions) % {
        "count": all_said(said.sessions)
    }
    words = {
        "sessions": sessions,
        "sectors": number(said.sectors_heard),
        "silent": number(len(groups_not_heard(context))),
        "groups": number(len(said.groups)),
    }
    if not said.groups:
        return _("%(sessions)s in the period. Sectors known to be heard: %(sectors)s.") % words
    return (
        _(
            "%(sessions)s in the period. Sectors known to be heard: %(sectors)s. Groups not yet reached by us: "
            "%(silent)s of %(groups)s."
        )
        % words
    )


def _said(context: SectionContext) -> Iterator[Block]:
    yield Heading(_("Needs"))
    yield from needs.blocks(context)
    yield from statements.needs_in_words(context)
    yield Heading(_("Outlook"))
    yield from _outlook(context)
    yield Heading(_("Trust"))
    yield from _trust(context)
    yield Heading(_("What they told"))
    yield from statements.findings(context)
    yield Heading(_("Disagreements"))
    yield from statements.disagreements(context)
    yield Heading(_("Who was heard"))
    yield from _heard(context)
    yield Heading(_("Who was not yet reached by us"))
    yield from _not_reached(context)


def _outlook(context: SectionContext) -> Iterator[Block]:
    concern = context.voices.concern
    if together := [each for each in concern if not each.of and not each.sector]:
        yield _levels_drawn(together, _("Concern now, by block, city-wide"))
        yield SmallPrint(_agreement(together))
    if concern:
        rated = [(context.names.get(each.of, each.of) if each.of else _("City-wide"), each) for each in concern]
        note = _(
            "How many gave each level of concern from 1 to 5, 5 the strongest; an organisation on the record counts "
            "once. Expected: what the middle one of them expects of the next year; a dash where too few said."
        )
        yield _rating_table(context, _("Where"), rated, note, is_concern=True)
    if context.voices.few_concern:
        yield SmallPrint(_few())
    elif not concern:
        nobody = _("Nobody rated how concerned they are.")
        yield Paragraph(needs.nothing(context, nobody, _("No rating of concern was given that may be told.")))


def _agreement(ratings: list[Ratings]) -> str:
    counts = [sum(column) for column in zip(*(each.counts for each in ratings), strict=True)]
    if sum(counts) < FEWEST_RATINGS:
        few = _("Fewer than %(count)s ratings: how far they agree is not told.")
        return few % {"count": number(FEWEST_RATINGS)}
    told = _("Agreement A = %(value)s, from −1 (split) over 0 (evenly spread) to 1 (all the same).")
    return told % {"value": decimal(agreement(counts) or 0.0, 2)}


def _trust(context: SectionContext) -> Iterator[Block]:
    rated = [(str(Body(each.of).label), each) for each in context.voices.trust]
    if rated:
        yield _rating_table(
            context,
            _("Trust in"),
            rated,
            _(
                "How many gave each level of trust from 1 to 5, 5 the strongest; an organisation on the record counts "
                "once."
            ),
        )
    if context.voices.few_trust:
        yield SmallPrint(_few())
    elif not rated:
        nobody = _("Nobody rated whom they trust.")
        yield Paragraph(needs.nothing(context, nobody, _("No rating of trust was given that may be told.")))


def _few() -> str:
    few = _("Ratings that fewer than %(least)s organisations of a block gave are not shown.")
    return few % {"least": number(FEWEST_RATERS)}


def _rating_table(
    context: SectionContext, first: str, rated: list[tuple[str, Ratings]], note: str, *, is_concern: bool = False
) -> Table:
    columns = [
        Column(first, weight=2.6, emphasis=True),
        Column(_("Said by"), weight=2.8),
        *(Column(number(level), align="end", weight=0.7) for level in range(1, 6)),
        Column(_("Middle one"), align="end", weight=1.5),
        *([Column(_("Expected"), weight=2.2)] if is_concern else []),
    ]
    given_in = sessions_by_level(context.frozen.sessions, attrgetter("concern" if is_concern else "trust"))
    rows = [
        [
            name,
            _said_by(each),
            *levels(each, by_level := levels_of(given_in, each)),
            given(middle(each), frozenset().union(*by_level)),
            *([expected(each)] if is_concern else []),
        ]
        for name, each in rated
    ]
    return Table(columns=columns, rows=rows, note=note)


def levels_of(given_in: Mapping[RatedBy, Levels], each: Ratings) -> Levels:
    """The sessions in which each level was given."""
    return given_in.get((each.of, each.block, each.sector), NOWHERE)


def levels(each: Ratings, by_level: Levels) -> list[str]:
    """How many gave each level, leading to the sessions they gave it in."""
    return [given(number(count), sessions) for count, sessions in zip(each.counts, by_level, strict=True)]


def _said_by(each: Ratings) -> str:
    block = str(StakeholderBlock(each.block).label)
    if not each.sector:
        return block
    return _("%(block)s, of these %(sector)s") % {"block": block, "sector": Sector(each.sector).label}


def middle(each: Ratings) -> str:
    """Both of them where there are two."""
    low, high = each.middles
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def expected(each: Ratings) -> str:
    if each.expected is None:
        return "–"
    first, last = (str(Direction(code).label) for code in each.expected)
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last.lower()}


def _levels_drawn(ratings: list[Ratings], title: str) -> Figure:
    rows = [
        LevelRow(label=f"{StakeholderBlock(each.block).label} ({number(sum(each.counts))})", counts=each.counts)
        for each in ratings
    ]
    told = "; ".join(
        f"{StakeholderBlock(each.block).label}: {', '.join(number(count) for count in each.counts)}" for each in ratings
    )
    return Figure(
        svg=divergent_bars(rows, levels=_concern_levels(), last_is_strong=True),
        alt=_("Ratings from 1 to 5, how many of each. %(told)s.") % {"told": told},
        title=title,
        caption=_("How many ratings of each level, 5 the strongest concern."),
    )


def _concern_levels() -> list[str]:
    """Strong concern has the strong colour, and both ends their words."""
    return [_("1, no concern"), "2", "3", "4", _("5, strong concern")]


def _heard(context: SectionContext) -> Iterator[Block]:
    said = context.voices
    if people := people_heard(context):
        yield Paragraph(_("Took part: %(people)s.") % {"people": of_all_sessions(people, said.sessions)})
    yield Paragraph(_invited(context))
    yield from _sectors_and_districts(context)
    if count := context.frozen.in_confidence:
        note = ngettext(
            "Of %(count)s confidential consultation something is not told: its words, what it says of a district, and "
            "whatever fewer than %(least)s of them say alike in a calendar year.",
            "Of %(count)s confidential consultations something is not told: their words, what they say of a district, "
            "and whatever fewer than %(least)s of them say alike in a calendar year.",
            count,
        )
        yield SmallPrint(note % {"least": number(FEWEST_IN_CONFIDENCE), "count": number(count)})
    if said.groups:
        yield SmallPrint(_("Table %(table)s has the people of each population group.") % {"table": GROUPS_TABLE})
    if said.barriers:
        named = [
            f"{Barrier(code).label} ({of_sessions(context, count, partial(_told_a_barrier, code))})"
            for code, count in _most_first(said.barriers)
        ]
        yield Paragraph(
            _("What kept people away, as told in so many sessions: %(named)s.") % {"named": listed(named, len(named))}
        )


def tables(context: SectionContext) -> Iterator[Table]:
    """Of the annex: how many people of each group were heard."""
    said = context.voices
    if said.sessions and said.groups:
        columns = [
            Column(_("Population group"), weight=4, emphasis=True),
            Column(_("People"), align="end", weight=1.5),
            Column(_("Sessions"), align="end", weight=1.5),
            Column(_("Of these directly"), align="end", weight=2),
        ]
        rows = [_reached(context, each) for each in said.groups]
        note = _("Separate totals. Directly: they spoke themselves, nobody for them.")
        yield Table(columns=columns, rows=rows, note=note, number=GROUPS_TABLE, title=_("Population groups heard"))


def _reached(context: SectionContext, reach: GroupReach) -> list[str]:
    def came(session: Session, *, alone: bool = False) -> bool:
        return any(each.group == reach.group and not (alone and each.represented) for each in session.groups)

    return [
        _group(context, reach.group),
        from_sessions(context, number(reach.people), came),
        of_sessions(context, reach.sessions, came),
        of_sessions(context, reach.direct_sessions, partial(came, alone=True)),
    ]


def _invited(context: SectionContext) -> str:
    said = context.voices
    if not said.invited:
        return _("How many organisations were invited is not known here.")
    words = {
        "came": of_all_sessions(number(said.came), said.sessions),
        "invited": number(said.invited),
        "share": percent(said.came, said.invited),
    }
    if said.invited < FEWEST_FOR_A_SHARE:
        told = ngettext(
            "%(came)s of %(invited)s invitation of an organisation was taken up.",
            "%(came)s of %(invited)s invitations of organisations were taken up.",
            said.invited,
        )
    else:
        told = ngettext(
            "%(came)s of %(invited)s invitation of an organisation was taken up (%(share)s).",
            "%(came)s of %(invited)s invitations of organisations were taken up (%(share)s).",
            said.invited,
        )
    return told % words


def _sectors_and_districts(context: SectionContext) -> Iterator[Block]:
    said = context.voices
    if said.of_sector:
        named = [
            f"{Sector(code).label} ({of_sessions(context, count, partial(_heard_sector, code))})"
            for code, count in _most_first(said.of_sector)
        ]
        told = _("Sectors, as far as they may be named, with the sessions that heard them: %(named)s.")
        yield Paragraph(told % {"named": listed(named, len(named))})
    if said.districts:
        named = [
            f"{context.names.get(code, code)} ({of_sessions(context, count, partial(_is_about, code))})"
            for code, count in _most_first(said.districts)
        ]
        told = _("Districts, with the sessions about them: %(named)s.")
        yield Paragraph(told % {"named": listed(named, len(named))})


def _heard_sector(sector: str, session: Session) -> bool:
    return any(unit.sector == sector for unit in session.units)


def _is_about(district: str, session: Session) -> bool:
    return district in session.districts


def _told_a_barrier(barrier: str, session: Session) -> bool:
    return barrier in session.barriers


def _most_first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def people_heard(context: SectionContext) -> str:
    """How many people took part, as far as it was counted; nothing where it was not."""
    people = context.voices.people
    if not people:
        return ""
    if any(session.people is None for session in context.frozen.sessions):
        return ngettext("at least %(people)s person", "at least %(people)s people", people) % {"people": number(people)}
    return ngettext("%(people)s person", "%(people)s people", people) % {"people": number(people)}


def groups_not_heard(context: SectionContext) -> list[str]:
    return [_group(context, each.group) for each in context.voices.groups if not each.sessions]


def not_heard(context: SectionContext) -> Iterator[str]:
    """Groups, blocks and districts that nobody spoke for, and what is not known of it; nothing where there is none."""
    said = context.voices
    silent = groups_not_heard(context)
    thin = [_group(context, each.group) for each in said.groups if each.is_thin]
    perhaps = " " + _("Some of these may have been heard in confidence.") if context.frozen.in_confidence else ""
    if silent:
        yield _("Not yet reached by us: %(names)s.") % {"names": listed(silent, len(silent))} + perhaps
    if thin:
        told = _("Thinly heard, once or only through a representative: %(names)s.")
        yield told % {"names": listed(thin, len(thin))}
    if not said.groups:
        yield _("The city has not said which groups it sets out to hear.")
    missing = [str(block.label) for block in StakeholderBlock if block not in said.blocks]
    if missing:
        yield _("No voice of: %(names)s.") % {"names": listed(missing)} + perhaps
    away = [area.name for area in context.frozen.areas if area.code not in said.districts]
    if away:
        yield _("No consultation about: %(names)s.") % {"names": listed(away, 12)} + perhaps


def _group(context: SectionContext, code: str) -> str:
    return str(context.group_names.get(code, code))
