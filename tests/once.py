"""What many tests of a file look at, made once for all of them.

A fixture of a file makes it in a transaction that stays open until the file is through:

    @pytest.fixture(scope="module")
    def ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Ground]:
        yield from once(django_db_blocker, lambda: Ground(…))

Every test runs in a savepoint of its own inside it (the fixture `db`) and finds the same rows again. What is in
memory is another matter: a fixture of each test hands out copies. No file may have this and `committed_db`.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from typing import TypeVar

from django.db import connection, transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from accounts.middleware.sessions import SEEN_AT, SIGNED_IN_AT
from accounts.models import Membership, User
from tests.factories import sign_in

Made = TypeVar("Made")
# Seconds that a file of tests takes at most.
LONGEST_FILE = 900


def once(blocker: DjangoDbBlocker, make: Callable[[], Made]) -> Iterator[Made]:
    """What `make` wrote is there for every test of the file; the tests' own access to the database is as ever."""
    with blocker.unblock(), undone():
        made = make()
        # What its rows point at is looked up here, or it would be at the end of every test, and undone with it again.
        connection.check_constraints()
        with blocker.block():
            yield made


@contextmanager
def undone() -> Iterator[None]:
    """As if nothing had been written. What is undone in a transaction is, from page to page, every other statement of a
    file: so it is two of them, and not the three that Django takes."""
    if not connection.in_atomic_block:
        with _a_transaction():
            yield
        return
    waiting = len(connection.run_on_commit)
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT undone")
        try:
            yield
        finally:
            connection.needs_rollback = False
            # what would have been done after the commit
            del connection.run_on_commit[waiting:]
            cursor.execute("ROLLBACK TO SAVEPOINT undone; RELEASE SAVEPOINT undone")


@contextmanager
def _a_transaction() -> Iterator[None]:
    block = transaction.atomic()
    # as around each test: what must be a transaction of its own is a savepoint in it
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)


def signed_in(who: Membership | User) -> Client:
    """As somebody who opened a page a moment ago, so that each of many need not write into the session that it did:
    none of what all of them take later either, each of which is undone."""
    client = sign_in(Client(), who)
    session = client.session
    session[SIGNED_IN_AT] = int(time.time())
    session[SEEN_AT] = session[SIGNED_IN_AT] + LONGEST_FILE
    session.save()
    return client


def again(client: Client) -> Client:
    """Another browser with the same session: whatever happens to its cookies, the first keeps its own."""
    other = Client()
    other.handler = client.handler  # it loads the middleware with its first page
    other.cookies = copy(client.cookies)
    return other
