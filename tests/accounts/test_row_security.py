"""Row-level security with the application's role and raw SQL."""

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from accounts.city import WrongCity, city_context
from accounts.models import City, CityOwned
from mapping.models import BoundarySet, District, Source


def _refused(sql: str, because: str) -> None:
    with pytest.raises(DatabaseError, match=because), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def police(elverhavn: City) -> Source:
    with city_context(elverhavn.pk, via="test"):
        return Source.objects.create(city=elverhavn, key="police", name="Police", source_type="police")


def test_a_query_without_a_city_raises_instead_of_returning_nothing(police: Source) -> None:
    _refused("SELECT count(*) FROM mapping_source", "app.city|bigint")


def test_a_query_of_another_city_sees_nothing(police: Source, other_city: City) -> None:
    with city_context(other_city.pk, via="test"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM mapping_source")
        assert cursor.fetchone() == (0,)
        cursor.execute("UPDATE mapping_source SET name = 'Taken'")
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM mapping_source")
        assert cursor.rowcount == 0
        cursor.execute("SELECT count(*) FROM mapping_sourceevent")
        assert cursor.fetchone() == (0,)


def test_a_row_cannot_be_written_into_another_city(police: Source, other_city: City) -> None:
    with city_context(other_city.pk, via="test"):
        _refused(
            "INSERT INTO mapping_source (city_id, key, name, source_type, created_at)"
            f" VALUES ({police.city_id}, 'x', 'X', 'police', now())",
            "row-level security",
        )


def test_a_row_cannot_point_into_another_city(elverhavn: City, other_city: City) -> None:
    with city_context(elverhavn.pk, via="test"):
        own = BoundarySet.objects.create(city=elverhavn, name="2026", valid_from="2026-01-01")
    with (
        pytest.raises(IntegrityError, match="same_city"),
        transaction.atomic(),
        city_context(other_city.pk, via="test"),
        connection.cursor() as cursor,
    ):
        District.objects.create(
            city=other_city, boundary_set_id=own.pk, code="1", name="Havn", geometry={}, area_km2=1.0
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("table", ["mapping_source", "mapping_sourceevent", "accounts_city", "jobs_job"])
def test_no_table_can_be_truncated(police: Source, table: str) -> None:
    _refused(f"TRUNCATE {table} CASCADE", "permission denied")


@pytest.mark.parametrize("change", ["UPDATE mapping_sourceevent SET name = 'X'", "DELETE FROM mapping_sourceevent"])
def test_history_cannot_be_changed(police: Source, change: str) -> None:
    with city_context(police.city_id, via="test"):
        _refused(change, "permission denied")


def test_history_cannot_be_changed_by_the_owner_either(committed_db: None) -> None:
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    with city_context(city.pk, via="test"):
        Source.objects.create(city=city, key="police", name="Police", source_type="police")
    for change in ("UPDATE mapping_sourceevent SET name = 'X'", "DELETE FROM mapping_sourceevent"):
        with (
            pytest.raises(DatabaseError, match="Cannot update or delete"),
            city_context(city.pk, via="test", using="owner"),
            connections["owner"].cursor() as cursor,
        ):
            cursor.execute(change)


def test_the_owner_sees_no_rows_without_a_city_either(committed_db: None) -> None:
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    with city_context(city.pk, via="test"):
        Source.objects.create(city=city, key="police", name="Police", source_type="police")
    with pytest.raises(DatabaseError, match="app.city"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM mapping_source")


def test_the_context_ends_with_the_transaction(committed_db: None) -> None:
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    with city_context(city.pk, via="test"):
        Source.objects.create(city=city, key="police", name="Police", source_type="police")
    with pytest.raises(DatabaseError):
        Source.objects.count()


def test_a_transaction_never_becomes_another_citys(elverhavn: City, other_city: City) -> None:
    with city_context(elverhavn.pk, via="test"), pytest.raises(WrongCity), city_context(other_city.pk, via="test"):
        pass


def test_every_table_with_a_city_is_protected_or_named_here(db: None) -> None:
    outside = {"accounts_hostaccess", "accounts_invitation", "accounts_membership", "jobs_job"}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity FROM pg_class c"
            " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'city_id'"
            " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
        )
        tables = dict(cursor.fetchall())
    open_ = {name for name, protected in tables.items() if not protected}
    assert open_ == outside, f"protect(…), of events protect_history(…), in its migration: {sorted(open_ ^ outside)}"


def test_every_reference_between_rows_of_a_city_is_composite(db: None) -> None:
    owned = [model for model in apps.get_models() if issubclass(model, CityOwned)]
    expected = {
        f"{model._meta.db_table}_{field.column}_same_city"
        for model in owned
        for field in model._meta.concrete_fields
        if field.related_model in owned
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'f' AND cardinality(conkey) > 1")
        there = {name for (name,) in cursor.fetchall()}
    assert there == expected, f"same_city(…) in its migration: {sorted(there ^ expected)}"
