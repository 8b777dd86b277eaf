"""What beat asks for: the sealer."""

from celery import shared_task
from django.db import transaction

from accounts.city import city_context
from accounts.models import City
from records.actions.sealing import BATCH, hold_chain, seal_city


@shared_task
def seal() -> None:
    """Seal what every city has committed, in transactions of a few batches each; skip a city somebody is sealing."""
    for city_id in City.objects.values_list("pk", flat=True):
        while _seal_some(city_id) >= BATCH:
            pass


def _seal_some(city_id: int) -> int:
    with transaction.atomic(), city_context(city_id, via="sealer"):
        if not hold_chain(city_id=city_id, wait=False):
            return 0
        return seal_city(city_id=city_id, most=BATCH)
