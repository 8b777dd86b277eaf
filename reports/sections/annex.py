"""Section 14: the annex – data tables, definitions, rules, the processing record, do no harm, distribution."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models.processing import TOTALS_REMAIN, ProcessingRecord, retention_in_words
from analysis import METHOD_VERSION
from analysis.change import Change
from analysis.landscape import Counted, District
from analysis.months import Month
from core import formats
from core.formats import decimal, number
from mapping.vocabulary import Credibility, Manifestation, Reliability, Scope, Target, Term
from output.charts.grading import GradingLabels, grading_matrix
from output.document import Block, Bullets, Column, Facts, Figure, Heading, Paragraph, Table
from reports.sections import (
    against_city,
    drivers,
    landscape,
    method,
    needs,
    online,
    priorities,
    scope,
    services,
    since_last,
    statements,
    voices,
)
from reports.sections.contents import CATEGORY_TABLES
from reports.sections.context import FEWEST_FOR_A_SHARE, SectionContext, heads, label, share
from reports.sections.counted import compared, of_family, records
from reports.sections.over_years import years_table
from reports.sections.readings import expected, named, reading
from reports.selection import BEFORE, NOW
from reports.snapshot import whole_fingerprint

# Of the other families no total remains of a year whose records are gone.
TOLD_BY_TOTALS = frozenset({"currents", "manifestations", "targets"})


def blocks(context: SectionContext) -> list[Block]:
    short = context.is_short
    return [
        Heading(_("Data tables")),
        _districts(context),
        _months(context),
        *_categories(context),
        *online.tables(context),
        *years_table(context),
        *against_city.table(context),
        *needs.scores(context),
        *statements.tables(context),
        *voices.tables(context),
        *drivers.tables(context),
        *services.tables(context),
        *priorities.tables(context),
        *since_last.in_full(context),
        *landscape.annexed(context),
        *scope.how_counted(context),
        Heading(_("Grading of the records")),
        *_grading(context),
        Heading(_("Definitions")),
        *_definitions(context),
        Heading(method.of_method(context)),
        Bullets(
            [
                *method.of_change(context),
                *([] if short else method.of_rates(context)),
                *method.of_the_rest(context),
            ]
        ),
        Heading(_("Processing record")),
        Facts(processing(context)),
        Heading(_("Do no harm")),
        Paragraph(harm()),
        *_checked(context),
        Heading(_("Distribution")),
        Paragraph(_distribution()),
        Heading(_("Fingerprint")),
        Facts(
            [
                (_("Snapshot (SHA-256)"), whole_fingerprint(context.frozen.sha256)),
                (_("Version of the method"), METHOD_VERSION),
            ]
        ),
    ]


def _districts(context: SectionContext) -> Table:
    land = context.landscape
    rates = [Column(_("Rate (95 %)"), align="end", weight=3.2), Column(_("Smoothed"), align="end", weight=2.3)]
    columns = [
        Column(_("Code"), weight=1.3),
        Column(_("District"), weight=4.2),
        Column(_("Residents"), align="end", weight=2.2),
        Column(heads(context)[0], align="end", weight=1.4),
        Column(heads(context)[1], align="end", weight=1.4),
        *([] if context.is_short else rates),
        Column(_("Reading"), weight=3.8),
    ]
    if context.is_short:
        return Table(
            columns=columns,
            rows=[_without_rates(_district_row(context, district)) for district in land.districts],
            number="A1",
            title=_("Districts: records and change"),
            note=_("A dash: not looked at, or not known."),
        )
    return Table(
        columns=columns,
        rows=[_district_row(context, district) for district in land.districts],
        number="A1",
        title=_("Districts: records, rate per 10,000 residents and year, change"),
        note=_(
            "A dash: not looked at, or not known. Rates are of the sources that looked at all districts alike, and "
            "none "
            "is given where it was looked at in part. Smoothed rates are those of the map."
        ),
    )


def _without_rates(row: list[str]) -> list[str]:
    return [*row[:5], row[7]]


def _district_row(context: SectionContext, district: District) -> list[str]:
    area, rate = district.area, district.rate
    is_gone = context.landscape.before_is_gone
    before = number(district.before) if is_gone else of_family(district.before, "districts", area.code, BEFORE)
    looked = district.share_looked > 0
    return [
        area.code,
        area.name,
        number(area.population) if area.population is not None else "–",
        before if looked and district.share_looked_before >= district.share_looked else "–",
        of_family(district.count, "districts", area.code) if looked else "–",
        f"{decimal(rate.value)} ({decimal(rate.low)}–{decimal(rate.high)})" if rate else "–",
        decimal(district.smoothed, 2) if district.smoothed is not None else "–",
        _district_word(district),
    ]


def _district_word(district: District) -> str:
    if district.change is None:
        return _("not looked at")
    return reading(district.change) + (_("; looked at in part") if district.in_part else "")


def _months(context: SectionContext) -> Table:
    return Table(
        columns=[Column(_("Month")), Column(_("Records"), align="end"), Column(_("Period"))],
        rows=[
            [
                formats.month(each.start),
                "–" if each.known is None else _of_month(each),
                _("now") if each.current else _("before"),
            ]
            for each in context.landscape.months
        ],
        number="A2",
        title=_("Records per month"),
        note=_("A dash: nobody looked in that month, or totals remain of its year alone.")
        if any(each.known is None for each in context.landscape.months)
        else "",
    )


def _of_month(month: Month) -> str:
    return records(month.known or 0, NOW if month.current else BEFORE, month=month.start.strftime("%Y-%m"))


def _categories(context: SectionContext) -> list[Table]:
    titles = {
        "currents": _("By current"),
        "manifestations": _("By what was done"),
        "targets": _("By targeted group"),
        "settings": _("By kind of place"),
        "spaces": _("Offline and online"),
        "source_types": _("By type of source"),
    }
    return [_category(context, family, title) for family, title in titles.items()]


def _category(context: SectionContext, family: str, title: str) -> Table:
    land = context.landscape
    judged = land.families.get(family)
    columns = [
        Column(_("Category"), weight=4),
        Column(heads(context)[0], align="end", weight=1.4),
        Column(heads(context)[1], align="end", weight=1.4),
        Column(_("Share"), align="end", weight=1.2),
    ]
    if judged:
        columns += [
            Column(_("Compared"), align="end", weight=1.8),
            Column(_("Expected"), align="end", weight=2.2),
            Column(_("Reading"), weight=3),
        ]
    rows = []
    for row in land.counts[family]:
        cells = [label(family, row.key), _before(context, family, row), of_family(row.now, family, row.key)]
        cells.append(share(row.now, land.total))
        if judged:
            change = judged.of(row.key)
            cells[0] = named(cells[0], change) if change else cells[0]
            told = change and [_compared(context, change, family), expected(change), reading(change)]
            cells += told or ["–", "–", "–"]
        rows.append(cells)
    return Table(
        columns=columns, rows=rows, number=CATEGORY_TABLES[family], title=title, note=_unstated(context, family)
    )


def _before(context: SectionContext, family: str, row: Counted) -> str:
    if context.landscape.before_is_gone:
        return number(row.before) if family in TOLD_BY_TOTALS else "–"
    return of_family(row.before, family, row.key, BEFORE)


def _compared(context: SectionContext, change: Change, family: str) -> str:
    """The counts that the words rest on; those before them are of every record."""
    return " → ".join(compared(context, change, family))


def _unstated(context: SectionContext, family: str) -> str:
    """How many records of the period say nothing here, where a record may."""
    field = {"settings": "setting"}.get(family, family)
    if field not in {"currents", "manifestations", "targets", "setting"}:
        return ""
    silent = sum(not getattr(e, field) for e in context.recorded_in(context.landscape.period))
    if not silent:
        return ""
    return ngettext(
        "%(count)s record of the period says nothing here.", "%(count)s records of the period say nothing here.", silent
    ) % {"count": number(silent)}


def _grading(context: SectionContext) -> list[Block]:
    land = context.landscape
    counts: dict[str, int | str] = {f"{letter}{digit}": count for (letter, digit), count in land.grading.items()}
    most = max(land.grading.items(), key=lambda item: item[1], default=((("–", 0)), 0))
    alt = _("Matrix of reliability by credibility: %(share)s of the records are well founded; most are %(cell)s.") % {
        "share": share(land.well_graded, land.total) if land.total >= FEWEST_FOR_A_SHARE else number(land.well_graded),
        "cell": f"{most[0][0]}{most[0][1]}",
    }
    rows = [
        [f"{letter}{digit}", records(count, reliability=letter, credibility=str(digit)), share(count, land.total)]
        for (letter, digit), count in sorted(land.grading.items())
    ]
    return [
        Figure(
            svg=grading_matrix(counts, labels=_grading_labels()),
            alt=alt,
            caption=_("Records of the period by Admiralty grade."),
        ),
        Table(
            columns=[Column(_("Grade")), Column(_("Records"), align="end"), Column(_("Share"), align="end")],
            rows=rows,
            number="A19",
            title=_("Records by grade"),
        ),
        Facts([(f"{term.value}", f"{term.label}. {term.definition}") for term in (*Reliability, *Credibility)]),
    ]


def _grading_labels() -> GradingLabels:
    return GradingLabels(
        rows=[f"{term.value} {term.label}" for term in Reliability],
        columns=[f"{term.value} {term.label}" for term in Credibility],
        row_title=_("Source"),
        column_title=_("Information"),
        well_graded=_("well founded"),
    )


def _definitions(context: SectionContext) -> list[Block]:
    land = context.landscape
    used = {row.key for row in land.counts["manifestations"]} | {row.key for row in land.counts["targets"]}
    return [
        _terms(_("In scope because"), list(Scope)),
        _terms(_("What was done"), [term for term in Manifestation if term.value in used]),
        _terms(_("Who was targeted"), [term for term in Target if term.value in used]),
    ]


def _terms(title: str, terms: Sequence[Term]) -> Table:
    return Table(
        columns=[
            Column(_("Term"), weight=2.4, emphasis=True),
            Column(_("Meaning"), weight=4),
            Column(_("Source"), weight=3),
        ],
        rows=[[str(term.label), str(term.definition), str(term.source)] for term in terms],
        title=title,
    )


def _opinion(record: dict[str, Any]) -> str:
    """With its day, where that is recorded; snapshots of before hold none."""
    if not record.get("officer_opinion_on"):
        return str(record["officer_opinion"])
    return _("%(opinion)s (Given on %(day)s.)") % {
        "opinion": record["officer_opinion"],
        "day": formats.day(datetime.date.fromisoformat(record["officer_opinion_on"])),
    }


def processing(context: SectionContext) -> list[tuple[str, str]]:
    record = context.frozen.processing_record
    basis = ProcessingRecord.LegalBasis(record["legal_basis"]).label
    assessment = ProcessingRecord.ImpactAssessment(record["impact_assessment"]).label
    return [
        (_("Controller"), record["controller"]),
        (_("Contact"), record["contact"]),
        (_("Purpose"), record["purpose"]),
        (_("Legal basis"), f"{basis}: {record['legal_basis_law']}"),
        (_("Special categories and offences"), record["special_categories"]),
        (_("Impact assessment"), f"{assessment}. {record['impact_assessment_note']}"),
        (_("Opinion of the data-protection officer"), _opinion(record)),
        (_("Kept for"), f"{retention_in_words(record['retention'])}. {TOTALS_REMAIN}"),
        (_("Archive"), record["archive_rule"]),
        (_("Secrecy ground"), record["secrecy_ground"]),
    ]


def harm() -> str:
    return _(
        "This document holds no cases and no individuals. It says what was recorded in places and against whom; it "
        "never says what a place or a group is. Do not use it to single out people, to police by district figures, or "
        "to answer for communities that we have not reached yet. A reader who recognises a person in it should tell "
        "the owner named on the cover."
    )


def _checked(context: SectionContext) -> list[Block]:
    """The check that was made before the release, question by question."""
    if context.release is None:
        return []
    columns = [Column(_("Question"), weight=4), Column(_("Answer"), weight=3), Column(_("What was done"), weight=4)]
    rows = [[question, answer, note or "–"] for question, answer, note in context.release.answers]
    note = (
        _("Answered before the release. One person both released it and had it in hand before: section 3 says why.")
        if context.release.alone_because
        else _("Answered before the release; another person released it.")
    )
    return [Table(columns=columns, rows=rows, note=note)]


def _distribution() -> str:
    return _(
        "Restricted edition: for officers and admins of the city, and members of its network cleared for TLP:AMBER or "
        "above. Pass it on only within that circle. Markings do not bind a court; the secrecy ground above does."
    )
