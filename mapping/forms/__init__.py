from mapping.forms.factors import FactorForm
from mapping.forms.observations import CompletedForm, ObservationForm
from mapping.forms.series import SeriesForm
from mapping.forms.sources import kept_in, source_section
from mapping.forms.trigger_events import TriggerEventForm

__all__ = [
    "CompletedForm",
    "FactorForm",
    "ObservationForm",
    "SeriesForm",
    "TriggerEventForm",
    "kept_in",
    "source_section",
]
