"""Commands that are about one city."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import City


def city_named(slug: str) -> City:
    city = City.objects.filter(slug=slug).first()
    if city is None:
        raise CommandError(f"There is no city “{slug}”. Make it with create_city.")
    return city


class CityFileCommand(BaseCommand):
    """Takes a file into a city, or refuses it and says every reason."""

    file = ""  # what file, for --help

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("city", metavar="SLUG", help="short name of the city")
        parser.add_argument("file", type=Path, metavar="FILE", help=self.file)

    def handle(self, *args: Any, **options: Any) -> None:
        city = city_named(options["city"])
        try:
            self.take_in(city, options)
        except ValidationError as problem:
            raise CommandError("\n".join(problem.messages)) from None

    def take_in(self, city: City, options: dict[str, Any]) -> None:
        raise NotImplementedError
