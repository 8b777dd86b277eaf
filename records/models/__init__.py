from records.models.review import Record, RecordQuerySet, ReviewState

__all__ = ["Record", "RecordQuerySet", "ReviewState"]
