from reports.models.diagnoses import Diagnosis, Edition, Judgement, ReleaseCheck, Snapshot

__all__ = ["Diagnosis", "Edition", "Judgement", "ReleaseCheck", "Snapshot"]
