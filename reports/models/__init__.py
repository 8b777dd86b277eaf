from reports.models.diagnoses import JUDGEMENTS, PAGE, PDF, Diagnosis, Edition, Judgement, ReleaseCheck, Snapshot

__all__ = ["JUDGEMENTS", "PAGE", "PDF", "Diagnosis", "Edition", "Judgement", "ReleaseCheck", "Snapshot"]
