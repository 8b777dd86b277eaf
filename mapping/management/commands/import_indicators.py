"""Import the residents of a city's districts."""

import datetime
from argparse import ArgumentParser
from typing import Any

from accounts.city import city_context
from accounts.models import City
from mapping.actions.boundaries import boundary_set_of
from mapping.imports.indicators import Populations, import_indicators
from mapping.management.cities import CityFileCommand

NAMED = 20


class Command(CityFileCommand):
    help = (
        "Import the number of residents of each district from CSV. Only that column is read. Districts without a row "
        "and rows without a district are told. Exit code 0: done; 1: refused, rows and columns at fault on stderr "
        "and nothing saved."
    )
    file = "CSV with a header, one row per district"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--code", required=True, metavar="FIELD", help="column that holds the district's code")
        parser.add_argument("--population", required=True, metavar="FIELD", help="column that holds its residents")
        parser.add_argument("--source", default="", metavar="TEXT", help="printed as source; default: the file's name")
        parser.add_argument(
            "--boundaries",
            type=datetime.date.fromisoformat,
            metavar="DATE",
            help="first day of the boundaries meant (YYYY-MM-DD); default: the newest",
        )

    def take_in(self, city: City, options: dict[str, Any]) -> None:
        with city_context(city.pk, via="command import_indicators"):
            boundary_set = boundary_set_of(city=city, valid_from=options["boundaries"])
            found = import_indicators(
                boundary_set=boundary_set,
                path=options["file"],
                code=options["code"],
                population=options["population"],
                source=options["source"],
                say=self.stderr.write,
            )
        self._tell(found)

    def _tell(self, found: Populations) -> None:
        for heading, codes in (
            ("Districts the file does not name", found.without),
            ("Codes in the file that are no district's", found.unknown),
        ):
            if codes:
                more = f" and {len(codes) - NAMED} more" if len(codes) > NAMED else ""
                self.stderr.write(f"{heading} ({len(codes)}): {', '.join(codes[:NAMED])}{more}")
        self.stderr.write(f"Residents of {found.changed} districts written or changed.")
