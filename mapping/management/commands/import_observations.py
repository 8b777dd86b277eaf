"""Import observations from a table."""

import datetime
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from accounts.city import city_context
from accounts.models import City
from core.formats import counted
from mapping.actions.batches import DIFFERENCES_SHOWN, TakenIn
from mapping.actions.later_exports import Wishes
from mapping.imports.doubts import OF_OBSERVATIONS
from mapping.imports.mapping_file import load_mapping
from mapping.imports.observations import import_observations
from mapping.imports.own import OwnFile, import_own
from mapping.lists.observations import heads_of_files
from mapping.management.cities import CityFileCommand
from mapping.management.telling import tell

# Options that say how a mapping is to be read.
OF_MAPPED = ("extracted_on", "take_over", "withdraw_missing", "withdraw_marked", "accept")


class Command(CityFileCommand):
    help = (
        "Import observations from CSV or XLSX as one approved batch. A mapping file (JSON) says what the columns mean; "
        "examples/toronto-observations.json is one. Without one the file is a list of observations that "
        "Groundwork wrote, in any language and of several sources: what is not there yet is added as it was. "
        "All rows are taken in or none; a key that is there already is left as it is unless --take-over says "
        "otherwise. What looks wrong is told or refused. "
        "Exit code 0: done; 1: refused, rows and columns at fault on stderr and nothing saved."
    )
    file = "CSV or XLSX with a header, at most 100 MB; or a list of observations of ours"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--mapping",
            type=Path,
            metavar="FILE.json",
            help="what the columns mean; default: those of the list of observations",
        )
        parser.add_argument(
            "--extracted-on",
            type=datetime.date.fromisoformat,
            metavar="DATE",
            help="day the data was taken out of the source (YYYY-MM-DD); default: as the mapping says",
        )
        parser.add_argument(
            "--take-over",
            default="",
            metavar="REASON",
            help="let records there already read as this newer file does, but for those that people had in hand",
        )
        parser.add_argument(
            "--withdraw-missing",
            default="",
            metavar="REASON",
            help="withdraw records of the days covered that this newer file does not have and nobody had in hand",
        )
        parser.add_argument(
            "--withdraw-marked",
            action="store_true",
            help="withdraw records whose rows the mapping leaves out under not_counted, for the reason given there",
        )
        parser.add_argument(
            "--accept",
            action="append",
            default=[],
            choices=OF_OBSERVATIONS,
            help="take in what was refused as doubtful",
        )
        parser.add_argument("--dry-run", action="store_true", help="do everything, then take it back")

    def take_in(self, city: City, options: dict[str, Any]) -> None:
        if options["mapping"] is None:
            self._take_in_own(city, options)
            return
        mapping = load_mapping(options["mapping"])
        with city_context(city.pk, via="command import_observations"):
            taken_in = import_observations(
                city=city,
                path=options["file"],
                mapping=mapping,
                extracted_on=options["extracted_on"],
                dry_run=options["dry_run"],
                accepted=options["accept"],
                wishes=Wishes(
                    take_over=options["take_over"].strip(),
                    withdraw_missing=options["withdraw_missing"].strip(),
                    withdraw_marked=options["withdraw_marked"],
                ),
                say=self.stderr.write,
            )
        self._tell(taken_in, dry_run=options["dry_run"])

    def _take_in_own(self, city: City, options: dict[str, Any]) -> None:
        given = [name for name in OF_MAPPED if options[name]]
        if given:
            raise CommandError(f"--{given[0].replace('_', '-')} is for files with a --mapping.")
        with city_context(city.pk, via="command import_observations"):
            heads = heads_of_files()
            taken_in = import_own(city=city, path=options["file"], heads=heads, dry_run=options["dry_run"])
        self._tell_own(taken_in, dry_run=options["dry_run"])

    def _tell_own(self, taken_in: OwnFile, *, dry_run: bool) -> None:
        kept = taken_in.kept
        for row, fields in kept.differing[:DIFFERENCES_SHOWN]:
            self.stderr.write(f"  row {row}: is there already and differs in {', '.join(fields)}")
        tell(self.stderr.write, taken_in.told)
        verb = "would be added" if dry_run else "added"
        unchanged = " Nothing was changed." if not kept.added else ""
        self.stderr.write(
            f"{len(kept.added)} {verb}, {kept.there} there already ({_differ(len(kept.differing))} and "
            f"{_were(len(kept.differing))} not changed), {kept.repeated} repeated in the file.{unchanged}"
        )

    def _tell(self, taken_in: TakenIn, *, dry_run: bool) -> None:
        imported = taken_in.imported
        for row in imported.not_counted[:20]:
            self.stderr.write(f"  row {row['row']}, {row['column']}: “{row['value']}” is not counted ({row['reason']})")
        for found in taken_in.differences:
            self.stderr.write(
                f"  row {found.row}: {found.key} is there already and differs in {', '.join(found.fields)}"
            )
        tell(self.stderr.write, taken_in.told, taken_in.notes)
        verb = "would be added" if dry_run else "added"
        changed = f" and {_were(imported.differing)} not changed"
        if taken_in.changed:
            changed = f", {taken_in.changed} {_were(taken_in.changed)} changed"
        self.stderr.write(
            f"{counted(imported.rows_read, 'row', 'rows')}: {imported.added} {verb}, {imported.already_there} there "
            f"already ({_differ(imported.differing)}{changed}), {taken_in.repeated} repeated in the file, "
            f"{len(imported.not_counted)} not counted."
        )


def _differ(count: int) -> str:
    return counted(count, "of them differs", "of them differ")


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
