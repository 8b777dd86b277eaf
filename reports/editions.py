"""Contents → the files of an edition: the PDF, and the same as a page."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.markings import Marking, highest, readable, up_to
from analysis.confidence import Confidence
from output.document import Report
from output.leads import leading, plain
from output.pdf.typeset import typeset
from output.web.page import page_of
from reports.judgements.attached import judgements_of, leads_of
from reports.models import Diagnosis, Edition, Judgement
from reports.partner.figures import Figures, written
from reports.partner.report import build_partner_report
from reports.partner.view import partner_view
from reports.proposals import propose
from reports.release.harm import QUESTIONS
from reports.sections.context import SectionContext
from reports.sections.decisions import Decided, Recommended, Release, Weighed
from reports.sections.judgements import PRINTED, evidence_lines
from reports.sections.report import build_report
from reports.sections.wording import CONFIDENCE
from reports.snapshot import FROZEN_UP_TO, SnapshotData, sha256

# The keys of judgements of what was said alone, in which no record has a say.
SAID = r"^voices\.(need|disagreement|concern|trust|groups)\."


def decided(diagnosis: Diagnosis) -> tuple[Decided, ...]:
    """The judgements of a diagnosis as they will be printed; one whose evidence has left it is undecided again."""
    return tuple(
        Decided(
            statement=row.statement,
            likelihood=row.likelihood,
            confidence=row.confidence,
            reasons=tuple(row.confidence_reasons),
            evidence=tuple((item["what"], item["value"]) for item in row.evidence if is_printed(item)),
            state=Judgement.State.PROPOSED if row.left else row.state,
            accepted_unread=row.accepted_unread,
            other_confidence=_why_other(row),
            key=row.key,
            is_carried=row.is_carried,
            leads=leads_of(row),
        )
        for row in judgements_of(diagnosis)
        if row.state != Judgement.State.DISMISSED
    )


def is_printed(item: Mapping[str, Any]) -> bool:
    """Whether a row of the evidence is for readers: one that leads somewhere is for who decides."""
    return set(item) == {"what", "value"}


def _why_other(row: Judgement) -> str:
    """The printed reason of somebody who set another confidence than the rule."""
    if not row.has_other_confidence:
        return ""
    by_rule = CONFIDENCE[Confidence(row.proposed_confidence)]
    return _("%(reason)s (set by a person; by the rule: %(level)s)") % {"reason": row.reason, "level": by_rule}


def weighed(diagnosis: Diagnosis) -> Weighed:
    """What people made of its priorities, as it will be printed."""
    rows = [row for row in judgements_of(diagnosis) if row.state in PRINTED and not row.left]
    printed = {row.key: row.statement for row in rows}
    return Weighed(
        moved={each.answered: (each.band, each.reason) for each in diagnosis.priorities.exclude(band="")},
        recommended=tuple(
            Recommended(
                text=row.text,
                category=row.category,
                area=row.area,
                judgement=printed.get(row.judgement_key, ""),
                owner=row.owner,
                due=row.due,
                status=row.status,
                outcome=row.outcome,
                review_by=row.review_by,
                carried_from=row.carried_from,
                for_partners=row.for_partners,
                is_looked_at=row.written_by_id is not None,
            )
            for row in diagnosis.recommendations.all()
            if not row.is_only_proposed and readable(row.marking, highest([FROZEN_UP_TO, diagnosis.marking]))
        ),
    )


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
        alone_because=diagnosis.alone_because,
    )


class EditionFiles(NamedTuple):
    pdf: bytes
    page: bytes
    # What a protected edition prints of counts, for later ones.
    figures: Mapping[str, Any] = {}


def restricted_files(context: SectionContext) -> EditionFiles:
    """The restricted edition: the same bytes for the same snapshot and judgements."""
    report = restricted_report(context)
    return EditionFiles(typeset(report), page_of(report))


def restricted_report(context: SectionContext) -> Report:
    """Its page leads from numbers to their records; that of the partner edition, for those who read none, does not."""
    with leading():
        return build_report(context.leading_to(_led(context)))


def _led(context: SectionContext) -> dict[str, dict[str, str]]:
    """The texts of the job's own judgements that lead somewhere, by key: as they are kept, and as they lead. They are
    made again of the same snapshot, so that nothing but words is kept of a judgement."""
    return {
        each.key: {
            plain(text): text for text in (each.statement, *evidence_lines(each.evidence)) if plain(text) != text
        }
        for each in propose(context.in_words_alone())
    }


def partner_files(
    frozen: SnapshotData,
    judgements: tuple[Decided, ...] = (),
    release: Release | None = None,
    weighing: Weighed | None = None,
    figures: Figures | None = None,
) -> EditionFiles:
    """The partner edition, likewise; of what people made of priorities it has what they said that members may read."""
    view = partner_view(frozen, judgements, release, weighing, figures)
    report = build_partner_report(view)
    return EditionFiles(typeset(report), page_of(report), written(view.figures))


def pages_unreleased(
    frozen: SnapshotData, context: SectionContext, partners: tuple[Decided, ...], figures: Figures
) -> dict[str, str]:
    """The names of the pages as they are before a release: what somebody read who made the check."""
    for_partners = build_partner_report(partner_view(frozen, partners, None, context.weighed, figures))
    return {
        Edition.Audience.RESTRICTED.value: sha256(page_of(restricted_report(replace(context, release=None)))),
        Edition.Audience.PARTNER.value: sha256(page_of(for_partners)),
    }


def told_to_partners(diagnosis: Diagnosis) -> tuple[Decided, ...]:
    """The judgements that stand in the partner edition: made of nothing above green, of what was said and not of what
    was recorded, and in the very words that were proposed. What a person wrote may hold any figure."""
    rows = diagnosis.judgements.filter(
        marking__in=up_to(Marking.GREEN),
        state=Judgement.State.CONFIRMED,
        accepted_unread=False,
        statement=F("proposed"),
        key__regex=SAID,
    )
    return tuple(
        Decided(
            statement=row.statement,
            likelihood="",
            confidence=row.confidence,
            reasons=(),
            evidence=(),
            state=row.state,
            accepted_unread=False,
        )
        for row in rows.order_by("section", "order")
    )
