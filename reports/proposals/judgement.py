"""One judgement that the job proposes to the people who decide."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ProposedJudgement:
    """`key` names it across versions, `evidence` is (what, value). `consultations` are those it stands on, for who
    decides it to open: they are not printed, for words under a rule are printed without their session."""

    key: str
    section: int
    statement: str
    likelihood: str
    confidence: str
    reasons: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...]
    consultations: tuple[int, ...] = ()
    # Rows that lead to its records and tell the parts of its confidence: as `Judgement.evidence` keeps them.
    behind: tuple[dict[str, Any], ...] = ()
