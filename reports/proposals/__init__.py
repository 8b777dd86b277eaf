"""Judgements the job proposes to the people who decide: templated sentences with their numbers, each with its evidence
and its confidence."""

from reports.proposals import consultations, landscape
from reports.proposals.confidence import Ruled, ruled
from reports.proposals.consultations import MOSTLY_STALE, said_alone
from reports.proposals.judgement import ProposedJudgement
from reports.sections.context import SectionContext

__all__ = ["MOSTLY_STALE", "ProposedJudgement", "Ruled", "propose", "ruled", "said_alone"]


def propose(context: SectionContext) -> list[ProposedJudgement]:
    """All of them, in the order of the sections."""
    return [*landscape.propose(context), *consultations.propose(context)]
