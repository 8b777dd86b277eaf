from mapping.models.boundaries import BoundarySet, District, called_today, named_today
from mapping.models.factors import Factor
from mapping.models.imports import ObservationImport, without_keys
from mapping.models.observations import Observation
from mapping.models.pairs import SAME_EVENT, Pair
from mapping.models.series import Series
from mapping.models.sources import CoveredDistrict, PracticeChange, Source, SourceCoverage
from mapping.models.totals import YearTotal
from mapping.models.trigger_events import TriggerEvent

__all__ = [
    "SAME_EVENT",
    "BoundarySet",
    "CoveredDistrict",
    "District",
    "Factor",
    "Observation",
    "ObservationImport",
    "Pair",
    "PracticeChange",
    "Series",
    "Source",
    "SourceCoverage",
    "TriggerEvent",
    "YearTotal",
    "called_today",
    "named_today",
    "without_keys",
]
