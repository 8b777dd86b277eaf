"""Check one city or all: the audit chain, live rows and files."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import City
from core.formats import counted
from records.actions.verifying import check


class Command(BaseCommand):
    help = (
        "Compare every event of the history, and every entry of who saw what, with the digest it was sealed under, "
        "every seal with the next, every record with the newest event of its history, and every file with its SHA-256. "
        "Exit code 0: everything is as it was sealed; 1: what was altered, is missing or stands in another order. "
        "Keep the head that --head prints somewhere else, and give it with --expect: a chain that somebody rewrote "
        "altogether does not contain it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="?", default="", metavar="SLUG", help="one city; default: all")
        parser.add_argument("--head", action="store_true", help="print the head of the chain and nothing else")
        parser.add_argument("--expect", default="", metavar="HEAD", help="a head that was printed earlier")

    def handle(self, *args: Any, **options: Any) -> None:
        cities = City.objects.filter(slug=options["slug"]) if options["slug"] else City.objects.all()
        if options["slug"] and not cities:
            raise CommandError(f"There is no city {options['slug']}.")
        if options["expect"] and not options["slug"]:
            raise CommandError("Name the city whose chain should contain the head.")
        broken = [city.slug for city in cities if not self._holds(city, options)]
        if broken:
            raise CommandError(f"Not as it was sealed: {', '.join(broken)}.")

    def _holds(self, city: City, options: dict[str, Any]) -> bool:
        verdict = check(city_id=city.pk, expected=options["expect"])
        if options["head"]:
            self.stdout.write(f"{city.slug} {verdict.head}")
        else:
            self.stdout.write(
                f"{city.slug}: {counted(verdict.events, 'event', 'events')} in "
                f"{counted(verdict.seals, 'seal', 'seals')}, {verdict.erased} of them erased, "
                f"{verdict.waiting} waiting to be sealed; head {verdict.head}"
            )
        for finding in verdict.findings:
            self.stderr.write(f"  {finding}")
        return verdict.holds
