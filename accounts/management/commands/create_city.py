"""Make a city with its processing record."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.actions import create_city

MOST_BYTES = 1_000_000


class Command(BaseCommand):
    help = (
        "Make a city: its name, its processing record (why it may hold what it will hold) and its first admin. "
        "examples/processing-record.json shows the record's fields. Exit code 0: made; 1: refused, the reasons on "
        "stderr and nothing saved. A slug that exists is always refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="short name in addresses: small letters, digits, hyphens")
        parser.add_argument("--name", required=True, help="name of the city")
        parser.add_argument("--country", required=True, help="two capital letters, as in ISO 3166-1: DK, CA")
        parser.add_argument("--processing-record", required=True, type=Path, metavar="FILE.json")
        parser.add_argument("--admin", default="", metavar="EMAIL", help="first admin; gets an invitation by e-mail")
        parser.add_argument("--time-zone", default="UTC", help="IANA name such as Europe/Copenhagen; default: UTC")
        parser.add_argument(
            "--languages", default="en", help="codes separated by commas, the first is the reports'; default: en"
        )
        parser.add_argument("--emergency-number", default="112", help="default: 112")
        parser.add_argument("--worry-channel", default="", help="where to turn with a worry about a person")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            city = create_city(
                slug=options["slug"],
                name=options["name"],
                country=options["country"],
                processing_record=_record(options["processing_record"]),
                admin_email=options["admin"],
                time_zone=options["time_zone"],
                languages=[code.strip() for code in options["languages"].split(",") if code.strip()],
                emergency_number=options["emergency_number"],
                worry_channel=options["worry_channel"],
                via="command create_city",
            )
        except ValidationError as problem:
            raise CommandError("\n".join(problem.messages)) from None
        self.stderr.write(f"{city.name} ({city.slug}) is there, with its processing record.")
        if options["admin"]:
            self.stderr.write(f"An invitation is on its way to {options['admin']}.")


def _record(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CommandError(f"{path.name} has more than {MOST_BYTES} bytes: that is no processing record.")
        record = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise CommandError(f"{path} cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError as problem:
        raise CommandError(f"{path.name} is not UTF-8 (byte {problem.start}). Save it as UTF-8.") from None
    except json.JSONDecodeError as problem:
        raise CommandError(
            f"{path.name} is not JSON: line {problem.lineno}, column {problem.colno}: {problem.msg}."
        ) from None
    except RecursionError:
        raise CommandError(f"{path.name} is nested too deeply to be a processing record.") from None
    if not isinstance(record, dict):
        raise CommandError(f"{path.name} must hold one object with the fields of the processing record.")
    return record
