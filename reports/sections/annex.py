"""Section 14: the annex – data tables, definitions, rules, the processing record, do no harm, distribution."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.models.processing import TOTALS_REMAIN, ProcessingRecord, retention_in_words
from analysis import METHOD_VERSION
from core import formats
from core.formats import number
from mapping.vocabulary import Credibility, Manifestation, Reliability, Scope, Target, Term
from output.charts.grading import GradingLabels, grading_matrix
from output.document import Block, Bullets, Column, Facts, Figure, Heading, Paragraph, Table
from reports.sections import (
    against_city,
    data_tables,
    drivers,
    landscape,
    method,
    needs,
    online,
    priorities,
    reached,
    scope,
    services,
    since_last,
    statements,
)
from reports.sections.context import SectionContext
from reports.sections.counted import records, share_of
from reports.sections.over_years import further_groups, years_table
from reports.sections.wording import FEWEST_FOR_A_SHARE, listed, share
from reports.snapshot import whole_fingerprint


def blocks(context: SectionContext) -> list[Block]:
    short = context.is_short
    return [
        Heading(_("Data tables")),
        *data_tables.blocks(context),
        *years_table(context),
        *further_groups(context),
        *against_city.table(context),
        *needs.scores(context),
        *statements.tables(context),
        *drivers.tables(context),
        *services.tables(context),
        *priorities.tables(context),
        *online.tables(context),
        *reached.tables(context),
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


def _grading(context: SectionContext) -> list[Block]:
    land = context.landscape
    counts: dict[str, int | str] = {f"{letter}{digit}": count for (letter, digit), count in land.grading.items()}
    terms = Facts([(f"{term.value}", f"{term.label}. {term.definition}") for term in (*Reliability, *Credibility)])
    if not land.grading:
        return [Paragraph(_("No record of the period has a grade.")), terms]
    most = max(land.grading.values())
    alt = _("Matrix of reliability by credibility. Well founded: %(share)s of the records. Most often: %(cells)s.") % {
        "share": share(land.well_graded, land.total) if land.total >= FEWEST_FOR_A_SHARE else number(land.well_graded),
        "cells": listed(sorted(f"{letter}{digit}" for (letter, digit), n in land.grading.items() if n == most)),
    }
    rows = [
        [
            f"{letter}{digit}",
            records(count, reliability=letter, credibility=str(digit)),
            share_of(count, land.total, reliability=letter, credibility=str(digit)),
        ]
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
        terms,
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
    terms: dict[str, list[Term]] = {
        _("In scope because"): list(Scope),
        _("What was done"): [term for term in Manifestation if term.value in used],
        _("Who was targeted"): [term for term in Target if term.value in used],
    }
    return [_terms(title, rows) for title, rows in terms.items() if rows]


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
