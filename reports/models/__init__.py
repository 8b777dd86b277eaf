from reports.models.diagnoses import (
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
