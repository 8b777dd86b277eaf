from reports.models.diagnoses import PAGE, PDF, Diagnosis, Edition, Judgement, ReleaseCheck, Snapshot

__all__ = ["PAGE", "PDF", "Diagnosis", "Edition", "Judgement", "ReleaseCheck", "Snapshot"]
