#!/usr/bin/env python
"""Django's command line, with the built-in PostgreSQL and Redis up before the first query."""

import os
import sys

from django.core.management import execute_from_command_line

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
    "demo",  # starts them itself, and stops them at its end
    "--help",
    "--version",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command not in WITHOUT_SERVICES and not {"--help", "-h"} & set(sys.argv):
        try:
            services.ensure()
        except services.CannotStart as problem:
            sys.exit(f"{problem}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
