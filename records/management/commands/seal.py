"""Seal every city's history now."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.city import city_context
from accounts.models import City
from core.formats import counted
from records.actions import seal_city


class Command(BaseCommand):
    help = "Add what was committed since the last time to every city's audit chain. The beat does this by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        for city in City.objects.all():
            with city_context(city.pk, via="command seal"):
                sealed = seal_city(city_id=city.pk)
            self.stdout.write(f"{city.slug}: {counted(sealed, 'event', 'events')} sealed")
