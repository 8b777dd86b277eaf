"""Migrations: a new database and one of before become the same, and what seals name stays where it is."""

import io
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeGuard

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.management import CommandError, call_command
from django.db import connections, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from pytest_django.plugin import DjangoDbBlocker

from accounts.city import city_context
from accounts.models import City
from accounts.security import AtOnce
from mapping.models import Source
from records.actions import seal_city
from tests.config.older import VERIFIED, copied, pointed_at, restored
from tests.config.schema import items, types_of_columns

Columns = dict[tuple[str, str], str]
FOLDED = [(app, "0001_folded") for app in ("accounts", "mapping", "notices", "records", "reports", "stakeholders")]


@pytest.fixture(scope="module")
def of_before(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Restored once; each test has a copy."""
    with django_db_blocker.unblock(), restored() as name:
        yield name


@pytest.fixture(scope="module")
def migrated_on(of_before: str) -> Iterator[str]:
    """What came of it when it was migrated, which takes many seconds and is done once; each test has a copy."""
    with copied(of_before, to="migrated_on") as name:
        with pointed_at(name):
            call_command("migrate", verbosity=0)
        yield name


@pytest.fixture
def older(of_before: str) -> Iterator[str]:
    with copied(of_before, to="older_copy") as name:
        yield name


@pytest.fixture
def migrated(migrated_on: str) -> Iterator[str]:
    with copied(migrated_on, to="migrated_copy") as name:
        yield name


def test_what_was_sealed_keeps_its_columns_and_their_types(older: str) -> None:
    with pointed_at(older):
        of_before = types_of_columns()
    events = {table for table, column in of_before if column == "pgh_id"}
    tracked = events | {table.removesuffix("event") for table in events}
    assert len(tracked) == 2 * 29
    now = types_of_columns()
    assert {key: now.get(key) for key in of_before if key[0] in tracked} == {
        key: kind for key, kind in of_before.items() if key[0] in tracked
    }


def test_a_database_of_before_migrates_on_to_what_a_new_one_is_and_its_history_verifies(migrated: str) -> None:
    new = items()
    assert len(new) > 2000
    with pointed_at(migrated):
        became = items()
        assert sorted(became - new) == []
        assert sorted(new - became) == []
        assert _verified() == [
            f"{slug}: 21 events in 17 seals, 2 of them erased, 1 waiting to be sealed; head {head}"
            for slug, head in VERIFIED.items()
        ]
        assert _pending() == []


def test_history_goes_on_where_it_was(migrated: str) -> None:
    with pointed_at(migrated):
        city = City.objects.get(slug="elverhavn")
        with city_context(city.pk, via="test"):
            Source.objects.create(city=city, key="later", name="Later", source_type="media")
        with city_context(city.pk, via="test"):
            assert seal_city(city_id=city.pk) == 3  # what was seen before that was sealed, and how the city stood, too
        assert _verified()[0].startswith("elverhavn: 23 events in 20 seals, 2 of them erased, 0 waiting")


def test_a_database_somewhere_between_is_refused_and_left_as_it_is(older: str) -> None:
    with pointed_at(older):
        with connections["owner"].cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE (app, name) = ('reports', '0006_release_row_security')")
        before, applied = items(), _applied()
        with pytest.raises(CommandError, match=r"never had reports\.0006_release_row_security.*commit 800eb72"):
            call_command("migrate", verbosity=0)
        assert (items(), _applied()) == (before, applied)


def test_tables_made_at_once_go_at_once(migrated: str) -> None:
    """Backwards, and the same again forwards."""
    with pointed_at(migrated):
        before = items()
        call_command("migrate", "planning", "zero", verbosity=0)
        gone = before - items()
        tables = {model._meta.db_table for model in apps.get_app_config("planning").get_models()}
        assert {item.split(":")[0] for item in gone if item.startswith("r ")} == {f"r {table}" for table in tables}
        assert all("planning_" in item or "pgtrigger_" in item for item in gone)
        call_command("migrate", verbosity=0)
        assert items() == before


def test_no_later_migration_takes_away_what_seals_name() -> None:
    loader = MigrationLoader(None)
    state = loader.project_state(FOLDED)
    assert len(_sealed_columns(state)) > 500
    plan = dict.fromkeys(key for leaf in sorted(loader.graph.leaf_nodes()) for key in loader.graph.forwards_plan(leaf))
    known = set(loader.graph.forwards_plan(FOLDED[0])).union(*(loader.graph.forwards_plan(key) for key in FOLDED))
    for key in [key for key in plan if key not in known]:
        before = _sealed_columns(state)
        loader.graph.nodes[key].mutate_state(state, preserve=False)
        assert _lost(before, _sealed_columns(state)) == {}, f"{key} changes columns that seals name"


# The last of each app that was not held to it.
NOT_HELD = {"accounts": 10, "notices": 21, "planning": 1, "records": 13, "reports": 16, "stakeholders": 12}


def test_a_new_column_has_a_value_for_what_the_version_before_writes() -> None:
    """It still runs while the tables are changed for the next one, and knows nothing of the column."""
    found = [
        f"{app}.{name}: {each.model_name}.{each.name}"
        for (app, name), migration in MigrationLoader(None).disk_migrations.items()
        if apps.get_app_config(app).path.startswith(str(settings.BASE_DIR / app))
        and int(name[:4]) > NOT_HELD.get(app, 1)
        for each in migration.operations
        if isinstance(each, migrations.AddField)
        and each.model_name_lower not in {made.name_lower for made in migration.operations if _makes(made)}
        and not each.field.null
        and each.field.db_default is models.NOT_PROVIDED
    ]
    assert found == []


def _makes(operation: Operation) -> TypeGuard[migrations.CreateModel]:
    """What the version before does not know it does not write into."""
    return isinstance(operation, migrations.CreateModel)


@pytest.mark.parametrize(
    ("operation", "lost"),
    [
        (migrations.RemoveField("sourceevent", "name"), {"name"}),
        (migrations.RemoveField("source", "name"), {"name"}),
        (migrations.RenameField("sourceevent", "name", "title"), {"name"}),
        (migrations.AlterField("sourceevent", "name", models.JSONField()), {"name"}),
        (migrations.AlterField("sourceevent", "name", models.CharField(max_length=999)), set()),
        (migrations.AddField("sourceevent", "later", models.TextField(default="")), set()),
        (AtOnce(migrations.RemoveField("sourceevent", "name")), {"name"}),
    ],
)
def test_what_would_take_it_away_is_found(operation: Operation, lost: set[str]) -> None:
    before, after = _columns_around(operation)
    assert {column for _table, column in _lost(before, after)} == lost


@pytest.mark.parametrize(
    "operation",
    [
        migrations.DeleteModel("SourceEvent"),
        migrations.DeleteModel("Source"),
        migrations.RenameModel("SourceEvent", "OriginEvent"),
        migrations.AlterModelTable("sourceevent", "origins"),
    ],
)
def test_a_table_that_would_go_is_found(operation: Operation) -> None:
    before, after = _columns_around(operation)
    assert {table for table, _column in _lost(before, after)} & {"mapping_source", "mapping_sourceevent"}


def _columns_around(operation: Operation) -> tuple[Columns, Columns]:
    state = _state_of_today().clone()
    before = _sealed_columns(state)
    operation.state_forwards("mapping", state)
    return before, _sealed_columns(state)


@cache
def _state_of_today() -> ProjectState:
    return MigrationLoader(None).project_state()


def _lost(before: Columns, after: Columns) -> dict[tuple[str, str], tuple[str, str | None]]:
    return {key: (kind, after.get(key)) for key, kind in before.items() if after.get(key) != kind}


def _sealed_columns(state: ProjectState) -> Columns:
    """(table, column) → type of every event table and every table it tells of."""
    found: Columns = {}
    for (app, _name), event in state.models.items():
        if "pgh_obj" in event.fields:
            tracked = event.fields["pgh_obj"].remote_field.model.lower()
            for label in (f"{app}.{event.name_lower}", tracked):
                found.update(_columns(label, state))
    return found


def _columns(label: str, state: ProjectState) -> Iterator[tuple[tuple[str, str], str]]:
    app, _dot, name = label.partition(".")
    model: Any = state.models.get((app, name))
    if model is None:
        return
    table = model.options.get("db_table") or f"{app}_{name}"
    for field_name, field in model.fields.items():
        if not field.many_to_many:
            column = field.db_column or (f"{field_name}_id" if field.is_relation else field_name)
            yield (table, column), _type(field)


def _type(field: Any) -> str:
    kind = type(field).__name__
    if isinstance(field, ArrayField):
        return f"{kind} of {_type(field.base_field)}"
    return f"{kind} to {field.remote_field.model}" if field.is_relation else kind


def _verified() -> list[str]:
    out = io.StringIO()
    call_command("verify", stdout=out, stderr=out)
    return out.getvalue().splitlines()


def _pending() -> list[str]:
    out = io.StringIO()
    call_command("showmigrations", "--plan", database="owner", stdout=out, no_color=True)
    return [line for line in out.getvalue().splitlines() if "[ ]" in line]


def _applied() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connections["owner"]).applied_migrations())
