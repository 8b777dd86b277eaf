"""What people decided of a diagnosis, as it will be printed: judgements, priorities, recommendations, its release."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Decided:
    """A judgement as it will be printed. `state` is that of the model; `evidence` is (what, value)."""

    statement: str
    likelihood: str
    confidence: str
    reasons: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...]
    state: str
    accepted_unread: bool
    # why a person set another confidence than the rule
    other_confidence: str = ""
    # which proposal it is, across diagnoses
    key: str = ""
    # written by a person for an earlier diagnosis
    is_carried: bool = False
    # where each line of its evidence leads, of one that a person wrote
    leads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """How it was let go: on which day, and the answers of the do-no-harm check as (question, answer, note)."""

    on: datetime.date
    answers: tuple[tuple[str, str, str], ...]
    # why whoever released it had also made the check or written what is printed; empty where a second person released
    alone_because: str = ""


@dataclass(frozen=True, slots=True)
class Recommended:
    """A recommendation as it is printed. `judgement` is the sentence it answers, where that is printed too; `status` is
    that of the model; `is_looked_at` whether a person saw it since it was brought over from another diagnosis."""

    text: str
    category: str
    area: str
    judgement: str
    owner: str
    due: datetime.date | None
    status: str
    outcome: str
    review_by: datetime.date | None
    carried_from: int | None = None
    for_partners: bool = False
    is_looked_at: bool = True


@dataclass(frozen=True, slots=True)
class Weighed:
    """What people made of the priorities: by category and area the band and the reason of those moved; and what they
    recommend."""

    moved: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    recommended: tuple[Recommended, ...] = ()
