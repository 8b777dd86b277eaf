"""`migrate` as the owner of the tables: the application's role owns nothing and could not."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import connections, migrations, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from accounts.security import APPEND_ONLY_FOR_WORKER, RIGHTS_OF_WORKER, WORKER_ROLE, AtOnce

# The last version whose migrations stand one by one (docs/adr/0020).
BEFORE_FOLDING = "800eb72"


# What may be drawn with what stands beside it: each of them sees the models before and after all of them.
TOGETHER = (
    migrations.AddField,
    migrations.AddConstraint,
    migrations.RemoveConstraint,
    migrations.AddIndex,
    migrations.RemoveIndex,
    migrations.AlterField,
    AddTrigger,
    RemoveTrigger,
)


def at_once(operations: list[Operation]) -> list[Operation]:
    """The same operations, those that stand side by side and touch no field twice as one."""
    found: list[Operation] = []
    beside: list[Operation] = []
    touched: set[tuple[str, str]] = set()

    def close() -> None:
        found.extend([AtOnce(*beside)] if len(beside) > 1 else beside)
        beside.clear()
        touched.clear()

    for operation in operations:
        if type(operation) not in TOGETHER:
            close()
            found.append(operation)
            continue
        name = (getattr(operation, "model_name_lower", ""), _named(operation))
        if name in touched:
            close()
        beside.append(operation)
        touched.add(name)
    close()
    return found


def _named(operation: Operation) -> str:
    """The field it changes; of others the operation itself."""
    if isinstance(operation, migrations.AddField | migrations.AlterField):
        return str(operation.name).lower()
    return operation.describe()


class Executor(MigrationExecutor):
    """Draws the models once for operations side by side: anew after each was nine tenths of what migrating cost."""

    def apply_migration(self, state: Any, migration: Any, fake: bool = False, fake_initial: bool = False) -> Any:
        migration.operations = at_once(migration.operations)
        return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)


migrate.MigrationExecutor = Executor  # type: ignore[attr-defined]


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
