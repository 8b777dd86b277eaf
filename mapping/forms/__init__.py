from mapping.forms.observations import CompletedForm, ObservationForm

__all__ = ["CompletedForm", "ObservationForm"]
