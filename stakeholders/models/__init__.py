from stakeholders.models.consultations import Consultation
from stakeholders.models.hearing import Attendance, HeadCount
from stakeholders.models.memorandum import Dissent, Memorandum, MemorandumRole, RevisionRequest, Signature
from stakeholders.models.organisations import Organisation, PopulationGroup
from stakeholders.models.outcomes import (
    AttributedRow,
    Disagreement,
    Finding,
    FollowUp,
    Information,
    Need,
    Outlook,
    PartOfConsultation,
    Quote,
    TrustRating,
)
from stakeholders.models.services import Service

__all__ = [
    "Attendance",
    "AttributedRow",
    "Consultation",
    "Disagreement",
    "Dissent",
    "Finding",
    "FollowUp",
    "HeadCount",
    "Information",
    "Memorandum",
    "MemorandumRole",
    "Need",
    "Organisation",
    "Outlook",
    "PartOfConsultation",
    "PopulationGroup",
    "Quote",
    "RevisionRequest",
    "Service",
    "Signature",
    "TrustRating",
]
