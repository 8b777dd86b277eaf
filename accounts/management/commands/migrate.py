"""`migrate` as the owner of the tables: the application's role owns nothing and could not."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import connections, migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState
from django.db.models.fields.related import RECURSIVE_RELATIONSHIP_CONSTANT
from django.db.models.utils import make_model_tuple
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from accounts.security import APPEND_ONLY_FOR_WORKER, RIGHTS_OF_WORKER, WORKER_ROLE, AtOnce

# The last version whose migrations stand one by one (docs/adr/0020).
BEFORE_FOLDING = "800eb72"


OF_TRIGGERS = (AddTrigger, RemoveTrigger)
# Each of them asks for the one model it is about, and for those this one points at; the first for none.
OF_ONE_MODEL = (
    migrations.RunSQL,
    migrations.CreateModel,
    migrations.AddField,
    migrations.AlterField,
    migrations.AddConstraint,
    migrations.RemoveConstraint,
    migrations.AddIndex,
    migrations.RemoveIndex,
    *OF_TRIGGERS,
)
# What the name and the being of a table depend on.
OF_A_TABLE = {"db_table", "managed", "swappable"}


class Drawn(AtOnce):
    """With the models that the operations ask for, and no other: drawing all of them, anew after each operation, was
    nine tenths of what migrating cost."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        super().database_forwards(app_label, schema_editor, *self._drawn(app_label, from_state, to_state))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        super().database_backwards(app_label, schema_editor, *self._drawn(app_label, from_state, to_state))

    def _drawn(self, app_label: str, *states: ProjectState) -> Iterator[ProjectState]:
        keys = {(app_label, name) for name in map(_model, self.operations) if name}
        return (_reached(state, keys) for state in states)


def at_once(operations: Iterable[Operation]) -> list[Operation]:
    """The same operations in their order, as many as may be as one.

    They see the models as these are when all are done. So a new model, which is made with all it has by then, is
    followed by nothing of its own but triggers, and no part of a model is touched twice.
    """
    found: list[Operation] = []
    beside: list[Operation] = []
    made: set[str] = set()
    touched: set[tuple[str, str]] = set()

    def close() -> None:
        found.extend([Drawn(*beside)] if beside else [])
        for each in (beside, made, touched):
            each.clear()

    for operation in _each(operations):
        name, part = _model(operation), _part(operation)
        if (name in made and not isinstance(operation, OF_TRIGGERS)) or (name, part) in touched:
            close()
        if not _is_of_one_model(operation):
            close()
            found.append(operation)
            continue
        beside.append(operation)
        if isinstance(operation, migrations.CreateModel):
            made.add(name)
        elif name:
            touched.add((name, part))
    close()
    return found


def _each(operations: Iterable[Operation]) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, AtOnce):
            yield from operation.operations
        else:
            yield operation


def _is_of_one_model(operation: Operation) -> bool:
    """Or of none; what points at a field of other values in every row may have to be made anew as well."""
    is_pointed_at = type(operation) is migrations.AlterField and operation.field.unique
    return type(operation) in OF_ONE_MODEL and not is_pointed_at


def _part(operation: Operation) -> str:
    """The field it changes; of others the operation itself."""
    if isinstance(operation, migrations.AddField | migrations.AlterField):
        return str(operation.name_lower)
    return operation.describe()


def _model(operation: Operation) -> str:
    name = operation.name_lower if isinstance(operation, migrations.CreateModel) else ""
    return name or str(getattr(operation, "model_name_lower", ""))


def _reached(state: ProjectState, keys: Iterable[tuple[str, str]]) -> ProjectState:
    """Those models, and of whatever they point at its table and what may be pointed at: nearly all of them point at a
    city and at a user, who have many fields and point at others."""
    found: dict[tuple[str, str], ModelState] = {}
    pointed_at: dict[tuple[str, str], ModelState] = {}
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in state.models or key in found:
            continue
        found[key] = state.models[key]
        waiting += _made_of(found[key])
        for other in _points_at(found[key]):
            there = state.models.get(other)
            if there is None or other in found:
                continue
            if _is_known_by_itself(there):
                pointed_at[other] = _bare(there)
            else:
                waiting.append(other)
    return ProjectState(pointed_at | found, state.real_apps)


def _made_of(model: ModelState) -> Iterator[tuple[str, str]]:
    """The models whose fields are its own, and those by which it has many of another."""
    through = (getattr(field.remote_field, "through", None) for field in model.fields.values())
    yield from (make_model_tuple(each) for each in [*model.bases, *through] if isinstance(each, str))


def _points_at(model: ModelState) -> Iterator[tuple[str, str]]:
    pointed_at: list[Any] = [field.remote_field.model for field in model.fields.values() if field.remote_field]
    yield from (make_model_tuple(each) for each in pointed_at if each != RECURSIVE_RELATIONSHIP_CONSTANT)


def _is_known_by_itself(model: ModelState) -> bool:
    """Whether it is a value of its own that tells its rows apart, not what another model has."""
    of_another = any(isinstance(base, str) for base in model.bases)
    return not of_another and not any(field.remote_field and field.unique for field in model.fields.values())


def _bare(model: ModelState) -> ModelState:
    fields = {name: field for name, field in model.fields.items() if field.unique}
    options = {name: value for name, value in model.options.items() if name in OF_A_TABLE}
    return ModelState(model.app_label, model.name, fields, options, model.bases)


class Executor(MigrationExecutor):
    """As Django's, which draws every model before each migration."""

    def _migrate_all_forwards(self, state: Any, plan: Any, full_plan: Any, fake: bool, fake_initial: bool) -> Any:
        to_run = {migration for migration, _backwards in plan}
        for migration, _backwards in full_plan:
            if migration in to_run:
                state = self.apply_migration(state, migration, fake=fake, fake_initial=fake_initial)
        return state

    def _migrate_all_backwards(self, plan: Any, full_plan: Any, fake: bool) -> Any:
        to_undo = {migration for migration, _backwards in plan}
        applied = {self.loader.graph.nodes.get(key) for key in self.loader.applied_migrations}
        before: dict[Any, ProjectState] = {}
        state, left = (ProjectState(real_apps=self.loader.unmigrated_apps) for _each in range(2))
        for migration, _backwards in full_plan:
            if migration in to_undo:
                before[migration] = state
                state = migration.mutate_state(state, preserve=True)
            elif migration in applied:
                migration.mutate_state(state, preserve=False)
                migration.mutate_state(left, preserve=False)
        for migration, _backwards in plan:
            self.unapply_migration(before[migration], migration, fake=fake)
        return left

    def apply_migration(self, state: Any, migration: Any, fake: bool = False, fake_initial: bool = False) -> Any:
        migration.operations = at_once(migration.operations)
        return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)

    def unapply_migration(self, state: Any, migration: Any, fake: bool = False) -> Any:
        # one by one: what takes a constraint away sees the fields it is about, and these go with the batch
        migration.operations = [Drawn(each) if _is_of_one_model(each) else each for each in _each(migration.operations)]
        return super().unapply_migration(state, migration, fake=fake)


migrate.MigrationExecutor = Executor  # type: ignore[attr-defined]


class Command(migrate.Command):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner", skip_checks=True)

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
