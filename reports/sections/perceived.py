"""Section 10: what was recorded beside what was raised, district by district, with the words of its people."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from analysis.perceived import PerceivedField, Placement
from analysis.questions.kendall import interval, kendall
from analysis.voices import concern_of
from core.formats import amount, decimal, number, probability
from output.charts.fields import CrossField, fields
from output.charts.maps import MapArea, MapLabels, district_map
from output.colours import FIELD_BOTH, FIELD_NEITHER, FIELD_RAISED, FIELD_RECORDED
from output.document import (
    Block,
    Bullets,
    Column,
    Figure,
    Heading,
    KeySentence,
    Paragraph,
    SideBySide,
    SmallPrint,
    Table,
)
from reports.sections.context import SectionContext
from reports.sections.counted import of_rate
from reports.sections.standing import Numbered, told_in
from reports.sections.statements import Statement, chosen, said
from reports.sections.wording import listed

# From so many districts with both sides on: fewer orders say nothing of whether the sides go together.
FEWEST_FOR_A_RANK = 15
# Of one district alone there is no rest to compare with.
FEWEST_RATES = 2
MOST_WORDS = 2
# In pixels of the drawing: of a map that stands beside words.
HALF = 320.0

# In the order of the picture: raised above, recorded to the right.
FIELDS = (
    PerceivedField.RAISED_ONLY,
    PerceivedField.BOTH,
    PerceivedField.NEITHER,
    PerceivedField.RECORDED_ONLY,
)
COLOURS = {
    PerceivedField.RAISED_ONLY: FIELD_RAISED,
    PerceivedField.BOTH: FIELD_BOTH,
    PerceivedField.NEITHER: FIELD_NEITHER,
    PerceivedField.RECORDED_ONLY: FIELD_RECORDED,
}
WORDS = {
    PerceivedField.RAISED_ONLY: gettext_lazy("raised but little recorded"),
    PerceivedField.BOTH: gettext_lazy("recorded and raised"),
    PerceivedField.NEITHER: gettext_lazy("neither recorded nor raised much"),
    PerceivedField.RECORDED_ONLY: gettext_lazy("recorded but not raised"),
    PerceivedField.UNPLACED: gettext_lazy("cannot be placed"),
    PerceivedField.NOT_CONSULTED: gettext_lazy("concern not known"),
    PerceivedField.NO_RATE: gettext_lazy("no rate"),
}


def blocks(context: SectionContext) -> list[Block]:
    both = [each for each in context.placements if each.more is not None and each.strong is not None]
    if not both:
        return [KeySentence(_nothing(context))]
    placed = [each for each in both if each.field in FIELDS]
    return [
        KeySentence(_key(context, placed, len(both))),
        *_pictures(context, placed),
        _table(context, both),
        *_together(context, both),
        *_map_and_words(context, placed),
        Heading(_("What this can mean, and what it cannot")),
        *_readings(),
    ]


def _nothing(context: SectionContext) -> str:
    if all(each.more is None for each in context.placements):
        few = (
            _("Too few districts have a rate to set what was recorded beside what was raised.")
            if len(context.landscape.rated.exposure) < FEWEST_RATES
            else _("Nothing was recorded in any district that has a rate, to be set beside what was raised.")
        )
        return f"{few} {told_in(context, _('What was recorded'), Numbered.LANDSCAPE)}"
    return _(
        "Too few districts were spoken of in three consultations, by three organisations, to set what was recorded "
        "beside what was raised. Where nobody was asked, concern is unknown, never low."
    )


def _key(context: SectionContext, placed: Sequence[Placement], both: int) -> str:
    if not placed:
        return ngettext(
            "Both sides are known of %(count)s district; it cannot be placed with enough certainty.",
            "Both sides are known of %(count)s districts; none can be placed with enough certainty.",
            both,
        ) % {"count": number(both)}
    told = [
        f"{WORDS[field]}: {listed(names, 4)}"
        for field in (*FIELDS[:2], FIELDS[3], FIELDS[2])
        if (names := [context.names[each.district] for each in placed if each.field == field])
    ]
    rest = ngettext(
        "%(placed)s of %(both)s district of which both sides are known could be placed.",
        "%(placed)s of %(both)s districts of which both sides are known could be placed.",
        both,
    ) % {"placed": number(len(placed)), "both": number(both)}
    sentence = "; ".join(told)
    return f"{sentence[:1].upper()}{sentence[1:]}. {rest}"


def _pictures(context: SectionContext, placed: Sequence[Placement]) -> Iterator[Block]:
    if not placed:
        return
    names = {field: [context.names[p.district] for p in placed if p.field == field] for field in FIELDS}
    cells = [
        CrossField(
            title=_capital(str(WORDS[field])),
            names=", ".join(names[field]) or _("no district"),
            colour=COLOURS[field],
        )
        for field in FIELDS
    ]
    told = "; ".join(f"{WORDS[field]}: {', '.join(names[field]) or _('no district')}" for field in FIELDS)
    yield Figure(
        svg=fields(cells),
        title=_("Districts by what was recorded and what was raised"),
        alt=_("Four fields. %(told)s.") % {"told": _capital(told)},
        caption=_(
            "Above: the concern told lies above the middle of the scale. To the right: the recorded rate lies above "
            "that of all other districts together. A district stands in a field only where both sides together are "
            "at least 95 % sure."
        ),
    )


def _map_and_words(context: SectionContext, placed: Sequence[Placement]) -> Iterator[Block]:
    """The map with the words of the districts' people beside it."""
    told = list(_in_words(context, placed))
    if not placed:
        yield from told
        return
    drawn = Figure(svg=_map(context), alt=_map_alt(context), caption=_("The same on the map."))
    yield SideBySide(columns=[[drawn], told]) if told else drawn


def _map(context: SectionContext) -> str:
    fields_of = {each.district: each.field for each in context.placements}
    areas = [
        MapArea(
            code=d["code"],
            name=d["name"],
            geometry=d["geometry"],
            value=float(FIELDS.index(fields_of[d["code"]])) if fields_of[d["code"]] in FIELDS else None,
            looked_at=fields_of[d["code"]] != PerceivedField.NOT_CONSULTED,
        )
        for d in context.frozen.boundaries["districts"]
    ]
    labels = MapLabels(
        not_looked_at=_("nobody was asked, or too few to say: unknown"), no_figure=_("cannot be placed, or no rate")
    )
    return district_map(
        areas,
        breaks=(0.5, 1.5, 2.5),
        class_labels=[str(WORDS[field]) for field in FIELDS],
        colours=[COLOURS[field] for field in FIELDS],
        labels=labels,
        width=HALF,
    )


def _map_alt(context: SectionContext) -> str:
    unknown = [context.names[p.district] for p in context.placements if p.field == PerceivedField.NOT_CONSULTED]
    told = _("Map of the districts by field; which districts lie in which is listed above.")
    if unknown:
        told += " " + _("Concern is not known in: %(names)s.") % {"names": listed(unknown, 12)}
    return told


def _table(context: SectionContext, both: Sequence[Placement]) -> Table:
    """Those in a field first, as the picture has them, the surest first."""
    order = {field: at for at, field in enumerate((*FIELDS, PerceivedField.UNPLACED))}
    rows = sorted(both, key=lambda each: (order[each.field], -each.sureness, context.names[each.district]))
    return Table(
        title=_("What was recorded, what was raised, and how sure either side is"),
        columns=[
            Column(_("District"), weight=3),
            Column(_("Records"), align="end", weight=1.4),
            Column(_("Rate"), align="end", weight=1.2),
            Column(_("Above the rest"), align="end", weight=1.8),
            Column(_("Concern"), align="end", weight=1.6),
            Column(_("Above the middle"), align="end", weight=1.8),
            Column(_("Field"), weight=3.2, emphasis=True),
        ],
        rows=[_row(context, each) for each in rows],
        note=_(
            "Records and rates are of the sources that looked at all districts alike, the rate is per 10,000 residents "
            "and year. Concern is the middle one of those who told it, from 1 to 5. How sure: the probability that the "
            "side lies above, with districts held to differ as much as they do in this city."
        ),
    )


def _row(context: SectionContext, each: Placement) -> list[str]:
    code = each.district
    rate, concern = context.rates.get(code), concern_of(context.frozen.sessions, code)
    return [
        context.names[code],
        of_rate(context, code),
        amount(rate.value) if rate else "–",
        probability(each.more),
        decimal(concern.middle) if concern else "–",
        probability(each.strong),
        str(WORDS[each.field]),
    ]


def _together(context: SectionContext, both: Sequence[Placement]) -> Iterator[Block]:
    """Whether the sides go together over the city; nothing from fewer than fifteen districts."""
    if len(both) < FEWEST_FOR_A_RANK:
        return
    rated = context.landscape.rated
    rates = [rated.counts[each.district] / rated.exposure[each.district] for each in both]
    told = [concern for each in both if (concern := concern_of(context.frozen.sessions, each.district))]
    levels = [concern.middle for concern in told]
    if len(levels) != len(rates) or len(set(rates)) < 2 or len(set(levels)) < 2:
        return
    tau, _p = kendall(rates, levels)
    low, high = interval(tau, len(rates))
    yield SmallPrint(
        _(
            "Over %(count)s districts the order by rate and the order by concern agree with a Kendall's tau-b of "
            "%(tau)s (95 %%: %(low)s to %(high)s): 1 is the same order, 0 none, −1 the opposite. %(reading)s"
        )
        % {
            "count": number(len(rates)),
            "tau": decimal(tau, 2),
            "low": decimal(low, 2),
            "high": decimal(high, 2),
            "reading": _reading(low, high),
        }
    )


def _reading(low: float, high: float) -> str:
    if low > 0:
        return _("More was raised where more was recorded.")
    if high < 0:
        return _("More was raised where less was recorded.")
    return _("Whether the two go together cannot be told.")


def _in_words(context: SectionContext, placed: Sequence[Placement]) -> Iterator[Block]:
    """What was said of each district that stands in a field, in the words of its people as the officers wrote them."""
    of_one_place = defaultdict(list)
    for row in (*said(context, "needs"), *said(context, "findings")):
        of_one_place[row.where].append(row)
    found = [(name, of_one_place[name,]) for name in (context.names[each.district] for each in placed)]
    if not any(of_it for _name, of_it in found):
        return
    yield Heading(_("In the words of those who spoke of them"))
    for name, of_it in found:
        if of_it:
            yield Heading(name, level=3)
            yield Bullets([_told(row) for row in chosen(of_it, MOST_WORDS)])
    silent = [name for name, of_it in found if not of_it]
    if silent:
        yield SmallPrint(
            _("Nothing that may be told in words was said of these alone: %(names)s.") % {"names": listed(silent, 12)}
        )


def _told(row: Statement) -> str:
    """Without its place, which stands above."""
    whom = "; ".join(filter(None, [row.level, listed(row.whom, 12), row.by]))
    return f"{row.text} ({whom})" if whom else row.text


def _readings() -> Iterator[Block]:
    yield Bullets(
        [
            _(
                "Raised but little recorded may be what is not reported, harm of a kind that is not recorded here, or "
                "worry. Ask there before concluding."
            ),
            _(
                "Recorded but not raised may be a blind spot of those who were asked, or harm that falls on people who "
                "were not."
            ),
            _("A district that nobody spoke of is unknown, never calm; no field says what a place or its people are."),
        ]
    )
    yield Paragraph(_("Nothing here ranks districts: within one field the table has the surest first."))


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
