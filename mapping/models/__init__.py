from mapping.models.boundaries import BoundarySet, District
from mapping.models.imports import ObservationImport
from mapping.models.observations import Observation
from mapping.models.sources import CoveredDistrict, PracticeChange, Source, SourceCoverage
from mapping.models.trigger_events import TriggerEvent

__all__ = [
    "BoundarySet",
    "CoveredDistrict",
    "District",
    "Observation",
    "ObservationImport",
    "PracticeChange",
    "Source",
    "SourceCoverage",
    "TriggerEvent",
]
