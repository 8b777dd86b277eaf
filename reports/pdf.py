"""Contents → PDF of an edition."""

from output.typeset.document import typeset
from reports.contents.reading import Decided, Reading
from reports.contents.report import build_report
from reports.models import Diagnosis


def decided(diagnosis: Diagnosis) -> tuple[Decided, ...]:
    """The judgements of a diagnosis as they will be printed."""
    return tuple(
        Decided(
            statement=row.statement,
            likelihood=row.likelihood,
            confidence=row.confidence,
            reasons=tuple(row.confidence_reasons),
            evidence=tuple((item["what"], item["value"]) for item in row.evidence),
            state=row.state,
            accepted_unread=row.accepted_unread,
        )
        for row in diagnosis.judgements.exclude(state="dismissed").order_by("section", "order")
    )


def restricted_edition(reading: Reading) -> bytes:
    """The PDF of the restricted edition: the same bytes for the same snapshot and judgements."""
    return typeset(build_report(reading))
