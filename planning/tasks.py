"""What beat asks for: every morning what passed or was lost, every week whether a figure moved.

Flags are kept in words: in the city's own language, as notices are.
"""

from celery import shared_task
from django.utils import translation

from accounts.city import city_context, turn_of
from accounts.models import City
from planning.flags.watching import look
from planning.flags.weekly import look_weekly


@shared_task
def watch_projects() -> None:
    """A city in a transaction of its own."""
    for city in City.objects.all():
        with turn_of(city.pk), city_context(city.pk, via="watch"), translation.override(city.language):
            look(city.pk)


@shared_task
def watch_figures() -> None:
    for city_id in City.objects.values_list("pk", flat=True):
        watch_figures_of.delay(city_id)


@shared_task
def watch_figures_of(city_id: int) -> None:
    """Of one city, so that a large one costs the others nothing."""
    city = City.objects.get(pk=city_id)
    with city_context(city_id, via="watch"), translation.override(city.language):
        look_weekly()
