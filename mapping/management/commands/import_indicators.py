"""Import the residents of a city's districts."""

import datetime
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.city import city_context
from mapping.actions.boundaries import boundary_set_of
from mapping.imports.doubts import OF_RESIDENTS
from mapping.imports.indicators import Populations, import_indicators
from mapping.management.cities import city_named
from mapping.management.telling import tell

NAMED = 20


class Command(BaseCommand):
    help = (
        "Import the number of residents of each district from CSV. Only that column is read. Districts without a row "
        "and rows without a district are told, and numbers that look wrong told or refused. Exit code 0: done; 1: "
        "refused, rows and columns at fault on stderr and nothing saved."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("city", metavar="SLUG", help="short name of the city")
        parser.add_argument("file", type=Path, metavar="FILE", help="CSV with a header, one row per district")
        parser.add_argument("--code", required=True, metavar="FIELD", help="column that holds the district's code")
        parser.add_argument("--population", required=True, metavar="FIELD", help="column that holds its residents")
        parser.add_argument("--source", default="", metavar="TEXT", help="printed as source; default: the file's name")
        parser.add_argument(
            "--boundaries",
            type=datetime.date.fromisoformat,
            metavar="DATE",
            help="first day of the boundaries meant (YYYY-MM-DD); default: the newest",
        )

        parser.add_argument(
            "--accept", action="append", default=[], choices=OF_RESIDENTS, help="take in what was refused as doubtful"
        )
        parser.add_argument("--dry-run", action="store_true", help="do everything, then take it back")

    def handle(self, *args: Any, **options: Any) -> None:
        city = city_named(options["city"])
        try:
            with city_context(city.pk, via="command import_indicators"):
                boundary_set = boundary_set_of(city=city, valid_from=options["boundaries"])
                found = import_indicators(
                    boundary_set=boundary_set,
                    path=options["file"],
                    code=options["code"],
                    population=options["population"],
                    source=options["source"],
                    accepted=options["accept"],
                    dry_run=options["dry_run"],
                    say=self.stderr.write,
                )
        except ValidationError as problem:
            raise CommandError("\n".join(problem.messages)) from None
        self._tell(found, dry_run=options["dry_run"])

    def _tell(self, found: Populations, *, dry_run: bool) -> None:
        for heading, codes in (
            ("Districts the file does not name", found.without),
            ("Codes in the file that are no district's", found.unknown),
        ):
            if codes:
                more = f" and {len(codes) - NAMED} more" if len(codes) > NAMED else ""
                self.stderr.write(f"{heading} ({len(codes)}): {', '.join(codes[:NAMED])}{more}")
        tell(self.stderr.write, found.told, found.notes)
        verb = "would be written" if dry_run else "written"
        self.stderr.write(f"Residents of {found.changed} districts {verb} or changed.")
