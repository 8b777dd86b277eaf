"""A maker of each type of record that is reviewed: what holds for all of them is tried with each."""

from collections.abc import Callable
from typing import Any

from mapping.models import Factor, Observation
from records.models import Record
from stakeholders.models import Consultation, Service
from tests.records.makers import make_factor, make_observation
from tests.stakeholders.makers import make_consultation, make_service

MAKERS: dict[type[Record], Callable[..., Any]] = {
    Observation: make_observation,
    Consultation: make_consultation,
    Factor: make_factor,
    Service: make_service,
}
