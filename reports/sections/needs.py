"""Of section 9: needs in order, how sure the order is, and what authorities and communities put first."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from analysis.disclosure import FEWEST_ORGANISATIONS, FEWEST_RATERS, FEWEST_SECTORS, RULES, blocks_to_print
from analysis.needs import DIGITS, Strength, Voiced, strength
from analysis.sessions import Session
from analysis.voices import Voices
from core.formats import amount, number
from output.document import Block, Bullets, Column, Paragraph, Run, SmallPrint, Table
from reports.sections.context import SectionContext
from reports.sections.counted import from_sessions
from reports.sections.counted import said as said_in
from reports.sections.wording import listed
from stakeholders.vocabulary import NeedCategory, StakeholderBlock

MOST_NEEDS = 3
SCORES_TABLE = "A11"

STRENGTHS = {
    Strength.NOT_RAISED: gettext_lazy("not raised"),
    Strength.LITTLE: gettext_lazy("a little"),
    Strength.SOME: gettext_lazy("somewhat"),
    Strength.STRONG: gettext_lazy("strongly"),
    Strength.VERY_STRONG: gettext_lazy("very strongly"),
}
AUTHORITIES = (StakeholderBlock.PUBLIC_BODIES,)
COMMUNITIES = (StakeholderBlock.CIVIL_SOCIETY, StakeholderBlock.RESIDENTS)


def need(each: Voiced) -> str:
    return str(NeedCategory(each.category).label)


def word(score: float) -> str:
    return str(STRENGTHS[strength(score)])


def nothing(context: SectionContext, none: str, none_told: str) -> str:
    """That there was none, where that is known; of what was said in confidence there may have been some."""
    return none_told if context.frozen.in_confidence else none


def raised_by(context: SectionContext, each: Voiced) -> str:
    """ "7 of 11 organisations; 2 of 6 sessions that name nobody; 3 sessions in confidence"."""
    said = context.voices
    parts = []
    # none of these is told where others raised it
    if said.named and (each.organisations or not (each.unnamed or each.in_confidence)):
        told = ngettext("%(count)s of %(all)s organisation", "%(count)s of %(all)s organisations", said.named)
        parts.append(told % of_organisations(context, each))
    if said.unnamed and (each.unnamed or not parts):
        told = ngettext(
            "%(count)s of %(all)s session that does not name who spoke",
            "%(count)s of %(all)s sessions that do not name who spoke",
            said.unnamed,
        )
        sessions = _told_in(context, each.category, named=False)
        parts.append(told % {"count": said_in(number(each.unnamed), sessions), "all": number(said.unnamed)})
    if each.in_confidence:
        told = ngettext("%(count)s session in confidence", "%(count)s sessions in confidence", each.in_confidence)
        parts.append(told % {"count": number(each.in_confidence)})
    return "; ".join(parts)


def of_organisations(context: SectionContext, each: Voiced) -> dict[str, str]:
    """How many of those on the record raised it, of how many that were heard."""
    return {
        "count": said_in(number(each.organisations), _told_in(context, each.category, named=True)),
        "all": from_sessions(context, number(context.voices.named), _names_somebody),
    }


def _names_somebody(session: Session) -> bool:
    return any(unit.is_named for unit in session.units)


def _told_in(context: SectionContext, category: str, *, named: bool) -> list[int]:
    """The sessions in which somebody who is named raised it, or somebody who is not; none of those in confidence."""
    return [
        session["id"]
        for session in context.frozen.consultations
        if RULES[session["confidentiality"]].prints_words
        and any(row["category"] == category and bool(row.get("organisation")) == named for row in session["needs"])
    ]


def blocks(context: SectionContext) -> Iterator[Block]:
    said = context.voices
    if not said.needs:
        yield Paragraph(nothing(context, _("No need was raised."), _("No need was raised that may be told.")))
    elif said.is_ordered:
        yield from _order(context)
        yield from _sides(context)
    else:
        rows = [[need(each), raised_by(context, each)] for each in by_name(said.needs)]
        yield Table(columns=[Column(_("Need"), weight=3, emphasis=True), Column(_("Raised by"), weight=6)], rows=rows)
        few = _(
            "An order needs at least %(sectors)s sectors and %(organisations)s organisations that are known to have "
            "been heard, so none is given: the list is by name."
        )
        facts = {"sectors": number(FEWEST_SECTORS), "organisations": number(FEWEST_ORGANISATIONS)}
        yield SmallPrint(few % facts)


def by_name(needs: Sequence[Voiced]) -> list[Voiced]:
    return sorted(needs, key=need)


def _order(context: SectionContext) -> Iterator[Block]:
    said = context.voices
    heard = printed_blocks(context)
    is_sampled = said.needs[0].places is not None
    columns = [
        Column(_("Need"), weight=3.4, emphasis=True),
        *(Column(str(block.label), weight=2) for block in heard),
        Column(_("Together"), weight=2, emphasis=True),
        *([Column(pgettext("in an order", "Place"), align="end", weight=1.2)] if is_sampled else []),
    ]
    rows = [
        [
            need(each),
            *(word(each.blocks[block]) for block in heard),
            word(each.score),
            *([place(each)] if is_sampled else []),
        ]
        for each in said.needs
    ]
    note = _(
        "How strongly it was raised, in steps of a fifth of the highest priority by everybody heard. Sessions are "
        "averaged within organisations, these within sectors, these within blocks: no actor and no block outvotes the "
        "others. The figures stand in table %(table)s."
    )
    yield Table(columns=columns, rows=rows, note=note % {"table": SCORES_TABLE})
    if hidden := _hidden(context):
        yield SmallPrint(
            _(
                "What these raised is in “Together” alone, since of at least one of them fewer than %(few)s "
                "organisations are known to have spoken: %(blocks)s."
            )
            % {"few": number(FEWEST_RATERS), "blocks": listed(hidden, 12)}
        )
    if is_sampled:
        yield SmallPrint(
            _(
                "Place: the first and the last among these needs that each would have had in 95 of 100 samples of the "
                "same sessions. Where places overlap, who comes first is not known."
            )
        )
    else:
        yield SmallPrint(
            _("The order is that of these sessions alone: a block was heard too seldom to say how sure it is.")
        )


def printed_blocks(context: SectionContext) -> list[StakeholderBlock]:
    """Whose means may be printed, in their order."""
    return may_print_blocks(context.voices)


def may_print_blocks(said: Voices) -> list[StakeholderBlock]:
    known = blocks_to_print({block: said.of_block.get(block, 0) for block in said.blocks})
    return [block for block in StakeholderBlock if block in known]


def _hidden(context: SectionContext) -> list[str]:
    printed = printed_blocks(context)
    return [str(block.label) for block in StakeholderBlock if block in context.voices.blocks and block not in printed]


def place(each: Voiced) -> str:
    if each.places is None:
        return "–"
    first, last = each.places
    return number(first) if first == last else f"{number(first)}–{number(last)}"


def _sides(context: SectionContext) -> Iterator[Block]:
    """What authorities and communities raise most, side by side, where enough organisations of each were heard."""
    if not all(_is_heard(context, side) for side in (AUTHORITIES, COMMUNITIES)):
        return
    first = {side: highest(context, side) for side in (AUTHORITIES, COMMUNITIES)}
    names = {AUTHORITIES: _("Authorities say. "), COMMUNITIES: _("Communities say. ")}
    none = nothing(context, _("No need."), _("No need that may be told."))
    yield Bullets([[Run(names[side], strong=True), Run(_highest(found) or none)] for side, found in first.items()])
    for one, other, told in (
        (AUTHORITIES, COMMUNITIES, _("Raised by authorities and by no community: %(needs)s.")),
        (COMMUNITIES, AUTHORITIES, _("Raised by communities and by no authority: %(needs)s.")),
    ):
        alone = [need(each) for each in context.voices.needs if _score(each, one) > 0 >= _score(each, other)]
        if alone and not context.frozen.in_confidence:
            yield Paragraph(told % {"needs": listed(alone, 12)})


def _highest(found: Sequence[str]) -> str:
    return _("Raised highest: %(needs)s.") % {"needs": listed(found, 12)} if found else ""


def _score(each: Voiced, side: Sequence[StakeholderBlock]) -> float:
    """The mean over the blocks of a side that were heard."""
    scores = [each.blocks[block] for block in side if block in each.blocks]
    return sum(scores) / len(scores) if scores else 0.0


def highest(context: SectionContext, side: Sequence[StakeholderBlock]) -> list[str]:
    """What a side raised highest, with whatever it raised as high as the last of these."""
    scores = [(round(_score(each, side), DIGITS), need(each)) for each in context.voices.needs]
    raised = sorted((pair for pair in scores if pair[0] > 0), key=lambda pair: (-pair[0], pair[1]))
    least = raised[:MOST_NEEDS][-1][0] if raised else 0.0
    return [name for score, name in raised if score >= least]


def _is_heard(context: SectionContext, side: Sequence[StakeholderBlock]) -> bool:
    """Whether there are enough organisations for an order of one side alone."""
    return sum(context.voices.of_block.get(block, 0) for block in side) >= FEWEST_RATERS


def highest_of_blocks(context: SectionContext) -> Iterator[tuple[StakeholderBlock, list[str]]]:
    """Of every block, the needs it raised highest; none where too few were heard for an order."""
    if not context.voices.is_ordered:
        return
    for block in StakeholderBlock:
        if _is_heard(context, [block]) and (found := highest(context, [block])):
            yield block, found


def scores(context: SectionContext) -> Iterator[Table]:
    """The figures behind the words, for the annex; none where there are too few for an order."""
    said = context.voices
    if not (said.is_ordered and said.needs):
        return
    heard = printed_blocks(context)
    # each sector left out in turn would give back a block that is not printed
    leaves_out = not _hidden(context)
    columns = [
        Column(_("Need"), weight=3),
        *(Column(str(block.label), align="end", weight=1.6) for block in heard),
        Column(_("Together"), align="end", weight=1.6),
        Column(_("Interval"), align="end", weight=2),
        Column(_("Without one sector"), align="end", weight=2),
    ]
    rows = [
        [
            need(each),
            *(amount(each.blocks[block], 2) for block in heard),
            amount(each.score, 2),
            _span(each.interval),
            _span(each.without if leaves_out else None),
        ]
        for each in said.needs
    ]
    note = _(
        "From 0 (nobody raised it) to 1 (everybody heard gave it the highest priority). Interval: 95 % of samples of "
        "the sessions. Without one sector: the least and the most with each sector left out in turn."
    )
    yield Table(
        columns=columns, rows=rows, number=SCORES_TABLE, title=_("Needs: how strongly they were raised"), note=note
    )


def _span(ends: tuple[float, float] | None) -> str:
    return f"{amount(ends[0], 2)}–{amount(ends[1], 2)}" if ends else "–"
