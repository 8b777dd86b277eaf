from reports.models.diagnoses import (
    COMPARISON,
    JUDGEMENTS,
    PAGE,
    PDF,
    Diagnosis,
    Edition,
    Judgement,
    ReleaseCheck,
    Snapshot,
)

__all__ = ["COMPARISON", "JUDGEMENTS", "PAGE", "PDF", "Diagnosis", "Edition", "Judgement", "ReleaseCheck", "Snapshot"]
