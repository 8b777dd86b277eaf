"""The city a command is about."""

from django.core.management.base import CommandError

from accounts.models import City


def city_named(slug: str) -> City:
    city = City.objects.filter(slug=slug).first()
    if city is None:
        raise CommandError(f"There is no city “{slug}”. Make it with create_city.")
    return city
