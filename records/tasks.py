"""What beat asks for: the sealer, and every night what retention says and whether all is as it was sealed."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone, translation

from accounts.actions.forgetting import forget_ended
from accounts.city import city_context, turn_of
from accounts.models import City
from records.actions import erase_due, forget_old, settle_due
from records.actions.sealing import BATCH, hold_chain, seal_city
from records.actions.verifying import tell_head, verify_and_keep


@shared_task
def seal() -> None:
    """Seal what every city has committed, in transactions of a few batches each; skip a city somebody is sealing."""
    for city_id in City.objects.values_list("pk", flat=True):
        with turn_of(city_id):
            while _seal_some(city_id) >= BATCH:
                pass


def _seal_some(city_id: int) -> int:
    with city_context(city_id, via="sealer"):
        if not hold_chain(city_id=city_id, wait=False):
            return 0
        return seal_city(city_id=city_id, most=BATCH)


@shared_task
def retain() -> None:
    """Erase what the cities' processing records no longer let them keep, some records in each transaction; then what
    accounts need not know any more, which holds up no city."""
    for city_id in City.objects.values_list("pk", flat=True):
        with turn_of(city_id):
            while _retain_some(city_id):
                pass
    forget_ended()


def _retain_some(city_id: int) -> int:
    with city_context(city_id, via="retention"):
        today = timezone.localdate()
        return erase_due(city_id=city_id, on=today) + forget_old(city_id=city_id, on=today)


@shared_task
def settle() -> None:
    """Let take effect what waited for a second admin and nobody refused in time."""
    for city in City.objects.all():
        with turn_of(city.pk), city_context(city.pk, via="seven days"), translation.override(city.language):
            settle_due(city_id=city.pk)


@shared_task
def verify() -> None:
    """Verify every city, each in a task of its own, so that a large one costs the others nothing."""
    for city_id in City.objects.values_list("pk", flat=True):
        verify_one.delay(city_id)


@shared_task
def verify_one(city_id: int) -> None:
    city = City.objects.get(pk=city_id)
    with translation.override(city.language):
        verification = verify_and_keep(city=city)
    with translation.override(settings.LANGUAGE_CODE):  # to whoever runs the server
        tell_head(city=city, verification=verification)
