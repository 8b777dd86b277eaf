"""Bring everything back from one encrypted file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.backup import BackupError, restore


class Command(BaseCommand):
    help = (
        "Put a backup into an empty home: an empty database and an empty folder of files. All of the file is checked "
        "before anything is changed, and every table and file is compared afterwards. Exit code 0: everything is as it "
        "was; 1: the reason on stderr."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.age")
        parser.add_argument(
            "--key", type=Path, required=True, metavar="FILE", help="the secret key (AGE-SECRET-KEY-1…)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore(file=options["file"], key=options["key"])
        except BackupError as problem:
            raise CommandError(str(problem)) from None
        self.stderr.write(
            f"Restored as of {manifest.made_at}: {manifest.said}, each compared. Next: `manage.py migrate`, then "
            "`manage.py verify`. What ended since is back: members who were removed or suspended, passwords and links "
            "as they were then, and what was erased is there again."
        )
