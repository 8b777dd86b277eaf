"""Import the residents of a city's districts."""

import datetime
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import CommandError

from accounts.city import city_context
from accounts.models import City
from core.formats import counted
from mapping.actions.boundaries import boundary_set_of
from mapping.imports.doubts import OF_RESIDENTS
from mapping.imports.residents.indicators import Populations, import_indicators
from mapping.imports.tables.encodings import encoding_named
from mapping.management.cities import CityFileCommand
from mapping.management.telling import tell

NAMED = 20


class Command(CityFileCommand):
    help = (
        "Import the number of residents of each district from CSV or XLSX. Only that column is read; of a table with "
        "several rows for each district, say which. Districts without a row and rows without a district are told, and "
        "numbers that look wrong told or refused. Exit code 0: done; 1: refused, rows and columns at fault on stderr "
        "and nothing saved."
    )
    file = "CSV or XLSX with a header, one row per district, at most 100 MB"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--code", required=True, metavar="FIELD", help="column that holds the district's code")
        parser.add_argument("--population", required=True, metavar="FIELD", help="column that holds its residents")
        parser.add_argument(
            "--by",
            choices=["code", "name"],
            default="",
            help="what the column of the code holds; default: names where no cell is a code",
        )
        parser.add_argument(
            "--where",
            action="append",
            default=[],
            metavar="COLUMN=VALUE",
            help="keep the rows of one value, where a district has several, such as year=2024; may be said again",
        )
        parser.add_argument(
            "--header-row", type=int, default=0, metavar="ROW", help="row of the header, where titles stand above it"
        )
        parser.add_argument(
            "--sheet", default="", metavar="NAME", help="of a workbook; default: the first that is seen in it"
        )
        parser.add_argument(
            "--encoding", type=_encoding, metavar="NAME", help="of the file, where it is not UTF-8: cp850"
        )
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

    def take_in(self, city: City, options: dict[str, Any]) -> None:
        with city_context(city.pk, via="command import_indicators"):
            boundary_set = boundary_set_of(city=city, valid_from=options["boundaries"])
            found = import_indicators(
                boundary_set=boundary_set,
                path=options["file"],
                code=options["code"],
                population=options["population"],
                source=options["source"],
                header_row=options["header_row"],
                sheet=options["sheet"],
                encoding=options["encoding"] or "",
                by=options["by"],
                where=_pairs(options["where"]),
                accepted=options["accept"],
                dry_run=options["dry_run"],
                say=self.stderr.write,
            )
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
        districts = counted(found.changed, "district", "districts")
        self.stderr.write(f"Residents of {districts} {verb} or changed.")


def _encoding(name: str) -> str:
    if found := encoding_named(name):
        return found
    raise ArgumentTypeError(f"“{name}” is not known; use a name such as utf-8 or cp1252")


def _pairs(given: list[str]) -> dict[str, str]:
    """Columns and the value of each that is asked for."""
    pairs = {}
    for text in given:
        column, mark, value = text.partition("=")
        if not column.strip() or not mark:
            raise CommandError(f"--where {text}: say a column and a value, as in --where year=2024.")
        pairs[column.strip()] = value.strip()
    return pairs
