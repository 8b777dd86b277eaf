from reports.models.diagnoses import Diagnosis, Edition, Judgement, Snapshot

__all__ = ["Diagnosis", "Edition", "Judgement", "Snapshot"]
