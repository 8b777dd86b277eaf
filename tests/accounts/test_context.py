"""A request sees its own city, whatever kind of response it gives and whoever used the connection before."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, connections
from django.test import Client

from accounts.city import city_context
from accounts.models import City, Membership
from mapping.models import Source
from tests.factories import make_member, make_user, sign_in
from tests.mapping.makers import with_record
from tests.sizes import in_full_by_soak

PAGES = pytest.mark.urls("tests.accounts.pages_of_tests")
# On a new connection the setting is unknown, on a used one it is empty: PostgreSQL refuses both.
NO_CITY = r"app\.city|type bigint"


def _with_source(city: City, key: str) -> City:
    with_record(city)
    with city_context(city.pk, via="test"):
        Source.objects.create(city=city, key=key, name=key, source_type="police")
    return city


def _keys(city: City) -> list[str]:
    with city_context(city.pk, via="test"):
        return list(Source.objects.values_list("key", flat=True))


@pytest.fixture
def admin(committed_db: None) -> Membership:
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    _with_source(city, "of-elverhavn")
    return make_member(city, "alice@elverhavn.example", "admin")


@pytest.fixture
def elsewhere(committed_db: None) -> Membership:
    city = City.objects.create(slug="sandvig", name="Sandvig", country="DK")
    _with_source(city, "of-sandvig")
    return make_member(city, "charlie@sandvig.example", "admin")


def test_a_context_inside_another_gives_back_what_was_set(elverhavn: City) -> None:
    def told() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('app.city'), current_setting('pghistory.context_metadata')")
            return list(cursor.fetchone())

    with city_context(elverhavn.pk, via="command", actor_id=7):
        outer = told()
        with city_context(elverhavn.pk, via="job", reason="Asked for"):
            assert told() == [str(elverhavn.pk), '{"via": "job", "reason": "Asked for"}']
        assert told() == outer == [str(elverhavn.pk), '{"via": "command", "actor": 7}']


@PAGES
@pytest.mark.parametrize("page", ["stream", "template-response"])
def test_what_is_made_after_the_view_sees_its_own_city(admin: Membership, elsewhere: Membership, page: str) -> None:
    answer = sign_in(Client(), admin).get(f"/city/elverhavn/test/{page}/")
    assert answer.getvalue() == b"of-elverhavn"


@PAGES
def test_a_stream_without_a_city_of_its_own_raises_instead_of_being_empty(admin: Membership) -> None:
    answer = sign_in(Client(), admin).get("/city/elverhavn/test/bare-stream/")
    with pytest.raises(DatabaseError, match=NO_CITY):
        answer.getvalue()
    connection.close()


@PAGES
def test_a_stream_that_is_broken_off_leaves_no_city_behind(admin: Membership) -> None:
    answer = sign_in(Client(), admin).get("/city/elverhavn/test/stream/")
    parts = iter(answer)
    assert next(parts) == b"of-elverhavn"
    answer.close()
    del parts
    assert not connection.in_atomic_block
    with pytest.raises(DatabaseError, match=NO_CITY):
        Source.objects.count()
    connection.close()


@PAGES
@pytest.mark.parametrize(("page", "status"), [("broken", 500), ("answers-500", 500), ("refuses", 403)])
def test_a_page_that_fails_commits_nothing(admin: Membership, page: str, status: int) -> None:
    client = sign_in(Client(raise_request_exception=False), admin)
    assert client.get(f"/city/elverhavn/test/{page}/").status_code == status
    assert _keys(admin.city) == ["of-elverhavn"]


@PAGES
def test_the_admin_knows_no_city_and_reading_one_there_raises(admin: Membership) -> None:
    """Also where the same person was in a city a moment ago, on the same connection."""
    host = make_user("host@host.example", is_staff=True, is_superuser=True, second_factor=True)
    with city_context(admin.city_id, via="test"):
        Membership.objects.create(city=admin.city, user=host, role="reader")
    client = sign_in(Client(), host)
    assert client.get("/city/elverhavn/test/template-response/").content == b"of-elverhavn"
    assert client.get("/admin/").status_code == 200
    with pytest.raises(DatabaseError, match=NO_CITY):
        client.get("/admin/test/sources/")
    connection.close()


@PAGES
@in_full_by_soak("requests", 1000)
def test_alternating_requests_and_tasks_over_two_connections_never_see_a_foreign_row(
    admin: Membership, elsewhere: Membership, requests: int
) -> None:
    """Two threads keep a connection each, as a pool would; whose turn it is, is drawn."""
    seen = Counter[int]()
    counting = threading.Lock()
    turns = random.Random(7).choices([admin, elsewhere], k=requests)
    clients = {member.pk: sign_in(Client(), member) for member in (admin, elsewhere)}

    def act(number: int, member: Membership) -> None:
        if number % 2:
            page = clients[member.pk].get(f"/city/{member.city.slug}/test/template-response/")
            assert page.content.decode() == f"of-{member.city.slug}"
        else:
            assert _keys(member.city) == [f"of-{member.city.slug}"]
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid(), current_setting('app.city', true)")
            backend, city = cursor.fetchone()
        assert not city, "a city stayed behind on the connection"
        with counting:
            seen[backend] += 1

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(act, range(requests), turns))
        list(pool.map(lambda _n: connections["default"].close(), range(8)))
    assert seen.total() == requests
    assert len(seen) == 2
