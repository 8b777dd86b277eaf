"""`migrate` as the owner of the tables: the application's role owns nothing and could not."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from accounts.security import APPEND_ONLY_FOR_WORKER, RIGHTS_OF_WORKER, WORKER_ROLE

# The last version whose migrations stand one by one (docs/adr/0020).
BEFORE_FOLDING = "800eb72"


class Command(migrate.Command):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        _refuse_half_of_what_was_folded(options["database"])
        super().handle(*args, **options)
        if not options["plan"] and not options["check_unapplied"]:
            _give_worker_its_rights(options["database"])


def _give_worker_its_rights(alias: str) -> None:
    """Where there is the role (config/embedded/roles.sql makes it) and where all tables are there."""
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = %s", [WORKER_ROLE])
        (roles,) = cursor.fetchone()
        cursor.execute("SELECT to_regprocedure('records_erase_accesses(bigint, bigint[])') IS NULL")
        (is_partly_migrated,) = cursor.fetchone()
        if not roles or is_partly_migrated:
            return
        cursor.execute(RIGHTS_OF_WORKER)
        cursor.execute(APPEND_ONLY_FOR_WORKER)
        for (revoke,) in cursor.fetchall():
            cursor.execute(revoke)


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
