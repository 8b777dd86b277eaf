"""Contents → the files of an edition: the PDF, and the same as a page."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from analysis.confidence import Confidence
from output.pdf.typeset import typeset
from output.web.page import page_of
from reports.harm import QUESTIONS
from reports.models import Diagnosis, Judgement
from reports.sections.context import CONFIDENCE, Decided, Release, SectionContext
from reports.sections.report import build_report


def decided(diagnosis: Diagnosis) -> tuple[Decided, ...]:
    """The judgements of a diagnosis as they will be printed."""
    return tuple(
        Decided(
            statement=row.statement,
            likelihood=row.likelihood,
            confidence=row.confidence,
            reasons=tuple(row.confidence_reasons),
            evidence=tuple((item["what"], item["value"]) for item in row.evidence if "consultations" not in item),
            state=row.state,
            accepted_unread=row.accepted_unread,
            other_confidence=_why_other(row),
            key=row.key,
        )
        for row in diagnosis.judgements.exclude(state="dismissed").order_by("section", "order")
    )


def _why_other(row: Judgement) -> str:
    """The printed reason of somebody who set another confidence than the rule."""
    if not row.has_other_confidence:
        return ""
    by_rule = CONFIDENCE[Confidence(row.proposed_confidence)]
    return _("%(reason)s (set by a person; by the rule: %(level)s)") % {"reason": row.reason, "level": by_rule}


def released(diagnosis: Diagnosis) -> Release | None:
    """How it is let go, where it is."""
    if diagnosis.released_on is None:
        return None
    answers = {each.question: each for each in diagnosis.checks.all()}
    told = ((question, answers.get(question.code)) for question in QUESTIONS)
    return Release(
        on=diagnosis.released_on,
        answers=tuple(
            (str(question.text), str(each.get_answer_display()), each.note) for question, each in told if each
        ),
    )


class EditionFiles(NamedTuple):
    pdf: bytes
    page: bytes


def restricted_files(context: SectionContext) -> EditionFiles:
    """The restricted edition: the same bytes for the same snapshot and judgements."""
    report = build_report(context)
    return EditionFiles(typeset(report), page_of(report))
