"""Keep everything in one encrypted file."""

import hashlib
import os
import signal
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.backup import BackupError, make_backup


class Command(BaseCommand):
    help = (
        "Write the database and the kept files into one new encrypted file in FOLDER. What it prints on stdout is the "
        "file's name and SHA-256. Sessions are left out, and so is GROUNDWORK_SECRET_KEY: keep that elsewhere. Exit "
        "code 0: the file is there and whole; 1: there is none, the reason on stderr."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument(
            "--recipient",
            action="append",
            metavar="age1…",
            help="whose key can read it (more than one may be given); default: GROUNDWORK_BACKUP_RECIPIENT",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        named = options["recipient"] or os.environ.get("GROUNDWORK_BACKUP_RECIPIENT", "").replace(",", " ").split()
        try:
            file, manifest = make_backup(folder=options["folder"], recipients=named)
        except BackupError as problem:
            raise CommandError(str(problem)) from None
        with file.open("rb") as content:
            sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        self.stdout.write(f"{file}\n{sha256}")
        self.stderr.write(
            f"{manifest.said}, "
            f"{file.stat().st_size / 1e6:.1f} MB. GROUNDWORK_SECRET_KEY is not in it: keep it elsewhere."
        )
