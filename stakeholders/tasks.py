"""What beat asks for every morning: the day on which the memorandum is looked at again, and what is asked no more."""

import datetime

from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from accounts.city import city_context, turn_of
from accounts.models import City, Membership
from notices.actions.mailing import tell_waiting
from notices.models import Wait
from stakeholders.actions import ask_to_sign, close_questions
from stakeholders.models import Memorandum


@shared_task
def look_at_memoranda() -> None:
    """A city in a transaction of its own."""
    for city in City.objects.all():
        with turn_of(city.pk), city_context(city.pk, via="memorandum"):
            close_questions(city_id=city.pk)
            ask_to_sign(city=city)
            tell_day_of_review(city=city)


def tell_day_of_review(*, city: City, today: datetime.date | None = None) -> int:
    """On the day on which the memorandum in force is looked at again, or the next morning that comes, admins are mailed
    that it is, once; how many. Inside the city's context."""
    today = today or timezone.localdate()
    version = Memorandum.objects.in_force(on=today)
    if version is None or version.ended_on is not None or version.review_on is None or version.review_on > today:
        return 0
    link = reverse("memorandum_version", args=[city.slug, version.number])
    told = Wait.objects.filter(city=city, kind=Wait.Kind.FLAG, link=link, since__date__gte=version.review_on)
    if told.exists():
        return 0
    admins = Membership.objects.in_force().lasting().admins().filter(city=city, user__is_active=True)
    users = list(admins.values_list("user", flat=True))
    tell_waiting(city=city, users=users, kind=Wait.Kind.FLAG, link=link)
    return len(users)
