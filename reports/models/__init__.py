from reports.models.diagnoses import (
    COMPARISON,
    JUDGEMENTS,
    OWN,
    PAGE,
    PDF,
    PRIORITIES,
    WRITTEN,
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
