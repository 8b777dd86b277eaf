"""How often somebody is mailed in a city."""

from django.db import transaction

from accounts.models import City, User
from notices.models import NoticePace, Pace


def pace_of(city_id: int, user_id: int) -> Pace:
    chosen = NoticePace.objects.filter(city=city_id, user=user_id).values_list("pace", flat=True).first()
    return Pace(chosen) if chosen else Pace.AT_ONCE


@transaction.atomic
def choose_pace(*, city: City, user: User, pace: str) -> NoticePace:
    chosen, _is_new = NoticePace.objects.update_or_create(city=city, user=user, defaults={"pace": pace})
    return chosen
