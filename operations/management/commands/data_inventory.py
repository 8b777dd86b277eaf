"""What is stored about people, field by field: for the data-protection impact assessment."""

import csv
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from operations.inventory import lines

COLUMNS = ("Table", "Field", "What it says about a person", "Kept", "In the history", "Screened by")


class Command(BaseCommand):
    """Prints the inventory."""

    help = "Print which personal data is stored, field by field, as Markdown or CSV."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["markdown", "csv"], default="markdown")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [
            (line.model, line.field, str(line.holds.label), line.kept, "yes" if line.has_history else "", line.screen)
            for line in lines()
        ]
        if options["format"] == "csv":
            csv.writer(self.stdout).writerows([COLUMNS, *rows])
            return
        for row in (COLUMNS, ["---"] * len(COLUMNS), *rows):
            self.stdout.write("| " + " | ".join(row) + " |")
