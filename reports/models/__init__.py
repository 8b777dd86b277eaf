from reports.models.diagnoses import (
    COMPARISON,
    JUDGEMENTS,
    PAGE,
    PDF,
    PRIORITIES,
    WRITTEN,
    Diagnosis,
    Edition,
    ReleaseCheck,
    Snapshot,
)
from reports.models.judgements import OWN, Judgement
from reports.models.weighing import Priority, Recommendation

__all__ = [
    "COMPARISON",
    "JUDGEMENTS",
    "OWN",
    "PAGE",
    "PDF",
    "PRIORITIES",
    "WRITTEN",
    "Diagnosis",
    "Edition",
    "Judgement",
    "Priority",
    "Recommendation",
    "ReleaseCheck",
    "Snapshot",
]
