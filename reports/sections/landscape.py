"""Section 5: the landscape by area, by kind, over time; what changed; what could have been found."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.change import Change
from analysis.landscape import Counted, DeclaredQuestion
from analysis.left_out import Step
from analysis.months import Month
from analysis.questions.family import FEWEST
from analysis.records import month_start
from analysis.words import Word
from core import formats
from core.formats import number, percent
from output.charts.canvas import WIDTH
from output.charts.rows import BarRow, bars
from output.charts.time import MonthBar, months
from output.document import (
    Block,
    Bullets,
    Figure,
    Heading,
    KeySentence,
    Paragraph,
    SideBySide,
    SmallPrint,
)
from reports.sections import readings, threat
from reports.sections.against_city import against_city_blocks, not_compared
from reports.sections.contents import CATEGORY_TABLES
from reports.sections.context import SectionContext
from reports.sections.counted import compared, left_out, made_of, of_family, of_first, of_question, records
from reports.sections.detectable import detectable
from reports.sections.over_years import city_years, group_years
from reports.sections.periods import in_period, short_period
from reports.sections.pictures import severity_blocks, together_blocks, week_blocks
from reports.sections.readings import reading
from reports.sections.standing import Numbered
from reports.sections.where import counts_by_district, where_blocks
from reports.sections.wording import FEWEST_FOR_A_SHARE, label, listed, read_again_on, sensitivity_name
from reports.selection import EVER, YES

MOST_BARS = 6
# In pixels of the drawing: of a chart that stands beside another.
HALF = 320.0


def blocks(context: SectionContext) -> list[Block]:
    if context.is_short:
        return _of_few(context)
    over_years = [*city_years(context), *group_years(context)]
    has_rates = bool(context.landscape.rated.exposure)
    return [
        KeySentence(_key(context)),
        *threat.in_full(context),
        Heading(_("The city as a whole")),
        *_city(context),
        Heading(_("Where: recorded rate per 10,000 residents and year") if has_rates else _("Where")),
        *where_blocks(context),
        Heading(_("Districts against the city")),
        *against_city_blocks(context),
        *([Heading(_("Over time")), *over_years] if over_years else []),
        Heading(_("By current, and what was done")),
        SideBySide(
            columns=[
                [Heading(_("By current"), level=3), *_category(context, "currents", HALF)],
                [Heading(_("What was done"), level=3), *_category(context, "manifestations", HALF)],
            ]
        ),
        *([SmallPrint(_more())] if context.landscape.total else []),
    ]


def annexed(context: SectionContext) -> list[Block]:
    """What a reader of the landscape may want to see and nobody must: of the annex."""
    found = [Heading(_("What change could have been found")), *detectable(context)]
    if context.is_short:
        return found
    return [
        Heading(_("The landscape in more detail")),
        Heading(_("Month by month"), level=3),
        *_over_time(context),
        *week_blocks(context),
        Heading(_("In what kind of place"), level=3),
        *_category(context, "settings"),
        *severity_blocks(context),
        *together_blocks(context),
        *found,
    ]


def _more() -> str:
    return _(
        "Months, days of the week, hours, kinds of place, severity, what goes together, and what change could have "
        "been found: see section %(number)s."
    ) % {"number": number(int(Numbered.ANNEX))}


def _of_few(context: SectionContext) -> list[Block]:
    """Counts: no rate, no map, and nothing that sets one district beside another."""
    return [
        KeySentence(_key(context)),
        *threat.in_full(context),
        Heading(_("The city as a whole")),
        *_city(context),
        *([Heading(_("By district")), *by_district] if (by_district := counts_by_district(context)) else []),
        Heading(_("By current")),
        *_category(context, "currents"),
        Heading(_("What was done")),
        *_category(context, "manifestations"),
    ]


def _key(context: SectionContext) -> str:
    parts = [_of_city(context)]
    if moved := _moved(context):
        parts.append(moved)
    if context.not_looked_at:
        gaps = listed([d.area.name for d in context.not_looked_at])
        parts.append(_("Nobody looked at %(gaps)s.") % {"gaps": gaps})
    return " ".join(parts)


def _of_city(context: SectionContext) -> str:
    city = context.landscape.city
    if city.findings:
        return readings.of_the_city(context)
    before, now = compared(context, city, "city")
    told = (
        _("Records that can be compared: %(before)s → %(now)s.")
        if readings.is_alike(city)
        else _("Counted: %(before)s → %(now)s.")
    )
    counted = told % {"before": before, "now": now}
    return f"{counted} {readings.told(city)}"


def _moved(context: SectionContext) -> str:
    """Districts that moved against the city, or that none did where it was asked of any."""
    family = context.landscape.families["districts"]
    if family.findings:
        names = listed([f"{context.names[c.key]} ({reading(c)})" for c in family.findings])
        return _("Of the districts: %(names)s.") % {"names": names}
    asked = sum(change.against is not None for change in family.changes)
    if not asked:
        return ""
    return ngettext(
        "In the %(count)s district with enough records no move against the city can be told.",
        "In none of the %(count)s districts with enough records can a move against the city be told.",
        asked,
    ) % {"count": number(asked)}


def _city(context: SectionContext) -> list[Block]:
    land = context.landscape
    subject = _("Records that can be compared") if readings.is_alike(land.city) else _("Counted")
    told: list[Block] = [
        Paragraph(readings.counts_sentence(context, land.city, subject)),
        Paragraph(readings.told(land.city)),
    ]
    told += [Paragraph(_asked(context, each)) for each in land.asked]
    return [*told, *_counted_otherwise(context), *_sensitivity(context)]


def _counted_otherwise(context: SectionContext) -> list[Block]:
    """What is no simple count of records: series, and years whose records are gone."""
    land, sentences = context.landscape, []
    if land.series:
        sentences.append(
            ngettext(
                "Of the events of the period %(events)s belong to %(count)s series, which is tested as one.",
                "Of the events of the period %(events)s belong to %(count)s series, each of which is tested as one.",
                land.series,
            )
            % {
                "events": records(land.in_series, in_series=YES),
                "count": made_of(number(land.series), land.series, in_series=YES),
            }
        )
    if land.by_totals:
        years = listed([str(year) for year in land.by_totals])
        sentences.append(
            _("Records of %(years)s whose time is over are erased, and count here by the totals that remain of them.")
            % {"years": years}
        )
    if land.untold:
        windows = listed([short_period(window) for window in land.untold])
        sentences.append(
            _("Not compared with %(windows)s: records of then are erased, and totals remain of whole years alone.")
            % {"windows": windows}
        )
    return [SmallPrint(" ".join(sentences))] if sentences else []


def _asked(context: SectionContext, asked: DeclaredQuestion) -> str:
    """The one question of a trigger event, with the words that it was asked alone."""
    question, change = asked.declared, asked.change
    words = {"event": question.name, "window": short_period(question.window)}
    if change is None or len(asked.windows) < 2:
        return _("Asked alone for “%(event)s”, %(window)s: nothing to compare was recorded.") % words
    subject = _("the whole city") if question.family == "city" else label(question.family, question.key)
    counted = readings.counts(
        change,
        subject=subject,
        then=in_period(asked.windows[1]),
        now=in_period(question.window),
        both=of_question(context, asked, change),
    )
    return _("Asked alone, at 5 %%, as declared for “%(event)s” before the numbers were seen. %(counts)s %(told)s") % {
        **words,
        "counts": counted,
        "told": readings.told(change),
    }


def _sensitivity(context: SectionContext) -> list[Block]:
    """The same headlines on well founded records alone and, where there are several, without each type of source."""
    land = context.landscape
    told, is_compared = land.sensitivity, readings.is_alike(land.city)
    differing = [s for s in told if s.differs]
    if not told or not context.frozen.events:
        return []
    if not differing:
        again = read_again_on({s.reading for s in told})
        if not any(s.words for s in told) and not is_compared:
            # of what cannot be compared no change was looked for
            return []
        if not any(s.words for s in told):
            return [SmallPrint(_("%(reading)s: no change is found either.") % {"reading": again})]
        return [SmallPrint(_("%(reading)s: the findings are the same.") % {"reading": again})]
    sentences = []
    for found in differing:
        name = _("the whole city") if found.family == "city" else context.name_of(found.family, found.key)
        sentences.append(
            _("%(reading)s, %(name)s reads “%(other)s” instead of “%(word)s”.")
            % {
                "reading": sensitivity_name(found.reading),
                "name": name,
                "other": _found(found.others),
                "word": _found(found.words) if is_compared or found.family != "city" else readings.reading(land.city),
            }
        )
    return [Paragraph(_("Some findings depend on whose records are used:")), Bullets(sentences)]


def _found(words: Sequence[Word]) -> str:
    return _(", ").join(map(readings.word_alone, words)) or _("no change found")


def _over_time(context: SectionContext) -> list[Block]:
    land = context.landscape
    most = max(land.months, key=lambda month: month.known or 0)
    if not most.known:
        if not (land.total or land.total_before):
            return [Paragraph(_("Nothing was recorded in either period."))]
        return [Paragraph(_("No record of either period has a month that is known."))]
    happened = {m: list(_happened_in(context, m)) for m in land.months}
    svg = months(
        [
            MonthBar(label=formats.month_mark(m.start), count=m.known, current=m.current, marked=bool(happened[m]))
            for m in land.months
        ],
        current_label=short_period(land.period),
        comparison_label=short_period(land.comparison),
    )
    caption = _("Recorded events per month. Table A2 has the numbers.")
    if any(month.share_looked == 0 for month in land.months):
        caption += " " + _("A dash: nobody looked in that month.")
    if gone := sorted({month.start.year for month in land.months if month.is_gone}):
        caption += " " + _("Without the months of %(years)s: totals remain of whole years alone.") % {
            "years": listed([str(year) for year in gone])
        }
    if land.months_left_out:
        caption += " " + ngettext(
            "%(count)s record whose month is not known is left out.",
            "%(count)s records whose month is not known are left out.",
            land.months_left_out,
        ) % {"count": left_out(land.months_left_out, Step.NO_MONTH, EVER)}
    if told := [each for words in happened.values() for each in words]:
        # also in the alternative text, for whoever sees no triangle
        marked = " " + _("Triangles mark trigger events: %(events)s.") % {"events": listed(told, most=len(told))}
    else:
        marked = ""
    alt = _("Bars of the recorded events per month. Most in %(month)s (%(count)s).") % {
        "month": listed([formats.month(month.start) for month in land.months if month.known == most.known]),
        "count": number(most.known),
    }
    return [Figure(svg=svg, alt=alt + marked, caption=caption + marked)]


def _happened_in(context: SectionContext, month: Month) -> Iterator[str]:
    """The trigger events of a month, as far as it lies in its period."""
    land = context.landscape
    period = land.period if month.current else land.comparison
    for when, name in sorted(context.frozen.trigger_days):
        if period.holds(when, when) and month_start(when) == month_start(month.start):
            yield f"{formats.day(when)}: {name}"


def _category(context: SectionContext, family: str, width: float = WIDTH) -> list[Block]:
    rows = context.landscape.counts[family]
    total = context.landscape.total
    shown = [row for row in rows if row.now][:MOST_BARS]
    if not shown:
        nothing = Paragraph(_("Nothing was recorded under this heading in the period."))
        return [nothing, *family_note(context, family)]
    if len(shown) == 1:
        only = shown[0]
        return [
            Paragraph(
                ngettext(
                    "The one record that says so reads “%(label)s”.",
                    "All %(count)s records that say so read “%(label)s”.",
                    only.now,
                )
                % {"count": of_family(only.now, family, only.key), "label": label(family, only.key)}
            ),
            *family_note(context, family),
        ]
    return [category_figure(family, shown, total, width), *family_note(context, family)]


def category_figure(family: str, rows: Sequence[Counted], total: int, width: float = WIDTH) -> Figure:
    """Bars of one category with counts and shares of all records."""
    told = total >= FEWEST_FOR_A_SHARE
    texts = [f"{number(row.now)} · {percent(row.now, total)}" if told else number(row.now) for row in rows]
    svg = bars(
        [
            BarRow(label=label(family, row.key), value=row.now, text=text, emphasis=position == 0)
            for position, (row, text) in enumerate(zip(rows, texts, strict=True))
        ],
        width=width,
    )
    alt = _("Bars: %(rows)s.") % {
        "rows": listed([f"{label(family, row.key)} {number(row.now)}" for row in rows], most=len(rows))
    }
    if told:
        caption = _(
            "Records and their share of all; a record may count under several. Table %(table)s has the numbers."
        )
    else:
        caption = _("Records; one may count under several. Table %(table)s has the numbers.")
    return Figure(svg=svg, alt=alt, caption=caption % {"table": CATEGORY_TABLES[family]})


def _counts(context: SectionContext, change: Change, family: str) -> str:
    """The two counts that a word is of: of a rise over the years that of the first year, which is named."""
    before, now = compared(context, change, family)
    if not _goes_over_years(change):
        return f"{before} → {now}"
    first = readings.from_first(context, change, of_first(context, change, family))
    return _("%(from_first)s to %(now)s") % {"from_first": first, "now": now}


def _goes_over_years(change: Change) -> bool:
    return change.word in {Word.RISING, Word.FALLING}


def _words(context: SectionContext, change: Change, family: str) -> str:
    return reading(change) if _goes_over_years(change) else readings.beside(context, change, family)


def family_note(context: SectionContext, family: str) -> list[Block]:
    """What of a family changed, in one sentence; what cannot be compared, in another."""
    judged = context.landscape.families.get(family)
    if judged is None:
        return []
    told = [
        f"{label(family, c.key)} {_counts(context, c, family)} ({_words(context, c, family)})" for c in judged.findings
    ]
    changed = [change for change in judged.changes if not readings.is_alike(change)]
    asked = sum(change.expected is not None for change in judged.changes)
    blocks: list[Block] = []
    if told:
        blocks.append(SmallPrint(_("Changed: %(rows)s.") % {"rows": listed(told)}))
    elif asked:
        unchanged = ngettext(
            "In the %(count)s kind with enough records no change can be told.",
            "In none of the %(count)s kinds with enough records can a change be told.",
            asked,
        ) % {"count": number(asked)}
        if same := [label(family, c.key) for c in judged.changes if c.word == Word.ABOUT_THE_SAME]:
            unchanged += " " + _("About the same as was to be expected: %(names)s.") % {"names": listed(same)}
        blocks.append(SmallPrint(unchanged))
    if first := [label(family, c.key) for c in judged.changes if _is_first(c)]:
        told_of = _("Of %(names)s nothing was recorded before, so whether that is a change cannot be told.")
        blocks.append(SmallPrint(told_of % {"names": listed(first)}))
    if changed:
        blocks.append(not_compared(changed[0], listed([label(family, c.key) for c in changed])))
    return blocks


def _is_first(change: Change) -> bool:
    """Enough of what no earlier period has, and too few of these to call it new."""
    return change.word == Word.CANNOT_TELL and not sum(change.earlier) and change.now >= FEWEST
