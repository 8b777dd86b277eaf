"""Import the districts of a city."""

import datetime
from argparse import ArgumentParser
from typing import Any

from accounts.city import city_context
from accounts.models import City
from core.formats import counted
from mapping.actions.boundaries import Added
from mapping.imports.doubts import OF_BOUNDARIES
from mapping.imports.outlines.boundaries import LATITUDE_FIRST, LONGITUDE_FIRST, import_boundaries
from mapping.management.cities import CityFileCommand
from mapping.management.telling import tell


class Command(CityFileCommand):
    help = (
        "Import the districts of a city from GeoJSON as a new boundary set. Any coordinate reference system; "
        "geometry is repaired where it must be, and each repair is told. Districts outside the city's country, "
        "overlaps and names that repeat are told, exchanged axes refused; features of one code "
        "and name are joined. The same file again changes nothing. "
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
        parser.add_argument(
            "--first-valid-from",
            type=datetime.date.fromisoformat,
            metavar="DATE",
            help="first day of the boundaries that were imported first and without --valid-from (YYYY-MM-DD), where "
            "those imported now are the older ones",
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="put these in the place of the boundaries of the same day (without --valid-from: of the newest), "
            "where nothing refers to their districts yet",
        )
        parser.add_argument("--set-name", default="", metavar="TEXT", help="name of the set; default: the file's name")
        parser.add_argument(
            "--crs", default="", metavar="CODE", help="coordinate reference system, where the file states none"
        )
        parser.add_argument(
            "--axes",
            choices=[LONGITUDE_FIRST, LATITUDE_FIRST],
            default=LONGITUDE_FIRST,
            help="which coordinate stands first in the file; GeoJSON has longitude first",
        )
        parser.add_argument(
            "--only-areas",
            action="store_true",
            help="leave out features that enclose no area, such as points of labels; each is told",
        )
        parser.add_argument(
            "--accept", action="append", default=[], choices=OF_BOUNDARIES, help="take in what was refused as doubtful"
        )
        parser.add_argument("--dry-run", action="store_true", help="do everything, then take it back")

    def take_in(self, city: City, options: dict[str, Any]) -> None:
        with city_context(city.pk, via="command import_boundaries"):
            added = import_boundaries(
                city=city,
                path=options["file"],
                code=options["code"],
                name=options["name"],
                valid_from=options["valid_from"],
                first_valid_from=options["first_valid_from"],
                set_name=options["set_name"],
                crs=options["crs"],
                axes=options["axes"],
                only_areas=options["only_areas"],
                accepted=options["accept"],
                take_place=options["replace"],
                dry_run=options["dry_run"],
                say=self.stderr.write,
            )
        self._tell(added, city.name, dry_run=options["dry_run"])

    def _tell(self, added: Added, city: str, *, dry_run: bool) -> None:
        kept = added.boundary_set
        for repair in kept.repairs if added.new else []:
            self.stderr.write(f"  feature {repair['feature']} ({repair['code']}): {repair['repair']}")
        tell(self.stderr.write, added.told, added.notes)
        verdict = "imported" if added.new else "there already, nothing changed"
        if dry_run:
            verdict = "looked at, nothing kept"
        districts = counted(added.count, "district", "districts")
        self.stderr.write(f"{districts} of {city}, valid from {kept.valid_from:%Y-%m-%d}: {verdict}.")
