"""Section 3: scope, method, who looked where, and what a reader must not conclude."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.markings import Marking
from analysis import METHOD_VERSION
from analysis.change import FEWEST_EARLIER as EARLIER_FOR_EXPECTATION
from analysis.left_out import Step
from analysis.questions.trend import FEWEST_WINDOWS as WINDOWS_FOR_A_TREND
from core.formats import day, days_or_still, number, percent
from core.sort_keys import alphabetical
from mapping.vocabulary import Scope
from output.document import (
    Block,
    Bullets,
    Column,
    Facts,
    Heading,
    KeySentence,
    Paragraph,
    SmallPrint,
    Table,
)
from reports.sections import chosen, threat
from reports.sections.contents import VOICES, empty_sections
from reports.sections.context import SectionContext
from reports.sections.counted import compared_in_both, left_out, made_of, recorded_in_both, records
from reports.sections.periods import long_period, unfinished
from reports.sections.readings import is_alike, why_unlike
from reports.sections.standing import Numbered, stands, told_in
from reports.sections.wording import FEWEST_FOR_A_SHARE, heads, label, listed
from reports.selection import BEFORE, EVER, OF_OLDER, YES
from reports.snapshot import looked_in


def blocks(context: SectionContext) -> list[Block]:
    return [
        KeySentence(_key(context)),
        Heading(_("What is counted")),
        Facts(_scope(context)),
        Heading(_("Sources and where they looked")),
        *_sources(context),
        Heading(_("What a reader must not conclude")),
        Bullets([*limits(context), *_of_words(context)]),
        *chosen.blocks(context),
        *_empty(context),
    ]


def how_counted(context: SectionContext) -> list[Block]:
    """Of the annex: how the records came in, and which are not compared."""
    frozen = context.frozen
    if not (frozen.imports or frozen.events or frozen.totals):
        none = _("No record is counted, in this period or in those before it.")
        return [Heading(_("How the records came in")), Paragraph(none), *_beside(context)]
    return [
        Heading(_("How the records came in")),
        *_imports(context),
        Heading(_("What is left out of the comparison")),
        *_left_out(context),
    ]


def _key(context: SectionContext) -> str:
    sources = len(looked_in(context.frozen.coverage, context.landscape.period))
    looked = ngettext("%(count)s source looked", "%(count)s sources looked", sources) % {"count": number(sources)}
    if context.not_looked_at:
        return _(
            "%(looked)s, and %(districts)s of %(all)s districts were looked at; the others are unknown, not quiet."
        ) % {
            "looked": looked,
            "districts": number(len(context.looked_at)),
            "all": number(len(context.frozen.areas)),
        }
    return _("%(looked)s, and every district was looked at.") % {"looked": looked}


def _scope(context: SectionContext) -> list[tuple[str, Any]]:
    land = context.landscape
    return [
        (_("Period"), long_period(land.period)),
        (
            _("Compared with"),
            _("%(period)s, the same calendar dates, so that seasons do not read as change")
            % {"period": long_period(land.comparison)},
        ),
        (
            _("Events"),
            _("approved records of distinct events; an event with several currents counts once under each"),
        ),
        (_("In scope"), listed([str(term.label).lower() for term in Scope], most=9)),
        (_("Never in scope"), _("individuals; lawful opinion, protest or worship alone")),
        *_once(context),
        *_markings(context),
        *by_one_person(context),
        *_graded(context),
        *threat.published(context),
        (_("Reports known until"), _known(context)),
        (_("Earlier periods"), _earlier(context)),
    ]


def _once(context: SectionContext) -> Iterator[tuple[str, Any]]:
    """How many records were left out because another tells of the same event better; snapshots of before hold none."""
    before, now = context.frozen.left_out_as_same
    if before or now:
        told = _(
            "one event, one count. Left out of every figure, because a better record tells of the same event: "
            "%(now)s of the period, %(before)s of the comparison"
        )
        yield _("The same event"), told % {"now": number(now), "before": number(before)}


def _graded(context: SectionContext) -> Iterator[tuple[str, Any]]:
    """The short diagnosis has it in its summary."""
    if not context.is_short and (graded := well_founded(context)):
        yield _("How well it is known"), graded


def well_founded(context: SectionContext) -> str:
    """Which share of the records is, and of which types of source; of few records nothing."""
    land = context.landscape
    if land.total < FEWEST_FOR_A_SHARE:
        return ""
    types = listed([label("source_types", key).lower() for key in land.source_types])
    return _("%(graded)s of the records are well founded (A–C and 1–3); they come from %(types)s.") % {
        "graded": made_of(percent(land.well_graded, land.total), land.well_graded, well_graded=YES),
        "types": types,
    }


def _markings(context: SectionContext) -> Iterator[tuple[str, Any]]:
    """True whether there are records above or none: what would differ with one of them would tell of it."""
    if context.frozen.marked_up_to:
        told = _(
            "up to %(marking)s. Records marked above are left out of every figure, map and sentence; whether there are "
            "some or none, and how many, is not told here"
        )
        yield _("Markings"), told % {"marking": Marking(context.frozen.marked_up_to).label}


def by_one_person(context: SectionContext) -> Iterator[tuple[str, Any]]:
    """What no second person looked at, and why; nothing where one looked at everything. In every edition."""
    if context.frozen.alone_because:
        told = _(
            "some of the records were approved by the person who wrote, handed in or changed them, and by no second "
            "one, because: %(because)s"
        )
        yield _("Approved by one person"), told % {"because": "; ".join(context.frozen.alone_because)}
    if context.release and context.release.alone_because:
        told = _(
            "the person who released this diagnosis also made the do-no-harm check or wrote some of what is printed, "
            "because: %(because)s"
        )
        yield _("Released by one person"), told % {"because": context.release.alone_because}


def _known(context: SectionContext) -> str:
    """Per source that looked in the period, where they differ."""
    frozen = context.frozen
    looked = looked_in(frozen.coverage, frozen.period)
    names = {source["key"]: source["name"] for source in frozen.sources}
    days_of = {names[key]: when for key, when in sorted(frozen.extracted.items()) if key in looked}
    if len(set(days_of.values())) < 2:
        return day(frozen.extracted_on)
    return listed([f"{name} {day(when)}" for name, when in days_of.items()], most=len(days_of))


def _earlier(context: SectionContext) -> str:
    """How many earlier periods the words rest on, and what so few do not let anybody say."""
    count = context.landscape.windows_alike
    if not count:
        return _("none that the same sources covered alike, so nothing is compared with what was before")
    told = ngettext(
        "%(count)s that the same sources covered alike", "%(count)s that the same sources covered alike", count
    ) % {"count": number(count)}
    if count < EARLIER_FOR_EXPECTATION:
        return told + _("; too few to say what earlier years lead one to expect: “higher / lower than before” instead")
    if count + 1 < WINDOWS_FOR_A_TREND:
        return told + _("; too few for “rising / falling over the years”")
    return told


def _sources(context: SectionContext) -> list[Block]:
    names = {source["key"]: source for source in context.frozen.sources}
    rows = []
    for row in context.frozen.coverage:
        # of a diagnosis that is made again later: who began to look after it
        if row.start > context.frozen.period.end:
            continue
        areas = (
            _("the whole city")
            if row.areas is None
            else listed(sorted((context.names.get(c, c) for c in row.areas), key=alphabetical), 4)
        )
        where = [] if row.areas is not None and not row.areas else [areas]
        rows.append(
            [
                names[row.source]["name"],
                label("source_types", names[row.source]["source_type"]),
                _(", ").join([*where, *([_("online")] if row.online else [])]),
                days_or_still(row.start, None if row.still_looking else row.end),
                label("completeness", row.completeness),
            ]
        )
    columns = [
        Column(_("Source"), weight=3),
        Column(_("Type"), weight=2),
        Column(_("Where"), weight=4),
        Column(_("When"), weight=4),
        Column(_("How completely"), weight=2),
    ]
    partly = [d.area.name for d in context.in_part]
    notes = []
    if context.not_looked_at:
        notes.append(
            _("Not looked at in the period: %(names)s.")
            % {"names": listed([d.area.name for d in context.not_looked_at], 12)}
        )
    if partly:
        notes.append(
            _("Looked at in part, on some days only or only sporadically: %(names)s.") % {"names": listed(partly, 12)}
        )
    notes += [
        _("%(source)s records otherwise since %(day)s, so what lies on both sides is not compared: %(why)s")
        % {"source": names[change.source]["name"], "day": day(change.on), "why": change.because}
        for change in context.frozen.practice_changes
    ]
    return [Table(columns=columns, rows=rows), *(SmallPrint(note) for note in notes)]


def _imports(context: SectionContext) -> list[Block]:
    if not context.frozen.imports:
        return [Paragraph(_("Every record was entered by hand and approved by a person."))]
    blocks: list[Block] = [
        Paragraph(
            _(
                "The records of these files were approved as a batch, not one by one; any other was entered by hand "
                "and approved by a person. A file is taken in whole or not at all."
            )
        ),
        Table(
            columns=[
                Column(_("File"), weight=5),
                Column(_("Taken out on"), weight=3),
                Column(_("Rows"), align="end", weight=1),
                Column(_("Records"), align="end", weight=2),
                Column(_("Not counted"), align="end", weight=2),
            ],
            rows=[
                [
                    row["file_name"],
                    day_of(row["extracted_on"]),
                    number(row["rows_read"]),
                    number(row["added"]),
                    number(len(row["not_counted"])),
                ]
                for row in context.frozen.imports
            ],
        ),
    ]
    dated = context.frozen.diagnosis["dated"]
    later = [
        row["file_name"] for row in context.frozen.imports if datetime.date.fromisoformat(row["extracted_on"]) > dated
    ]
    if later:
        told = _(
            "Taken out after the date of this diagnosis: %(files)s. What was reported after %(day)s is counted and not "
            "compared."
        )
        blocks.append(SmallPrint(told % {"files": listed(later), "day": day(dated)}))
    reasons = [_not_counted(entry) for row in context.frozen.imports for entry in row["not_counted"]]
    if reasons:
        blocks.append(SmallPrint(_("Not counted: %(rows)s.") % {"rows": listed(reasons)}))
    return blocks


def _empty(context: SectionContext) -> list[Block]:
    told = []
    # one that is left out is named above, with the reason
    if empty := [each for each in empty_sections(context) if stands(context, each.number)]:
        sections = _("There is not enough yet for these sections, which is a gap and no result: %(sections)s.")
        told.append(sections % {"sections": listed([str(section) for section in empty], most=len(empty))})
    if not threat.is_given(context):
        told.append(threat.not_given(context))
    return [Heading(_("What is not in this edition")), *map(Paragraph, told)] if told else []


def day_of(text: str) -> str:
    """A day of the snapshot's plain values, as it is printed."""
    return day(datetime.date.fromisoformat(text))


def _not_counted(entry: dict[str, Any]) -> str:
    return _("row %(row)s (%(column)s reads “%(value)s”)") % {
        "row": entry.get("row", "?"),
        "column": entry.get("column", "?"),
        "value": entry.get("value", ""),
    }


def _left_out(context: SectionContext) -> list[Block]:
    """The counts of both periods down to those that the city's words compare, so that a reader can add them up."""
    reckoned = context.landscape.reckoning
    steps = [
        (Step.LATE, reckoned.late, _("− reported later than could be known yet of the current period")),
        (Step.UNLIKE, reckoned.unlike, _("− of sources that did not look at the place alike in all periods compared")),
        (Step.FURTHER, reckoned.in_series, _("− further events of a series, which is compared as one")),
    ]
    taken = [(_taken_off(context, step, counts), words) for step, counts, words in steps if any(counts)]
    is_compared, why = is_alike(context.landscape.city), why_unlike(context.landscape.city)
    if not taken:
        told = (
            _("Nothing: all records of both periods are compared.")
            if is_compared
            else _("All of it: %(why)s, so what was recorded of the whole city is counted and not compared.")
            % {"why": why}
        )
        return [Paragraph(told), *_beside(context)]
    columns = [
        Column(_("Events"), weight=6),
        *(Column(head, align="end", weight=1.5) for head in heads(context.landscape)),
    ]
    rows = [
        (recorded_in_both(context, *reckoned.recorded), _("Recorded")),
        *taken,
        (
            compared_in_both(context, *reckoned.compared),
            _("= Compared, of the whole city")
            if is_compared
            else _("= Counted and not compared: %(why)s") % {"why": why},
        ),
    ]
    cells = [[words, *counts] for counts, words in rows]
    return [Table(columns=columns, rows=cells, strong_rows=[0, len(cells) - 1]), *_beside(context)]


def _taken_off(context: SectionContext, step: Step, counts: tuple[int, int]) -> tuple[str, str]:
    """Before and now; of years of which totals remain as numbers alone."""
    before, now = counts
    is_gone = context.landscape.by_totals or context.landscape.before_is_gone
    return number(before) if is_gone else left_out(before, step, BEFORE), left_out(now, step)


def _beside(context: SectionContext) -> Iterator[Block]:
    """What is in neither period, or in no district."""
    if crossing := context.landscape.left_out.crossing:
        told = ngettext(
            "%(count)s record, with a date too imprecise to tell the period, is in neither.",
            "%(count)s records, with dates too imprecise to tell the period, are in neither.",
            crossing,
        )
        yield SmallPrint(told % {"count": left_out(crossing, Step.CROSSING, EVER)})
    if older := context.frozen.of_older_boundaries:
        told = ngettext(
            "%(count)s record of all periods is placed in a district of older boundaries and counts for the city only.",
            "%(count)s records of all periods are placed in districts of older boundaries and count for the city only.",
            older,
        )
        yield SmallPrint(told % {"count": records(older, EVER, **{OF_OLDER: YES})})


def _of_words(context: SectionContext) -> Iterator[str]:
    """What words do not stand on; the short diagnosis has it in its summary."""
    if context.is_short:
        return
    if VOICES.has_content(context):
        yield _("What people said is what those said who were heard; it is no survey of the city.")
    if context.frozen.previous_method not in {"", METHOD_VERSION}:
        yield other_method(context)


def other_method(context: SectionContext) -> str:
    return _(
        "The last released diagnosis was made by version %(before)s of the method, this one by version %(now)s: where "
        "their words differ, that may be the method and not the city."
    ) % {"before": context.frozen.previous_method, "now": METHOD_VERSION}


def limits(context: SectionContext) -> list[str]:
    not_ended = unfinished(context.frozen.period, context.frozen.diagnosis["dated"])
    return [
        *([not_ended] if not_ended else []),
        _("More records are not more danger: they may be more trust, more staff, or a closer look."),
        _("No records where nobody looked are not peace."),
        _("A figure says what was recorded in a place, never what the people who live there are like."),
        " ".join(
            [
                _("“Cannot tell” is not “no change”."),
                told_in(context, _("What change could have been found"), Numbered.ANNEX),
            ]
        ),
    ]
