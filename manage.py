#!/usr/bin/env python
"""Django's command line, with the built-in PostgreSQL and Redis up before the first query."""

import os
import sys
from contextlib import AbstractContextManager, nullcontext

from django.core.management import BaseCommand, execute_from_command_line

from config import services

# These need no database; everything else gets the built-in services where no address was given.
WITHOUT_SERVICES = {
    "help",
    "check",
    "makemessages",
    "compilemessages",
    "collectstatic",
    "messages",
    "make_backup_key",
    "--help",
    "--version",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # `make check` asks Django's checks of the code; before every command they took half a second of CPU
    BaseCommand.requires_system_checks = ()
    try:
        with _services(sys.argv[1:] or ["help"]):
            execute_from_command_line(sys.argv)
    except services.CannotStart as problem:
        sys.exit(f"{problem}")


def _services(words: list[str]) -> AbstractContextManager[None]:
    """They stay up for the next command; the demonstration, which ends by Ctrl-C, leaves nothing running."""
    if words[0] in WITHOUT_SERVICES or {"--help", "-h"} & set(words):
        return nullcontext()
    if words[0] == "demo" and "--once" not in words:
        return services.running()
    services.ensure()
    return nullcontext()


if __name__ == "__main__":
    main()
