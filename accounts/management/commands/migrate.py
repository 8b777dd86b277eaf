"""`migrate` as the owner of the tables: the application's role owns nothing and could not."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

# The last version whose migrations stand one by one (docs/adr/0020).
BEFORE_FOLDING = "800eb72"


class Command(migrate.Command):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        _refuse_half_of_what_was_folded(options["database"])
        super().handle(*args, **options)


def _refuse_half_of_what_was_folded(alias: str) -> None:
    """A migration stands for all of those it replaced or for none of them: what is between is not known any more."""
    applied = set(MigrationRecorder(connections[alias]).applied_migrations())
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    for key, migration in loader.disk_migrations.items():
        gone = [replaced for replaced in migration.replaces if replaced not in loader.disk_migrations]
        missing = [f"{app}.{name}" for app, name in gone if (app, name) not in applied]
        if key not in applied and 0 < len(missing) < len(gone):
            raise CommandError(
                "This database is older than this version can take on: it never had "
                f"{', '.join(missing)}. Nothing was changed. Run the migrate command of the version before first "
                f"(commit {BEFORE_FOLDING}), then this one again."
            )
