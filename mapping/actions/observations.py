"""One observation, written by a person."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import City, Membership, ProcessingRecord, User
from core.errors import Refused
from mapping.models import Observation, Source
from mapping.vocabulary import SourceType
from records.actions import may_change, submit

# Nobody may have been targeted, no current be known; Django takes an empty list for a missing answer.
MAY_BE_NONE = frozenset({"targets", "currents"})
OWN_RECORDS = "own-records"
OWN_NAME = gettext_lazy("Own records of the city")


@transaction.atomic
def record_observation(*, observation: Observation, by: User) -> Observation:
    """Keep a new observation as its author's draft. Raises Refused, ValidationError."""
    city = observation.city
    member = _member(city, by)
    if not ProcessingRecord.objects.filter(city=city).exists():
        raise Refused(
            _("Fill in the processing record of %(city)s first: without it nothing is kept.") % {"city": city}
        )
    if not member.is_cleared_for(observation.marking):
        raise Refused(
            _("Observations are marked %(marking)s, for which you are not cleared. Ask an admin to change that.")
            % {"marking": observation.get_marking_display()}
        )
    observation.source = own_source(city)
    observation.created_by = by
    observation.full_clean(exclude=MAY_BE_NONE)
    observation.save()
    return observation


@transaction.atomic
def change_observation(*, observation: Observation, by: User) -> Observation:
    """Keep what was changed in an observation that is open. Raises Refused, ValidationError."""
    there = Observation.objects.select_for_update(no_key=True, of=("self",)).get(pk=observation.pk)
    if not may_change(there, _member(observation.city, by)):
        raise Refused(_("It can be changed no more: reopen it, or ask an admin to return it."))
    observation.full_clean(exclude=MAY_BE_NONE)
    observation.save()
    return observation


@transaction.atomic
def record_and_submit(*, observation: Observation, by: User) -> Observation:
    """Keep a new observation and hand it in, or neither."""
    return submit(record=record_observation(observation=observation, by=by), by=by)


def own_source(city: City) -> Source:
    """What the city's own people write down, until a reviewer names another source."""
    source, _made = Source.objects.get_or_create(
        city=city,
        key=OWN_RECORDS,
        defaults={"name": str(OWN_NAME), "source_type": SourceType.MUNICIPAL_SERVICE},
    )
    return source


def _member(city: City, by: User) -> Membership:
    member = Membership.objects.of(by).filter(city=city).first()
    if member is None or not member.works_here:
        raise Refused(_("Only officers and admins of the city record observations."))
    return member
