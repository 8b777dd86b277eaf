"""The demonstration: a fictional city, from its files to the PDF of its diagnosis."""

import datetime
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts.models import City

SLUG = "elverhavn"
EXAMPLES = Path(settings.BASE_DIR) / "examples"


class Command(BaseCommand):
    help = (
        "Make the files of the fictional city of Elverhavn, take them in with the ordinary commands, have a worker "
        "build the diagnosis of 2025, and say where the PDF is. Running it again keeps what is there."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.GROUNDWORK_HOME) / "demo"
        pdf = folder / "elverhavn-2025-restricted.pdf"
        call_command("migrate", verbosity=0)
        if not City.objects.filter(slug=SLUG).exists():
            self._take_in(folder)
        if not pdf.exists():
            self._diagnose(pdf)
        self.stdout.write(f"\nThe diagnosis of Elverhavn (a fictional city) is in\n  {pdf}\n")
        self.stdout.write("The files it was made from are beside it. `make stop` stops PostgreSQL and Redis.\n")

    def _take_in(self, folder: Path) -> None:
        self.stderr.write("Making the files of a fictional city")
        subprocess.run([sys.executable, str(EXAMPLES / SLUG / "make.py"), str(folder)], check=True)
        call_command(
            "create_city",
            SLUG,
            name="Elverhavn",
            country="DK",
            time_zone="Europe/Copenhagen",
            processing_record=EXAMPLES / "processing-record.json",
        )
        call_command(
            "import_boundaries", SLUG, folder / "districts.geojson", code="code", name="name", valid_from="2020-01-01"
        )
        call_command(
            "import_indicators",
            SLUG,
            folder / "population.csv",
            code="code",
            population="residents",
            source="Elverhavn in figures (fictional)",
        )
        for mapping in sorted(folder.glob("mapping-*.json")):
            table = folder / f"observations-{mapping.stem.removeprefix('mapping-')}.csv"
            call_command("import_observations", SLUG, table, mapping=mapping)

    def _diagnose(self, pdf: Path) -> None:
        self.stderr.write("Asking for the diagnosis of 2025, compared with 2024")
        call_command(
            "build_diagnosis",
            SLUG,
            start=datetime.date(2025, 1, 1),
            end=datetime.date(2025, 12, 31),
            dated=datetime.date(2026, 2, 2),
            accept_proposed=True,
            output=pdf,
        )
