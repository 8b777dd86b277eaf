"""Section 5: the landscape by area, by kind, over time; what changed; what could have been found."""

from collections.abc import Iterable, Sequence
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.change import Change, Word
from analysis.landscape import Counted, District
from core import formats
from core.formats import decimal, number, number_marks, percent
from output.charts.rows import BarRow, ChangeRow, bars, change_pairs
from output.charts.time import MonthBar, months
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
from reports.sections.contents import CATEGORY_TABLES
from reports.sections.context import (
    SectionContext,
    change_row,
    label,
    listed,
    probability,
    sensitivity_name,
    short_period,
    word,
    word_alone,
)
from reports.sections.places import landscape_map

MOST_ROWS, MOST_BARS = 8, 6
DIRECTIONS: dict[Word, Literal["up", "down"]] = {
    Word.RISING: "up",
    Word.HIGHER: "up",
    Word.FALLING: "down",
    Word.LOWER: "down",
}


def blocks(context: SectionContext) -> list[Block]:
    return [
        KeySentence(_key(context)),
        Heading(_("Where: recorded rate per 10,000 residents and year")),
        *_where(context),
        Heading(_("What changed beyond noise")),
        *_changes(context),
        Heading(_("Over time")),
        *_over_time(context),
        Heading(_("By current")),
        *_category(context, "currents"),
        Heading(_("What was done")),
        *_category(context, "manifestations"),
        Heading(_("In what kind of place")),
        *_category(context, "settings"),
        Heading(_("What change could have been found")),
        *_detectable(context),
    ]


def _key(context: SectionContext) -> str:
    land = context.landscape
    findings = land.families["districts"].findings
    if findings:
        names = listed([f"{context.names[c.key]} ({word(c)})" for c in findings])
        text = _("Recorded activity changed beyond noise in %(names)s") % {"names": names}
    else:
        text = _("No district changed beyond noise")
    if context.not_looked_at:
        gaps = listed([d.area.name for d in context.not_looked_at])
        return _("%(text)s; nobody looked at %(gaps)s.") % {"text": text, "gaps": gaps}
    return f"{text}."


def _where(context: SectionContext) -> list[Block]:
    land = context.landscape
    apart = land.smoothing.distinct
    elsewhere = land.total - land.by_place.get("district", 0)
    caption = _(
        "Approved records placed in a district, %(period)s, small districts smoothed; hatched: not looked at. "
        "%(elsewhere)s records without a district (city-wide, online, outside) are not on the map. "
        "Table A1 has the numbers."
    ) % {"period": short_period(land.period), "elsewhere": number(elsewhere)}
    figure = Figure(
        svg=landscape_map(
            context,
            lambda d: d.smoothed,
            one_colour=not apart,
            outlined=_("surely above 1.5 × the city's rate"),
        ),
        alt=_map_alt(context),
        caption=caption,
    )
    blocks: list[Block] = [figure]
    if not apart:
        blocks.append(
            Paragraph(_("The districts cannot be told apart: their figures differ no more than chance alone would."))
        )
    return [*blocks, *_concentrations(context)]


def _map_alt(context: SectionContext) -> str:
    ranked = sorted((d for d in context.looked_at if d.smoothed is not None), key=_smoothed, reverse=True)
    gaps = _(" Not looked at: %(names)s.") % {"names": listed([d.area.name for d in context.not_looked_at])}
    tail = gaps if context.not_looked_at else ""
    if not ranked:
        return _("Map of the districts in one colour: their recorded rates cannot be told apart.") + tail
    top = listed([f"{d.area.name} ({decimal(_smoothed(d))})" for d in ranked[:3]], most=3)
    return _("Map of the smoothed recorded rate per 10,000 residents and year. Highest: %(top)s.") % {"top": top} + tail


def _smoothed(district: District) -> float:
    return district.smoothed or 0.0


def _concentrations(context: SectionContext) -> list[Block]:
    land = context.landscape
    if not land.concentrations:
        return [Paragraph(_("No district is surely above one and a half times the city's rate."))]
    rows = [
        [context.names[c.district], number(c.events), number(c.dates), number(c.places), probability(c.probability)]
        for c in land.concentrations
    ]
    columns = [
        Column(_("District"), weight=4),
        Column(_("Records"), align="end", weight=2),
        Column(_("Dates"), align="end", weight=2),
        Column(_("Kinds of place"), align="end", weight=2),
        Column(_("Probability"), align="end", weight=2),
    ]
    note = _("The recorded rate is above 1.5 × the city's with a probability of at least 95 %.")
    if land.on_one_point:
        note += " " + _("%(count)s records on one identical point, such as a centroid, are left out.") % {
            "count": number(land.on_one_point)
        }
    return [Table(columns=columns, rows=rows, title=_("Concentrations"), note=note)]


def _changes(context: SectionContext) -> list[Block]:
    land = context.landscape
    family = land.families["districts"]
    findings = list(family.findings)
    largest = sorted(
        (c for c in family.changes if c.word in {Word.NO_CLEAR_CHANGE, Word.RECORDING_CHANGED}),
        key=lambda c: -(c.now + c.before),
    )
    chosen = [*findings, *largest][: max(MOST_ROWS, len(findings))]
    rows = [(_("The whole city"), land.city), *((context.names[c.key], c) for c in chosen)]
    few = sum(1 for c in family.changes if c.word == Word.TOO_FEW)
    note = _(
        "Exact conditional tests that allow for the usual variation; false discoveries held at 10 %% over the "
        "districts with at least 10 records in both periods together. The interval shows the largest change that is "
        "not ruled out. %(few)s districts have too few records to tell; "
        "table A1 lists them all."
    ) % {"few": number(few)}
    pairs = [_pair(context.names[c.key], c) for c in chosen]
    blocks: list[Block] = [change_table(_("District"), rows, note=note, strong_rows=[0])]
    if pairs:
        blocks.append(
            Figure(
                svg=change_pairs(
                    pairs,
                    before_label=short_period(land.comparison),
                    now_label=short_period(land.period),
                    marks=number_marks(),
                ),
                alt=_("Recorded events before and now in the districts of the table above: %(rows)s.")
                % {"rows": listed([f"{p.label} {p.text}, {p.word}" for p in pairs], most=MOST_ROWS)},
                caption=_("Comparable records per district. An arrow is drawn only where a change is clear."),
            )
        )
    return [*blocks, *_sensitivity(context)]


def _pair(name: str, change: Change) -> ChangeRow:
    return ChangeRow(
        label=name,
        before=change.before,
        now=change.now,
        word=word(change),
        text=f"{number(change.before)} → {number(change.now)}",
        direction=DIRECTIONS.get(change.word),
    )


def change_table(
    first: str, rows: Iterable[tuple[str, Change]], *, note: str, strong_rows: Sequence[int] = ()
) -> Table:
    columns = [
        Column(first, weight=4),
        Column(_("Before"), align="end", weight=1.3),
        Column(_("Now"), align="end", weight=1.3),
        Column(_("Ratio (95 %)"), align="end", weight=2.6),
        Column(_("Reading"), weight=3, emphasis=True),
    ]
    return Table(columns=columns, rows=[change_row(*row) for row in rows], note=note, strong_rows=strong_rows)


def _sensitivity(context: SectionContext) -> list[Block]:
    """The same headlines on well founded records alone and without each type of source."""
    differing = [s for s in context.landscape.sensitivity if s.other != s.word]
    if not differing:
        return [
            SmallPrint(
                _("On well founded records alone, and without each type of source in turn, the readings are the same.")
            )
        ]
    sentences = []
    for found in differing:
        name = _("the whole city") if found.family == "city" else context.name_of(found.family, found.key)
        sentences.append(
            _("%(reading)s, %(name)s reads “%(other)s” instead of “%(word)s”.")
            % {
                "reading": sensitivity_name(found.reading),
                "name": name,
                "other": word_alone(found.other),
                "word": word_alone(found.word),
            }
        )
    return [Paragraph(_("Some readings depend on whose records are used:")), Bullets(sentences)]


def _over_time(context: SectionContext) -> list[Block]:
    land = context.landscape
    most = max(land.months, key=lambda month: month.count)
    svg = months(
        [MonthBar(label=formats.month_mark(m.start), count=m.count, current=m.current) for m in land.months],
        current_label=short_period(land.period),
        comparison_label=short_period(land.comparison),
    )
    caption = _("Recorded events per month. Table A2 has the numbers.")
    if land.months_left_out:
        caption += " " + ngettext(
            "%(count)s record whose month is not known is left out.",
            "%(count)s records whose month is not known are left out.",
            land.months_left_out,
        ) % {"count": number(land.months_left_out)}
    alt = _("Bars of the recorded events per month. Most in %(month)s (%(count)s).") % {
        "month": formats.month(most.start),
        "count": number(most.count),
    }
    return [Figure(svg=svg, alt=alt, caption=caption)]


def _category(context: SectionContext, family: str) -> list[Block]:
    rows = context.landscape.counts[family]
    total = context.landscape.total
    shown = [row for row in rows if row.now][:MOST_BARS]
    if not shown:
        return [Paragraph(_("Nothing was recorded under this heading in the period."))]
    if len(shown) == 1:
        only = shown[0]
        return [
            Paragraph(
                _("All %(count)s records that say so read “%(label)s” (before: %(before)s).")
                % {"count": number(only.now), "label": label(family, only.key), "before": number(only.before)}
            )
        ]
    return [category_figure(family, shown, total), *_family_note(context, family)]


def category_figure(family: str, rows: Sequence[Counted], total: int) -> Figure:
    """Bars of one category with counts and shares of all records."""
    texts = [f"{number(row.now)} · {percent(row.now, total)}" for row in rows]
    svg = bars(
        [
            BarRow(label=label(family, row.key), value=row.now, text=text, emphasis=position == 0)
            for position, (row, text) in enumerate(zip(rows, texts, strict=True))
        ]
    )
    alt = _("Bars: %(rows)s.") % {
        "rows": listed([f"{label(family, row.key)} {number(row.now)}" for row in rows], most=len(rows))
    }
    caption = _("Records and their share of all; a record may count under several. Table %(table)s has the numbers.")
    return Figure(svg=svg, alt=alt, caption=caption % {"table": CATEGORY_TABLES[family]})


def _family_note(context: SectionContext, family: str) -> list[Block]:
    """What of a family changed, in one sentence."""
    judged = context.landscape.families.get(family)
    if judged is None:
        return []
    told = [c for c in judged.changes if c.word.is_finding or c.word == Word.RECORDING_CHANGED]
    if not told:
        return [SmallPrint(_("None of them changed beyond what varies anyway."))]
    rows = [f"{label(family, c.key)} {number(c.before)} → {number(c.now)} ({word(c)})" for c in told]
    return [SmallPrint(_("Beyond noise: %(rows)s.") % {"rows": listed(rows)})]


def _detectable(context: SectionContext) -> list[Block]:
    rows = [
        [number(base), number(now) if now is not None else _("not even 20 times as many")]
        for base, now in context.landscape.detectable
    ]
    columns = [
        Column(_("A district with this many before"), align="end"),
        Column(_("would have needed now"), align="end"),
    ]
    note = _(
        "The number from which a rise in a single district would have been found nine times in ten, with this city's "
        "usual variation. A smaller rise may be there and unseen."
    )
    return [Table(columns=columns, rows=rows, note=note)]
