"""Build a diagnosis by a background worker and write its PDF."""

import datetime
import os
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.city import city_context
from accounts.models import City
from analysis.records import Period
from jobs.artefacts import read
from jobs.models import Job
from jobs.workers import NotDone, follow, worker_at_hand
from reports.actions import create_diagnosis
from reports.models import Diagnosis, Edition
from reports.tasks import request

VIA = "command build_diagnosis"


class Command(BaseCommand):
    help = (
        "Compute the diagnosis of a period and write its PDF. A background worker does it; where none is running, "
        "one is started for the time it takes. Exit code 0: the file is written; 1: refused, the reason on stderr."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("city", metavar="SLUG", help="short name of the city")
        parser.add_argument("--from", dest="start", required=True, type=_day, metavar="DATE", help="first day")
        parser.add_argument("--to", dest="end", required=True, type=_day, metavar="DATE", help="last day, included")
        parser.add_argument("--compare-from", type=_day, metavar="DATE", help="default: one year earlier")
        parser.add_argument("--compare-to", type=_day, metavar="DATE", help="default: one year earlier")
        parser.add_argument(
            "--edition",
            choices=Edition.Audience.values,
            default=Edition.Audience.RESTRICTED,
            help="default: restricted",
        )
        parser.add_argument(
            "--accept-proposed",
            action="store_true",
            help="confirm every proposed judgement unread; the PDF says so on its cover",
        )
        parser.add_argument("--dated", type=_day, metavar="DATE", help="date of the diagnosis; default: today")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE.pdf", help="where to write the PDF")

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path = options["output"]
        if not output.parent.is_dir():
            raise CommandError(f"The folder {output.parent} does not exist. Make it, or name another.")
        try:
            city = City.objects.get(slug=options["city"])
        except City.DoesNotExist:
            raise CommandError(f"There is no city “{options['city']}”. Make it with create_city.") from None
        diagnosis, job = self._request(city, options)
        with worker_at_hand(self._say):
            try:
                follow(job, self._say)
            except NotDone as problem:
                raise CommandError(f"The diagnosis was not built: {problem}") from None
        pdf = self._read(city, diagnosis, options["edition"])
        _write(output, pdf)
        self._say(f"Diagnosis no. {diagnosis.number} of {city.name}: {output} ({len(pdf) // 1024} kB)")

    def _request(self, city: City, options: dict[str, Any]) -> tuple[Diagnosis, Job]:
        try:
            period = Period(options["start"], options["end"])
            comparison = _comparison(options["compare_from"], options["compare_to"])
            with city_context(city.pk, via=VIA):
                diagnosis = create_diagnosis(
                    city_id=city.pk,
                    period=period,
                    comparison=comparison,
                    accept_proposed=options["accept_proposed"],
                    language=(city.languages or ["en"])[0],
                    dated=options["dated"],
                )
                return diagnosis, request(diagnosis)
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from None
        except ValueError as problem:
            raise CommandError(str(problem)) from None

    def _read(self, city: City, diagnosis: Diagnosis, audience: str) -> bytes:
        with city_context(city.pk, via=VIA):
            edition = diagnosis.editions.get(audience=audience)
        return read(city.pk, edition.sha256, "pdf")

    def _say(self, line: str) -> None:
        self.stderr.write(line)


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _comparison(start: datetime.date | None, end: datetime.date | None) -> Period | None:
    if (start is None) != (end is None):
        raise ValueError("Give both --compare-from and --compare-to, or neither.")
    return Period(start, end) if start and end else None


def _write(output: Path, data: bytes) -> None:
    """Under a temporary name in the same folder, then renamed: nobody ever sees half a file."""
    handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o600)
        Path(name).replace(output)
    except OSError as problem:
        Path(name).unlink(missing_ok=True)
        raise CommandError(f"The PDF could not be written to {output}: {problem.strerror}.") from None
