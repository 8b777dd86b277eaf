"""What every page asks the database: by prepared statements, on a connection that may have died since the last one."""

import datetime

import pytest
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.models import Session
from django.db import DataError, OperationalError, connection
from django.test import Client
from django.utils import timezone

from accounts.models import City, Membership
from accounts.prepared import Prepared
from accounts.sessions import SessionStore
from tests.factories import make_member, sign_in
from tests.mapping.makers import inside, with_districts, with_record


@pytest.fixture
def admin(committed_db: None) -> Membership:
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    return make_member(city, "alice@elverhavn.example", "admin")


def _kill_the_connection() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
            assert cursor.fetchone() == (True,)
    finally:
        other.close()


@pytest.mark.parametrize("address", ["/city/elverhavn/", "/accounts/login/"])
def test_a_page_is_answered_after_the_database_hung_up(admin: Membership, address: str) -> None:
    client = sign_in(Client(), admin)
    expected = client.get(address).status_code
    _kill_the_connection()
    assert client.get(address).status_code == expected


def test_a_statement_is_planned_once_per_connection(admin: Membership) -> None:
    sign_in(Client(), admin).get("/city/elverhavn/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements ORDER BY name")
        assert {"enter_city", "find_user", "read_session"} <= {name for (name,) in cursor.fetchall()}
    statement = Prepared("of_a_test", "SELECT $1::int + 1")
    assert [statement.one(1), statement.one(41)] == [(2,), (42,)]
    connection.close()
    assert statement.one(41) == (42,)


def test_a_plan_that_is_kept_sees_the_rows_of_its_transaction_alone(admin: Membership) -> None:
    """PostgreSQL keeps one plan after five runs: it asks whose transaction it is all the same."""
    stenhavn = City.objects.create(slug="stenhavn", name="Stenhavn", country="DK")
    with_districts(with_record(admin.city), "1")
    with_districts(with_record(stenhavn), "1", "2", "3")
    statement = Prepared("of_a_city", "SELECT count(*) FROM mapping_district WHERE code <> $1")
    for _run in range(7):
        for city, there in ((admin.city, 1), (stenhavn, 3)):
            with inside(city):
                assert statement.one("none") == (there,)
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans > 0 FROM pg_prepared_statements WHERE name = 'of_a_city'")
        assert cursor.fetchone() == (True,)
    with pytest.raises(DataError, match="bigint"):
        statement.one("none")


def test_an_ended_session_and_a_gone_person_are_nobody(admin: Membership) -> None:
    client = sign_in(Client(), admin)
    assert client.get("/city/elverhavn/").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_session SET expire_date = now() - interval '1 second'")
    assert client.get("/city/elverhavn/").status_code == 302
    client = sign_in(Client(), admin)
    type(admin.user).objects.filter(pk=admin.user_id).update(is_active=False)
    assert client.get("/city/elverhavn/").status_code == 302


def test_a_session_is_written_as_django_keeps_it(db: None) -> None:
    session = SessionStore()
    session["told"] = "Å"
    session.save()
    session["more"] = 1
    session.set_expiry(90)
    session.save()
    kept = Session.objects.get()
    assert (kept.session_key, kept.get_decoded()) == (session.session_key, dict(session.items()))
    assert datetime.timedelta(0) < kept.expire_date - timezone.now() <= datetime.timedelta(seconds=90)
    assert dict(SessionStore(session.session_key).items()) == dict(session.items())


def test_a_key_that_is_taken_is_not_taken_over(db: None) -> None:
    first = SessionStore()
    first["whose"] = "the first"
    first.save()
    assert first.session_key
    assert SessionStore().exists(first.session_key)
    assert not SessionStore().exists("x" * 32)
    second = SessionStore()
    second._session_key = first.session_key
    with pytest.raises(CreateError):
        second.save(must_create=True)
    assert SessionStore(first.session_key)["whose"] == "the first"


def test_a_session_that_is_gone_is_not_made_anew(db: None) -> None:
    session = SessionStore()
    session["told"] = 1
    session.save()
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        session.save()
    assert not Session.objects.exists()


def test_a_session_that_cannot_be_written_is_interrupted(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    session = SessionStore()
    session.save()
    monkeypatch.setattr(Prepared, "one", _is_away)
    with pytest.raises(UpdateError):
        session.save()


def _is_away(*_asked: object) -> None:
    raise OperationalError
