"""The types of record that are reviewed, as the first page counts and names them: a line for each."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from mapping.models import Factor, Observation
from stakeholders.models import Consultation, Service


class Reviewed(NamedTuple):
    """`page` shows one, `pages` is the list; then what is said of several that wait, for whom and why."""

    model: type[Any]
    page: str
    pages: str
    to_review: Any
    stale: Any
    returned: Any


REVIEWED = (
    Reviewed(
        *(Observation, "observation", "observations"),
        _("Observations to review: %(count)s"),
        _("Observations to look at again: %(count)s"),
        _("Observations returned to you: %(count)s"),
    ),
    Reviewed(
        *(Consultation, "consultation", "consultations"),
        _("Consultations to review: %(count)s"),
        _("Consultations to look at again: %(count)s"),
        _("Consultations returned to you: %(count)s"),
    ),
    Reviewed(
        *(Factor, "factor", "factors"),
        _("Drivers and protective factors to review: %(count)s"),
        _("Drivers and protective factors to look at again: %(count)s"),
        _("Drivers and protective factors returned to you: %(count)s"),
    ),
    Reviewed(
        *(Service, "service", "services"),
        _("Services to review: %(count)s"),
        _("Services to look at again: %(count)s"),
        _("Services returned to you: %(count)s"),
    ),
)
