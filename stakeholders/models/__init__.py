from stakeholders.models.consultations import Consultation
from stakeholders.models.hearing import Attendance, HeadCount
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
    "Finding",
    "FollowUp",
    "HeadCount",
    "Information",
    "Need",
    "Organisation",
    "Outlook",
    "PartOfConsultation",
    "PopulationGroup",
    "Quote",
    "Service",
    "TrustRating",
]
