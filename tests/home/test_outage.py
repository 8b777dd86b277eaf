"""The database was started anew, or is away: a page heals by itself or says so, and what was typed is kept."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import psycopg2
import pytest
from django.contrib import messages
from django.contrib.messages.storage import default_storage
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, connection, connections, transaction
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory

from accounts.middleware.city import CityMiddleware
from accounts.models import City, Membership, User
from accounts.prepared import Prepared
from home.errors import broken
from tests.databases import url_of_workers
from tests.factories import PASSWORD, make_member, sign_in

HOME, NEW = "/city/elverhavn/", "/city/elverhavn/organisations/new/"


@pytest.fixture
def committed(committed_db: None) -> Iterator[Membership]:
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    yield make_member(city, "alice@elverhavn.example", "admin")
    connection.close()


def as_if_started_anew() -> None:
    """What a restart of the database does to a connection that rests."""
    number = connection.connection.info.backend_pid
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
    connections["owner"].close()


def saved_as_alicia(
    client: Client, monkeypatch: pytest.MonkeyPatch, times: int, goes_wrong: Callable[[], None]
) -> tuple[int, int]:
    """The status of the answer, and how often the name was saved; so many times something goes wrong after it."""
    save, tried = User.save, []

    def saving(self: User, *args: Any, **kwargs: Any) -> None:
        save(self, *args, **kwargs)
        tried.append(1)
        if len(tried) <= times:
            goes_wrong()

    monkeypatch.setattr(User, "save", saving)
    sent = {"name": "Alicia", "initial-name": "", "appearance": "auto", "initial-appearance": "auto"}
    done = client.post("/account/", sent)
    monkeypatch.undo()
    return done.status_code, len(tried)


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", [HOME, "/account/", "/account/login/", "/account/password/reset/"])
def test_a_connection_that_rested_while_the_database_was_started_anew_heals(
    address: str, method: str, committed: Membership
) -> None:
    client = Client() if "password" in address or "login" in address else sign_in(Client(), committed)
    client.get(address)
    as_if_started_anew()
    assert getattr(client, method)(address, {"email": "nobody@x.example"}).status_code in {200, 302, 405}


@pytest.mark.parametrize("times", [1, 2])
def test_a_connection_that_breaks_while_a_page_is_made_heals_once(
    times: int, committed: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was written, so the page is made once more; what breaks again is an outage, and nothing is saved."""
    client = sign_in(Client(raise_request_exception=False), committed)

    def breaks() -> None:
        as_if_started_anew()
        connection.cursor().execute("SELECT 1")

    status, tried = saved_as_alicia(client, monkeypatch, times, breaks)
    assert (status, tried) == ((302, 2) if times == 1 else (503, 2))
    assert User.objects.get(pk=committed.user_id).name == ("Alicia" if times == 1 else "")


UNDO = "DO $$ BEGIN RAISE EXCEPTION 'undone' USING ERRCODE = '{code}'; END $$"
UNDO_AT_COMMIT = """
CREATE FUNCTION pg_temp.undo() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'undone' USING ERRCODE = '{code}'; END $$;
CREATE TEMPORARY TABLE undone (id int);
CREATE CONSTRAINT TRIGGER undo AFTER INSERT ON undone DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION pg_temp.undo();
INSERT INTO undone VALUES (1);
"""


# A deadlock, two that cannot stand in a row; a name that somebody has by now, what it points at gone; a rule of ours.
CODES = {"40P01": 503, "40001": 503, "23505": 500, "23503": 500, "23514": 500}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("statement", [UNDO, UNDO_AT_COMMIT], ids=["on the way", "at the commit"])
@pytest.mark.parametrize("times", [1, 2])
def test_a_page_whose_transaction_was_undone_for_another_is_made_once_more(
    times: int, statement: str, code: str, committed: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A deadlock is nobody's fault, and its transaction is gone: nobody is told that the database is away. What
    somebody else did first stands by then. A rule that was broken is broken the second time as well."""
    client = sign_in(Client(raise_request_exception=False), committed)
    status, tried = saved_as_alicia(client, monkeypatch, times, lambda: _run(statement.format(code=code)))
    heals = times == 1 and code != "23514"
    assert (status, tried) == (302 if heals else CODES[code], 1 if code == "23514" else 2)
    assert User.objects.get(pk=committed.user_id).name == ("Alicia" if heals else "")


@pytest.mark.parametrize(("statement", "code"), [(UNDO, "40P01"), (UNDO_AT_COMMIT, "23505")])
@pytest.mark.parametrize("times", [1, 2])
def test_who_watches_is_told_of_an_error_only_where_the_second_time_is_one(  # noqa: PLR0917
    times: int,
    statement: str,
    code: str,
    committed: Membership,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    client = sign_in(Client(raise_request_exception=False), committed)
    caplog.clear()
    saved_as_alicia(client, monkeypatch, times, lambda: _run(statement.format(code=code)))
    assert [each.levelname for each in caplog.records if each.name == "django.request"] == ["ERROR"] * (times - 1)
    assert [each.getMessage() for each in caplog.records if each.levelname == "WARNING"] == ["A page is made once more"]


@pytest.mark.parametrize(("statement", "status"), [("read_session", 200), ("find_user", 503), ("enter_city", 200)])
def test_a_connection_that_breaks_at_its_first_prepared_statement_heals_or_says_so(
    statement: str, status: int, committed: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked past Django's own cursor, whose errors are the only ones that anybody heals."""
    client = sign_in(Client(raise_request_exception=False), committed)
    client.get(HOME)
    connection.close()
    known, tried = Prepared._make_known, []

    def breaking(self: Prepared, using: str) -> None:
        tried.append(self.name)
        if self.name == statement and tried.count(self.name) == 1:
            as_if_started_anew()
        known(self, using)

    monkeypatch.setattr(Prepared, "_make_known", breaking)
    assert client.get(HOME).status_code == status


@pytest.mark.parametrize("code", ["40P01", "40001"])
def test_what_was_committed_is_not_done_again_for_what_failed_after_it(
    code: str, committed: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(Client(raise_request_exception=False), committed)
    save, tried = User.save, []

    def failing_later(self: User, *args: Any, **kwargs: Any) -> None:
        save(self, *args, **kwargs)
        tried.append(1)
        transaction.on_commit(lambda: connection.cursor().execute(UNDO.format(code=code)))

    monkeypatch.setattr(User, "save", failing_later)
    sent = {"name": "Alicia", "initial-name": "", "appearance": "auto", "initial-appearance": "auto"}
    client.post("/account/", sent)
    monkeypatch.undo()
    assert len(tried) == 1
    assert User.objects.get(pk=committed.user_id).name == "Alicia"


def test_the_second_attempt_knows_nothing_of_the_first(committed: Membership) -> None:
    """Shut out in between, and told by the first what did not happen."""
    request = RequestFactory().get(f"/city/{committed.city.slug}/")
    request.user, request.session = committed.user, {}  # type: ignore[assignment]
    seen = []

    def answer(request: Any) -> HttpResponse:
        seen.append(getattr(request, "membership", None))
        if len(seen) == 1:
            messages.success(request, "Kept.")
            request.attempt.is_lost = request.attempt.has_failed = True
            with psycopg2.connect(url_of_workers()) as other, other.cursor() as cursor:
                cursor.execute("SELECT set_config('app.city', %s, true)", [str(committed.city_id)])
                cursor.execute("UPDATE accounts_membership SET suspended_at = now()")
        return HttpResponse()

    request._messages = default_storage(request)  # type: ignore[attr-defined]
    middleware = CityMiddleware(answer)
    middleware(request)
    assert [each is None for each in seen] == [False, True]
    assert list(messages.get_messages(request)) == []
    with pytest.raises(Http404):
        middleware.process_view(request, answer, (), {"city": committed.city.slug})


TEXTS = [
    "æøå – «text» 'quoted' \"twice\" <b>&amp;</b>",
    "line\r\n\r\nline\r\n",
    "x" * 20_000,
    "{{ x }} {% now %} \u202e",
]


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch, committed: Membership) -> Iterator[Callable[[], None]]:
    """Nobody listens where the database was."""
    with monkeypatch.context() as patch:

        def go() -> None:
            connection.close()
            patch.setitem(connection.settings_dict, "PORT", "1")
            patch.setitem(connection.settings_dict, "HOST", "127.0.0.1")

        yield go
        connection.close()


@pytest.mark.parametrize("text", TEXTS)
def test_without_the_database_what_was_sent_stands_in_a_page_and_can_be_sent_again(
    text: str, committed: Membership, away: Callable[[], None]
) -> None:
    client = sign_in(Client(raise_request_exception=False), committed)
    away()
    answer = client.post(f"{NEW}?x=1", {"name": text, "several": ["1", "2"], "csrfmiddlewaretoken": "sent"})
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    form = page[page.index('<form method="post"') :]
    assert f'action="{NEW}?x=1"' in form
    sent = [(name, unescape(value)) for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form)]
    assert sent == [("name", text), ("several", "1"), ("several", "2"), ("csrfmiddlewaretoken", "sent")]


def test_without_the_database_every_page_says_so_and_none_repeats_a_secret(
    committed: Membership, away: Callable[[], None]
) -> None:
    client = sign_in(Client(raise_request_exception=False), committed)
    away()
    for address in (HOME, "/account/", "/", NEW):
        answer = client.get(address)
        assert answer.status_code == 503
        assert "Send it again" not in answer.content.decode()
    for sent in ({"login": "a@b.example", "password": PASSWORD}, {"code": "123456"}, {"oldpassword": PASSWORD}):
        page = Client(raise_request_exception=False).post("/account/login/", sent).content.decode()
        assert "not possible at the moment" in page
        assert not [value for value in sent.values() if value in page]
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


def _raise(error: Exception, around: Exception | None) -> None:
    try:
        raise error
    except type(error):
        if around is not None:
            raise around from error
        raise


def _said_of(error: Exception, around: Exception | None) -> int:
    try:
        _raise(error, around)
    except Exception:  # noqa: BLE001  (any may come)
        return broken(RequestFactory().get("/")).status_code
    return 200


@pytest.mark.parametrize(
    ("error", "around", "status"),
    [
        (OperationalError("server closed the connection"), None, 503),
        (InterfaceError("connection already closed"), None, 503),
        (OperationalError("too many clients"), RuntimeError("while rendering"), 503),
        (RuntimeError("ours"), None, 500),
        (ValidationError("ours"), KeyError("x"), 500),
    ],
)
def test_an_outage_is_told_from_a_fault(error: Exception, around: Exception | None, status: int) -> None:
    assert _said_of(error, around) == status
