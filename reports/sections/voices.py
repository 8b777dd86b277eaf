"""Section 9: what stakeholders say, how concerned they are and whom they trust."""

from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.agreement import agreement
from analysis.disclosure import (
    FEWEST_RATERS,
    FEWEST_RATINGS,
)
from analysis.ratings import RatedBy, Ratings, sessions_by_level
from core.formats import decimal, number
from output.charts.levels import LevelRow, divergent_bars
from output.document import (
    Block,
    Column,
    Figure,
    Heading,
    KeySentence,
    Paragraph,
    SmallPrint,
    Table,
)
from reports.sections import chosen, needs, reached, statements
from reports.sections.contents import VOICES
from reports.sections.context import SectionContext
from reports.sections.counted import all_said, given
from stakeholders.vocabulary import Body, Direction, Sector, StakeholderBlock

# Sessions of each of five levels that may be pointed at.
Levels = Sequence[frozenset[str]]
NOWHERE: Levels = (frozenset[str](),) * 5


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
    yield from reached.not_reached(context)


def _key(context: SectionContext) -> str:
    said = context.voices
    sessions = ngettext("%(count)s consultation", "%(count)s consultations", said.sessions) % {
        "count": all_said(said.sessions)
    }
    words = {
        "sessions": sessions,
        "sectors": number(said.sectors_heard),
        "silent": number(len(reached.groups_not_heard(context))),
        "groups": number(len(said.groups)),
    }
    if not said.groups:
        return _("%(sessions)s in the period. Sectors known to be heard: %(sectors)s.") % words
    if context.frozen.in_confidence:
        # some of those that nobody is told to have spoken for may have been heard there
        told = _(
            "%(sessions)s in the period. Sectors known to be heard: %(sectors)s. Groups not openly reached by us: "
            "%(silent)s of %(groups)s."
        )
    else:
        told = _(
            "%(sessions)s in the period. Sectors known to be heard: %(sectors)s. Groups not yet reached by us: "
            "%(silent)s of %(groups)s."
        )
    return told % words


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
    yield from reached.blocks(context)
    yield Heading(_("Who was not yet reached by us"))
    yield from reached.not_reached(context)


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
