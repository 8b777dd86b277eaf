from stakeholders.models.consultations import Consultation
from stakeholders.models.hearing import Attendance, HeadCount
from stakeholders.models.organisations import Organisation, PopulationGroup
from stakeholders.models.outcomes import (
    Disagreement,
    Finding,
    FollowUp,
    Information,
    Need,
    Outlook,
    PartOfConsultation,
    Quote,
    Said,
    TrustRating,
)

__all__ = [
    "Attendance",
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
    "Said",
    "TrustRating",
]
