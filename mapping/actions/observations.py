"""One observation, written by a person."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy

from accounts.markings import highest
from accounts.models import City, User
from accounts.permissions import require_processing_record, require_staff
from mapping.actions.once import settle
from mapping.models import Observation, Source
from mapping.vocabulary import TOGETHER, SourceType, contradictions
from records.actions import submit
from records.permissions import require, require_clearance
from records.registries.derived import follow_marking

# Nobody may have been targeted, no current be known; Django takes an empty list for a missing answer.
MAY_BE_NONE = frozenset({"targets", "currents"})
OWN_RECORDS = "own-records"
OWN_NAME = gettext_lazy("Own records of the city")


@transaction.atomic
def record_observation(*, observation: Observation, by: User) -> Observation:
    """Keep a new observation as its author's draft. Raises Refused, ValidationError."""
    city = observation.city
    member = require_staff(city.pk, by)
    require_processing_record(city)
    require_clearance(member, observation)
    observation.source = own_source(city)
    observation.created_by = by
    observation.marking = highest([observation.marking, observation.least_marking()])
    _check(observation)
    observation.save()
    return observation


@transaction.atomic
def change_observation(*, observation: Observation, by: User) -> Observation:
    """Keep what was changed in an observation that is open. Raises Refused, ValidationError."""
    there = Observation.objects.select_for_update(no_key=True, of=("self",)).get(pk=observation.pk)
    require("change", there, require_staff(observation.city_id, by))
    observation.marking = highest([observation.marking, observation.least_marking()])
    _check(observation)
    observation.save()
    settle([observation.pk])
    if highest([there.marking, observation.marking]) != there.marking:
        follow_marking(observation.city_id, observation._meta.label_lower, [observation.pk], observation.marking)
    return observation


@transaction.atomic
def record_and_submit(*, observation: Observation, by: User) -> Observation:
    """Keep a new observation and hand it in, or neither."""
    return submit(record=record_observation(observation=observation, by=by), by=by)


def _check(observation: Observation) -> None:
    observation.full_clean(exclude=MAY_BE_NONE)
    wrong = contradictions(**{name: getattr(observation, name) for name in TOGETHER})
    if why := [ValidationError(text) for _name, text in wrong]:
        raise ValidationError(why)


def own_source(city: City) -> Source:
    """What the city's own people write down, until a reviewer names another source."""
    source, _made = Source.objects.get_or_create(
        city=city,
        key=OWN_RECORDS,
        defaults={"name": str(OWN_NAME), "source_type": SourceType.MUNICIPAL_SERVICE},
    )
    return source
