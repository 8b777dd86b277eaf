"""Section 13, and of it the priorities: which need comes first where, and why."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from analysis.priorities import CITY_WIDE, SHIFT, UNKNOWN, WEIGHTS, Band, Part, PartName, Priority, Served
from analysis.sessions import Session
from core.formats import amount, number
from output.document import Block, Bullets, Column, Heading, KeySentence, Paragraph, SmallPrint, Table
from reports.models.weighing import Priority as PriorityRow
from reports.sections.context import SectionContext
from reports.sections.counted import made_of_rate, of_kind, where_raised
from reports.sections.needs import nothing
from reports.sections.recommendations import recommended, since_the_last
from reports.sections.standing import Numbered
from reports.sections.wording import listed, need_in_place
from stakeholders.vocabulary import StakeholderBlock

# So many stand in the section; all of them in the annex.
MOST_SHOWN = 6
MOST_NAMED = 4
PRIORITIES_TABLE = "A18"

BANDS = {
    Band.HIGH: pgettext_lazy("a priority", "high"),
    Band.MEDIUM: pgettext_lazy("a priority", "medium"),
    Band.LOW: pgettext_lazy("a priority", "low"),
}
RANKS = {Band.LOW: 0, Band.MEDIUM: 1, Band.HIGH: 2}
PARTS = {
    PartName.VOICED: gettext_lazy("How high"),
    PartName.BREADTH: gettext_lazy("How broadly"),
    PartName.RECORDED: gettext_lazy("Recorded"),
    PartName.GAP: gettext_lazy("Service gap"),
}


def blocks(context: SectionContext) -> Iterator[Block]:
    yield KeySentence(_key(context))
    if context.priorities:
        yield Heading(_("What comes first"))
        yield from _what_comes_first(context)
    if context.priorities or context.weighed.recommended:
        yield Heading(_("What is recommended"))
        yield from recommended(context)
    if context.frozen.last_needs:
        told = _("Needs of diagnosis no. %(number)s, and what was done")
        yield Heading(told % {"number": number(context.frozen.last_number)})
        yield from since_the_last(context)


def in_words(row: PriorityRow) -> str:
    """The band that the rule gives a row that is kept."""
    return by_rule(Band(row.lowest), Band(row.highest), is_unsettled=row.unsettled)


def part_words(row: PriorityRow) -> list[tuple[str, str]]:
    return [(str(PARTS[PartName(part)]), value(Part(low, high))) for part, low, high in row.parts]


def ends(context: SectionContext, each: Priority) -> tuple[Band, Band]:
    """The lowest and the highest band it may be in: one where a person said so."""
    moved = context.weighed.moved.get((each.category, each.area))
    return (Band(moved[0]),) * 2 if moved else (each.lowest, each.highest)


def by_rule(lowest: Band, highest: Band, *, is_unsettled: bool) -> str:
    words = str(BANDS[lowest])
    if lowest != highest:
        words = _("%(low)s to %(high)s") % {"low": BANDS[lowest], "high": BANDS[highest]}
    return _("%(band)s, unsettled") % {"band": words} if is_unsettled else words


def by_person(band: Band) -> str:
    return _("%(band)s (moved)") % {"band": BANDS[band]}


def value(part: Part) -> str:
    if part.is_unknown:
        return _("unknown")
    return amount(part.low, 2) if part.is_known else f"{amount(part.low, 2)}–{amount(part.high, 2)}"


def in_order(context: SectionContext) -> list[Priority]:
    """By the band they are in, then as the rule orders them."""
    return sorted(context.priorities, key=lambda each: standing(context, each))


def standing(context: SectionContext, each: Priority) -> int:
    """The lower the higher its band is, the middle of a span where it may be in several."""
    return -sum(RANKS[end] for end in ends(context, each))


def is_surely_high(context: SectionContext, each: Priority) -> bool:
    """Whether a person put it highest, or the rule does whatever is unknown and however weights are moved."""
    if (each.category, each.area) in context.weighed.moved:
        return ends(context, each)[0] == Band.HIGH
    return each.lowest == Band.HIGH and not each.is_unsettled


def _key(context: SectionContext) -> str:
    if not context.priorities:
        return _no_priority(context)
    high = [each for each in in_order(context) if is_surely_high(context, each)]
    maybe = sum(ends(context, each)[1] == Band.HIGH for each in context.priorities) - len(high)
    if high:
        told = _("In the highest band: %(needs)s.") % {"needs": _names(context, high)}
    else:
        told = _("No need is surely in the highest band.")
    if maybe:
        others = ngettext(
            "%(count)s need may belong there.",
            "%(count)s needs may belong there.",
            maybe,
        )
        told += " " + others % {"count": number(maybe)}
    return told


def _names(context: SectionContext, found: Sequence[Priority]) -> str:
    return listed([need_in_place((each.category, each.area), context.names) for each in found], MOST_NAMED)


def _no_priority(context: SectionContext) -> str:
    if not context.voices.sessions and not context.tells_records:
        return _("No need that could come first is told of here.")
    if not context.voices.sessions:
        return _("No need is known that could come first: no session of this period told any.")
    return nothing(
        context,
        _("No priority follows: no need was raised in the consultations of this period."),
        _("No priority follows: no need was raised in the consultations of this period that may be told."),
    )


def _what_comes_first(context: SectionContext) -> Iterator[Block]:
    found = in_order(context)
    yield _table(context, found[:MOST_SHOWN])
    if (rest := len(found) - MOST_SHOWN) > 0:
        told = ngettext(
            "Another need stands in table %(table)s, with all of them.",
            "Another %(count)s needs stand in table %(table)s, with all of them.",
            rest,
        )
        yield SmallPrint(told % {"count": number(rest), "table": PRIORITIES_TABLE})
    if moved := list(_moved(context)):
        yield Paragraph(_("Moved by a person, who says why:"))
        yield Bullets(moved)
    if told := " ".join(_unsure(context, found)):
        yield SmallPrint(told)


def _table(context: SectionContext, found: Sequence[Priority], table: str | None = None, title: str = "") -> Table:
    columns = [
        Column(_("Need, and where"), weight=3.7, emphasis=True),
        Column(_("Band"), weight=3, emphasis=True),
        *(Column(str(PARTS[part]), align="end", weight=1.4) for part in PartName if part != PartName.GAP),
        Column(str(PARTS[PartName.GAP]), weight=3.4),
        Column(_("Raised by"), weight=2.9),
    ]
    rows = [
        [
            need_in_place((each.category, each.area), context.names),
            _band(context, each),
            *(_part(context, each, part) for part in PartName if part != PartName.GAP),
            _gap(context, each),
            listed([str(block.label) for block in StakeholderBlock if block in each.blocks]),
        ]
        for each in found
    ]
    return Table(columns=columns, rows=rows, number=table, title=title)


def _band(context: SectionContext, each: Priority) -> str:
    if moved := context.weighed.moved.get((each.category, each.area)):
        return by_person(Band(moved[0]))
    return by_rule(each.lowest, each.highest, is_unsettled=each.is_unsettled)


def _part(context: SectionContext, each: Priority, part: PartName) -> str:
    """The value, leading to what it is made of: the sessions in which the need was raised there, or the records of the
    district that its rate is made of."""
    told = value(each.parts[part])
    if each.parts[part].is_unknown:
        return told
    if part == PartName.RECORDED:
        return made_of_rate(context, told, each.area) if each.area != CITY_WIDE else told
    # of a district nothing is told in confidence
    if each.area == CITY_WIDE and any(
        _raised_in(session, each) for session in context.frozen.sessions if session.in_confidence
    ):
        return told
    return where_raised(told, each.category, each.area)


def _raised_in(session: Session, each: Priority) -> bool:
    return any(row.category == each.category for row in session.needs)


def _gap(context: SectionContext, each: Priority) -> str:
    """The part, and the services that are there."""
    told = of_kind(value(each.parts[PartName.GAP]), "service", _serving(context, each))
    if context.served is None:
        return told
    return _("%(gap)s (%(services)s)") % {"gap": told, "services": _services(context.served, context, each)}


def _services(served: Served, context: SectionContext, each: Priority) -> str:
    codes = list(context.names) if each.area == CITY_WIDE else [each.area]
    there = [served.get((each.category, code), 0) for code in codes]
    if not any(there):
        return _("no service")
    if each.area == CITY_WIDE:
        told = {"some": number(sum(count > 0 for count in there)), "all": number(len(codes))}
        if all(there):
            return _("some in every district")
        return ngettext("some in the district", "some in %(some)s of %(all)s districts", len(codes)) % told
    count = of_kind(number(there[0]), "service", _serving(context, each))
    return ngettext("%(count)s service", "%(count)s services", there[0]) % {"count": count}


def _serving(context: SectionContext, each: Priority) -> list[int]:
    """The services that meet it there."""
    return [
        row["id"]
        for row in context.frozen.services or ()
        if each.category in row["needs"]
        and (each.area == CITY_WIDE or not row["districts"] or each.area in row["districts"])
    ]


def _moved(context: SectionContext) -> Iterator[str]:
    for each in in_order(context):
        if moved := context.weighed.moved.get((each.category, each.area)):
            rule = by_rule(each.lowest, each.highest, is_unsettled=each.is_unsettled)
            yield _("%(need)s: %(band)s, by the rule %(rule)s. %(reason)s") % {
                "need": need_in_place((each.category, each.area), context.names),
                "band": BANDS[Band(moved[0])],
                "rule": rule,
                "reason": moved[1],
            }


def rule() -> str:
    """The convention, for the annex."""
    return _(
        "Priorities. Each part lies between 0 and 1. How high: the highest priority of 5 that each block gave, as the "
        "mean over the three blocks. How broadly: of each block no sector 0, one ½, two or more 1. Recorded: the "
        "probability that more was recorded there than in the rest of the city, ½ for the city itself. Service gap: no "
        "service 1, one ½, two or more 0. They weigh %(voiced)s, %(breadth)s, %(recorded)s and %(gap)s of a hundred; "
        "high from ⅔, medium from ⅓."
    ) % {part.value: number(WEIGHTS[part]) for part in PartName}


def _unsure(context: SectionContext, found: Sequence[Priority]) -> Iterator[str]:
    """Of what is unknown only what is; the rule stands in the annex."""
    yield _("By which rule: see section %(number)s.") % {"number": number(int(Numbered.ANNEX))}
    if any(not part.is_known for each in found for part in each.parts.values()):
        yield _("What is unknown is never counted as low: it gives a span.")
    if any(each.parts[PartName.VOICED] == UNKNOWN for each in found):
        yield _("How high a need was put is not told where fewer than three raised it.")
    if context.served is None:
        yield _("Which services answer a need is not recorded.")
    if any(each.is_unsettled for each in found):
        told = _("Unsettled: weights that differ by up to %(points)s points each would give another band.")
        yield told % {"points": number(SHIFT)}


def tables(context: SectionContext) -> Iterator[Table]:
    """All priorities, for the annex, where the section cannot hold them."""
    if len(context.priorities) > MOST_SHOWN:
        title = _("Priorities: all needs, in the city and by district")
        yield _table(context, in_order(context), PRIORITIES_TABLE, title)
