from core.vocabulary import Term, labels, only_from
from mapping.vocabulary.factors import FactorAbout, FactorConfidence, FactorKind
from mapping.vocabulary.grading import (
    GRADES,
    SEVERITY,
    Basis,
    Completeness,
    Credibility,
    HowKnown,
    Reliability,
    SourceType,
)
from mapping.vocabulary.together import NOTHING_ELSE, TOGETHER, contradictions
from mapping.vocabulary.what import Current, Manifestation, Scope, Target
from mapping.vocabulary.where import HOURS, POINT_FREE, Place, Precision, Setting, Space

__all__ = [
    "GRADES",
    "HOURS",
    "NOTHING_ELSE",
    "POINT_FREE",
    "SEVERITY",
    "TOGETHER",
    "Basis",
    "Completeness",
    "Credibility",
    "Current",
    "FactorAbout",
    "FactorConfidence",
    "FactorKind",
    "HowKnown",
    "Manifestation",
    "Place",
    "Precision",
    "Reliability",
    "Scope",
    "Setting",
    "SourceType",
    "Space",
    "Target",
    "Term",
    "contradictions",
    "labels",
    "only_from",
]
