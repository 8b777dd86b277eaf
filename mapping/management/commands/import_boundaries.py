"""Import the districts of a city."""

import datetime
from argparse import ArgumentParser
from typing import Any

from accounts.city import city_context
from accounts.models import City
from mapping.imports.boundaries import import_boundaries
from mapping.management.cities import CityFileCommand


class Command(CityFileCommand):
    help = (
        "Import the districts of a city from GeoJSON as a new boundary set. Any coordinate reference system; "
        "geometry is repaired where it must be, and each repair is told. The same file again changes nothing. "
        "Exit code 0: done or there already; 1: refused, the reasons on stderr and nothing saved."
    )
    file = "GeoJSON, UTF-8, at most 100 MB"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--code", required=True, metavar="FIELD", help="field that holds the district's code")
        parser.add_argument("--name", required=True, metavar="FIELD", help="field that holds the district's name")
        parser.add_argument(
            "--valid-from",
            type=datetime.date.fromisoformat,
            metavar="DATE",
            help="first day of these boundaries (YYYY-MM-DD); default: a city's first ones hold for the past too, "
            "later ones from today",
        )
        parser.add_argument("--set-name", default="", metavar="TEXT", help="name of the set; default: the file's name")
        parser.add_argument(
            "--crs", default="", metavar="CODE", help="coordinate reference system, where the file states none"
        )

    def take_in(self, city: City, options: dict[str, Any]) -> None:
        with city_context(city.pk, via="command import_boundaries"):
            added = import_boundaries(
                city=city,
                path=options["file"],
                code=options["code"],
                name=options["name"],
                valid_from=options["valid_from"],
                set_name=options["set_name"],
                crs=options["crs"],
                say=self.stderr.write,
            )
            count, kept = added.boundary_set.districts.count(), added.boundary_set
        for repair in kept.repairs if added.new else []:
            self.stderr.write(f"  feature {repair['feature']} ({repair['code']}): {repair['repair']}")
        verdict = "imported" if added.new else "there already, nothing changed"
        self.stderr.write(f"{count} districts of {city.name}, valid from {kept.valid_from:%Y-%m-%d}: {verdict}.")
