from reports.models.diagnoses import (
    COMPARISON,
    JUDGEMENTS,
    PAGE,
    PDF,
    PRIORITIES,
    Diagnosis,
    Edition,
    Judgement,
    ReleaseCheck,
    Snapshot,
)
from reports.models.weighing import Priority, Recommendation

__all__ = [
    "COMPARISON",
    "JUDGEMENTS",
    "PAGE",
    "PDF",
    "PRIORITIES",
    "Diagnosis",
    "Edition",
    "Judgement",
    "Priority",
    "Recommendation",
    "ReleaseCheck",
    "Snapshot",
]
