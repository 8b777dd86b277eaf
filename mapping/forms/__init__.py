from mapping.forms.observations import CompletedForm, ObservationForm
from mapping.forms.sources import kept_in, source_section

__all__ = ["CompletedForm", "ObservationForm", "kept_in", "source_section"]
