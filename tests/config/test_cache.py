"""One client of Redis for all that is asked of the cache, and a connection of its own for each process and thread."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from django.core.cache import caches
from redis import Redis

from tests.forking import run_forked
from tests.services import PROJECT


def _client() -> Redis:
    client: Redis = caches["default"]._cache.get_client(write=True)  # type: ignore[attr-defined]
    return client


def test_it_is_made_once() -> None:
    """To make one takes longer than to ask."""
    assert _client() is _client()
    assert caches["default"]._cache.get_client("any") is _client()  # type: ignore[attr-defined]


# In a process of its own: whoever runs tests has threads, and a process with threads is not forked.
FORKED = """
import os, django
django.setup()
from tests.config.test_cache import _client
mine = _client().client_id()
child = os.fork()
if not child:
    os._exit(_client().client_id() == mine)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), _client().client_id() == mine)
"""


def test_a_process_that_was_forked_asks_over_a_connection_of_its_own() -> None:
    """Over one connection two processes would read each other's answers."""
    said = run_forked([sys.executable, "-c", FORKED], cwd=PROJECT, env=dict(os.environ), within=30)
    assert (said.returncode, said.stdout.split()) == (0, ["0", "True"]), said.stderr


def test_two_threads_at_once_have_one_each() -> None:
    both = threading.Barrier(2)

    def of_a_thread() -> int:
        client = _client()
        both.wait(10)
        with client.pipeline() as asked:  # holds its connection until it is done
            asked.watch("nothing")  # type: ignore[no-untyped-call]
            both.wait(10)
            found = int(asked.client_id())
            both.wait(10)
        return found

    with ThreadPoolExecutor(2) as pool:
        assert len({*pool.map(lambda _n: of_a_thread(), range(2))}) == 2
