"""Section 9: what stakeholders say, and who was not heard."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.agreement import agreement
from analysis.disclosure import (
    FEWEST_IN_CONFIDENCE,
    FEWEST_RATERS,
    FEWEST_RATINGS,
    FEWEST_SECTORS,
    RULES,
    printed_as,
)
from analysis.voices import Ratings, Voiced
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
from reports.sections.contents import VOICES
from reports.sections.context import SectionContext, listed
from stakeholders.vocabulary import (
    Attribution,
    Barrier,
    Body,
    FindingKind,
    NeedCategory,
    Sector,
    StakeholderBlock,
)

MOST_SAID = 12
MOST_NEEDS = 3


def blocks(context: SectionContext) -> Iterator[Block]:
    if VOICES.has_content(context):
        yield KeySentence(_key(context))
        yield from _said(context)
    else:
        yield KeySentence(
            _("Nobody was consulted in the period, so nothing is known of what stakeholders need or expect.")
        )


def _key(context: SectionContext) -> str:
    said = context.voices
    sessions = ngettext("%(count)s consultation", "%(count)s consultations", said.sessions) % {
        "count": number(said.sessions)
    }
    silent = [group for group in said.groups if not group.sessions]
    return _(
        "%(sessions)s in the period. Sectors heard: %(sectors)s. Groups not yet reached by us: %(silent)s of "
        "%(groups)s."
    ) % {
        "sessions": sessions,
        "sectors": number(len(said.sectors)),
        "silent": number(len(silent)),
        "groups": number(len(said.groups)),
    }


def _said(context: SectionContext) -> Iterator[Block]:
    yield Heading(_("Needs"))
    yield from _needs(context)
    yield Heading(_("Outlook"))
    yield from _outlook(context)
    yield Heading(_("Trust"))
    yield from _trust(context)
    yield Heading(_("What they told"))
    yield from _findings(context)
    yield Heading(_("Disagreements"))
    yield from _disagreements(context)
    yield Heading(_("Who was heard"))
    yield from _heard(context)
    yield Heading(_("Who was not yet reached by us"))
    yield Bullets(list(not_heard(context)))


def _needs(context: SectionContext) -> Iterator[Block]:
    said = context.voices
    if not said.needs:
        yield Paragraph(_nothing(context, _("No need was raised."), _("No need was raised that may be told.")))
        return
    blocks = [block for block in StakeholderBlock if block in said.blocks]
    columns = [
        Column(_("Need"), weight=4, emphasis=True),
        *(Column(str(block.label), align="end", weight=2) for block in blocks),
        Column(_("Together"), align="end", weight=2),
        Column(_("Without one sector"), align="end", weight=2.4),
        Column(_("Raised by"), align="end", weight=1.6),
    ]
    shown = said.needs if said.is_ordered else sorted(said.needs, key=lambda each: str(_need(each)))
    note = _(
        "From 0 (nobody raised it) to 1 (everybody heard gave it the highest priority). Sessions are averaged within "
        "organisations, these within sectors, these within blocks: no actor and no block outvotes the others."
    )
    yield Table(columns=columns, rows=[_need_row(each, blocks) for each in shown], note=note)
    if not said.is_ordered:
        few = _("Fewer than %(count)s sectors were heard, so no order is given: the list is by name.")
        yield SmallPrint(few % {"count": number(FEWEST_SECTORS)})


def _need(each: Voiced) -> str:
    return str(NeedCategory(each.category).label)


def _need_row(each: Voiced, blocks: list[StakeholderBlock]) -> list[str]:
    span = f"{decimal(each.without[0], 2)}–{decimal(each.without[1], 2)}" if each.without else "–"
    scores = [decimal(each.blocks[block], 2) if block in each.blocks else "–" for block in blocks]
    return [_need(each), *scores, decimal(each.score, 2), span, number(each.raised_by)]


def _outlook(context: SectionContext) -> Iterator[Block]:
    ratings = [each for each in context.voices.concern if not each.of]
    if ratings:
        yield _levels(ratings, _("Concern now, by block, city-wide"))
        yield SmallPrint(_agreement(ratings))
    by_district = [each for each in context.voices.concern if each.of]
    if by_district:
        rated = [(context.names.get(each.of, each.of), each) for each in by_district]
        yield _rating_table(_("District"), rated, _("Concern from 1 to 5, 5 the strongest."))
    if context.voices.few_concern:
        yield SmallPrint(_few())
    elif not context.voices.concern:
        nobody = _("Nobody rated how concerned they are.")
        yield Paragraph(_nothing(context, nobody, _("No rating of concern was given that may be told.")))


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
        yield _rating_table(_("Trust in"), rated, _("Trust from 1 to 5, 5 the strongest."))
    if context.voices.few_trust:
        yield SmallPrint(_few())
    elif not rated:
        nobody = _("Nobody rated whom they trust.")
        yield Paragraph(_nothing(context, nobody, _("No rating of trust was given that may be told.")))


def _few() -> str:
    few = _("Ratings that fewer than %(least)s organisations of a block gave are not shown.")
    return few % {"least": number(FEWEST_RATERS)}


def _nothing(context: SectionContext, none: str, none_told: str) -> str:
    """That there was none, where that is known; of what was said in confidence there may have been some."""
    return none_told if context.frozen.in_confidence else none


def _rating_table(first: str, rated: list[tuple[str, Ratings]], note: str) -> Table:
    columns = [
        Column(first, weight=4, emphasis=True),
        Column(_("Block"), weight=3),
        Column(_("Ratings"), align="end", weight=1.4),
        Column(_("Middle one"), align="end", weight=1.6),
    ]
    rows = [
        [name, str(StakeholderBlock(each.block).label), number(sum(each.counts)), number(each.median)]
        for name, each in rated
    ]
    return Table(columns=columns, rows=rows, note=note)


def _levels(ratings: list[Ratings], title: str) -> Figure:
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


def _findings(context: SectionContext) -> Iterator[Block]:
    """In the officers' words. What was said in confidence is counted above and told nowhere."""
    told = [
        f"{FindingKind(row['kind']).label}: {row['statement']} ({_said_by(row)})"
        for row in _open_rows(context, "findings")
    ]
    told += [
        f"{NeedCategory(row['category']).label}: {row['statement']} ({_said_by(row)})"
        for row in _open_rows(context, "needs")
    ]
    if told:
        yield Bullets(told[:MOST_SAID])
        if len(told) > MOST_SAID:
            yield SmallPrint(_("Another %(count)s stand in the records.") % {"count": number(len(told) - MOST_SAID)})
    else:
        yield Paragraph(_("Nothing was said that may be told in words."))
    quotes = [f"“{row['text']}” ({_attributed(row)})" for row in _open_rows(context, "quotes")]
    if quotes:
        yield Bullets(quotes)


def _open_rows(context: SectionContext, kind: str) -> Iterator[dict[str, Any]]:
    for session in context.frozen.consultations:
        if RULES[session["confidentiality"]].prints_words:
            for row in session[kind]:
                yield {**row, "rule": session["confidentiality"]}


def _said_by(row: dict[str, Any]) -> str:
    """Each statement is of one who spoke."""
    if sector := printed_as(row["rule"], row["sector"]):
        return str(Sector(sector).label)
    return str(StakeholderBlock(row["block"]).label)


def _attributed(row: dict[str, Any]) -> str:
    """As far as was agreed with whoever said it."""
    match row["attribution"]:
        case Attribution.ORGANISATION if row["organisation__name"]:
            return str(row["organisation__name"])
        case Attribution.ORGANISATION | Attribution.SECTOR:
            return _said_by(row)
        case Attribution.BLOCK:
            return str(StakeholderBlock(row["block"]).label)
    return _("said in a consultation")


def _disagreements(context: SectionContext) -> Iterator[Block]:
    rows = [
        f"{row['statement']} ({listed([str(StakeholderBlock(code).label) for code in row['blocks']])})"
        if row["blocks"]
        else row["statement"]
        for session in context.frozen.consultations
        if RULES[session["confidentiality"]].prints_words
        for row in session["disagreements"]
    ]
    none = _("None is recorded. That nobody disagreed is not said by that.")
    yield Bullets(rows) if rows else Paragraph(_nothing(context, none, _("None is recorded that may be told.")))


def _heard(context: SectionContext) -> Iterator[Block]:
    said = context.voices
    if people := people_heard(context):
        yield Paragraph(_("Took part: %(people)s.") % {"people": people})
    facts = _("%(came)s of %(invited)s organisations that were invited came (%(share)s).")
    yield Paragraph(
        facts
        % {
            "came": number(said.came),
            "invited": number(said.invited),
            "share": percent(said.came, said.invited),
        }
    )
    if count := context.frozen.in_confidence:
        note = ngettext(
            "Of %(count)s confidential consultation something is not told: its words, what it says of a district, and "
            "whatever fewer than %(least)s of them say alike in a calendar year. Who is named below as not yet "
            "reached may have been heard there.",
            "Of %(count)s confidential consultations something is not told: their words, what they say of a district, "
            "and whatever fewer than %(least)s of them say alike in a calendar year. Who is named below as not yet "
            "reached may have been heard there.",
            count,
        )
        yield SmallPrint(note % {"least": number(FEWEST_IN_CONFIDENCE), "count": number(count)})
    if said.groups:
        columns = [
            Column(_("Population group"), weight=4, emphasis=True),
            Column(_("People"), align="end", weight=1.5),
            Column(_("Sessions"), align="end", weight=1.5),
            Column(_("Of these directly"), align="end", weight=2),
        ]
        rows = [
            [_group(context, each.group), number(each.people), number(each.sessions), number(each.direct_sessions)]
            for each in said.groups
        ]
        note = _("Separate totals. Directly: they spoke themselves, nobody for them.")
        yield Table(columns=columns, rows=rows, note=note)
    if said.barriers:
        ordered = sorted(said.barriers.items(), key=lambda item: (-item[1], item[0]))
        named = [f"{Barrier(code).label} ({number(count)})" for code, count in ordered]
        yield Paragraph(_("What kept people away, as told in so many sessions: %(named)s.") % {"named": listed(named)})


def people_heard(context: SectionContext) -> str:
    """How many people took part, as far as it was counted; nothing where it was not."""
    people = context.voices.people
    if not people:
        return ""
    if any(session.people is None for session in context.frozen.sessions):
        return ngettext("at least %(people)s person", "at least %(people)s people", people) % {"people": number(people)}
    return ngettext("%(people)s person", "%(people)s people", people) % {"people": number(people)}


def highest_needs(context: SectionContext) -> Iterator[tuple[StakeholderBlock, list[str]]]:
    """Of every block, the needs it raised highest; none where too few sectors were heard for an order."""
    if not context.voices.is_ordered:
        return
    for block in StakeholderBlock:
        scores = [(each.blocks.get(block, 0.0), _need(each)) for each in context.voices.needs]
        raised = sorted((pair for pair in scores if pair[0] > 0), key=lambda pair: (-pair[0], pair[1]))
        if raised:
            yield block, [need for _score, need in raised[:MOST_NEEDS]]


def groups_not_heard(context: SectionContext) -> list[str]:
    return [_group(context, each.group) for each in context.voices.groups if not each.sessions]


def not_heard(context: SectionContext) -> Iterator[str]:
    """Groups, blocks and districts that nobody spoke for; always told."""
    said = context.voices
    silent = groups_not_heard(context)
    thin = [_group(context, each.group) for each in said.groups if each.is_thin]
    if silent:
        yield _("Not yet reached by us: %(names)s.") % {"names": listed(silent, 12)}
    if thin:
        told = _("Thinly heard, once or only through a representative: %(names)s.")
        yield told % {"names": listed(thin, 12)}
    if not said.groups:
        yield _("The city has not said which groups it sets out to hear.")
    missing = [str(block.label) for block in StakeholderBlock if block not in said.blocks]
    if missing:
        yield _("No voice of: %(names)s.") % {"names": listed(missing)}
    away = [area.name for area in context.frozen.areas if area.code not in said.districts]
    if away:
        yield _("No consultation about: %(names)s.") % {"names": listed(away, 12)}
    if not (silent or missing or away):
        yield _("Every group the city set out to hear, every block and every district was heard.")


def _group(context: SectionContext, code: str) -> str:
    return str(context.group_names.get(code, code))
