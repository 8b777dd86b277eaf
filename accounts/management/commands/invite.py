"""Invite somebody into a city: also the way back in for a city that has lost its admins."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts.actions import invite
from accounts.city import city_context
from accounts.models import City, Marking, Role
from core.errors import Refused


class Command(BaseCommand):
    help = (
        "Send somebody an invitation to a city. Exit code 0: it is on its way; 1: refused, with the reason on stderr. "
        "The city's history names this command."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="short name of the city")
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--role", choices=Role.values, default=Role.ADMIN, help="default: admin")
        parser.add_argument("--clearance", choices=Marking.values, default=Marking.RED, help="default: red")

    def handle(self, *args: Any, **options: Any) -> None:
        city = City.objects.filter(slug=options["slug"]).first()
        if city is None:
            raise CommandError(f"There is no city “{options['slug']}”.")
        try:
            validate_email(options["email"])
            with city_context(city.pk, via="command invite"):
                invite(city=city, email=options["email"], role=options["role"], clearance=options["clearance"])
        except (Refused, ValidationError) as refusal:
            message = refusal.message if isinstance(refusal, ValidationError) else refusal
            raise CommandError(str(message)) from None
        self.stderr.write(f"An invitation to {city.name} is on its way to {options['email']}.")
