from records.models.accesses import Access, Verb
from records.models.drafts import Draft
from records.models.erasure import Tombstone
from records.models.pending import PendingChange
from records.models.review import Record, RecordQuerySet, ReviewState
from records.models.seals import Seal, SealedEvent, SealMark
from records.models.verifications import Verification

__all__ = [
    "Access",
    "Draft",
    "PendingChange",
    "Record",
    "RecordQuerySet",
    "ReviewState",
    "Seal",
    "SealMark",
    "SealedEvent",
    "Tombstone",
    "Verb",
    "Verification",
]
