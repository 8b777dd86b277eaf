"""Which process of the web server takes a connection, and what a silent one costs."""

import logging
import socket
from collections.abc import Iterator
from concurrent.futures import Future
from selectors import DefaultSelector
from typing import Any

import pytest
from gunicorn.config import Config  # type: ignore[import-untyped]

from config.web_worker import Worker


class Never:
    """A pool of threads none of which is ever through."""

    def __init__(self) -> None:
        self.given: list[Any] = []

    def submit(self, _what: object, connection: Any) -> "Future[bool]":
        self.given.append(connection)
        return Future()


class Listening:
    """A worker that listens, and what connects to it."""

    def __init__(self, threads: int) -> None:
        config = Config()
        config.set("threads", threads)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.pool = Never()
        self.worker = Worker(1, 1, [self.listener], None, 30, config, logging.getLogger("gunicorn"))
        self.worker.poller, self.worker.tpool = DefaultSelector(), self.pool
        self.worker.alive = True
        self.callers: list[socket.socket] = []

    def connect(self, *, saying: bytes) -> socket.socket:
        caller = socket.create_connection(self.listener.getsockname())
        self.callers.append(caller)
        caller.sendall(saying)
        self.look()
        return caller

    def look(self) -> None:
        """One round of the worker's loop."""
        self.worker.set_accept_enabled(True)
        self.worker.wait_for_and_dispatch_events(timeout=0.2)
        self.worker.set_accept_enabled(True)

    @property
    def accepts(self) -> bool:
        return bool(self.worker._accepting)


@pytest.fixture(params=[1, 3])
def listening(request: pytest.FixtureRequest) -> Iterator[Listening]:
    listening = Listening(request.param)
    yield listening
    for each in (*listening.callers, listening.listener, *(waits.sock for waits in listening.pool.given)):
        each.close()
    for waits in listening.worker.pending_conns:
        waits.sock.close()
    listening.worker.tmp.close()
    listening.worker.poller.close()


def test_a_process_takes_no_connection_while_all_its_threads_are_at_work(listening: Listening) -> None:
    """It would wait there, while another process may have nothing to do."""
    threads = listening.worker.cfg.threads
    for number in range(threads):
        assert listening.accepts or not number, number
        listening.connect(saying=b"GET / HTTP/1.1\r\n")
    assert len(listening.pool.given) == threads
    assert not listening.accepts
    done: Future[bool] = Future()
    done.set_result(False)
    listening.worker.finish_request(listening.pool.given[0], done)
    listening.look()
    assert listening.accepts


def test_a_connection_on_which_nothing_is_said_holds_no_thread(listening: Listening) -> None:
    """Browsers open some in advance; each would hold a thread for five seconds."""
    silent = [listening.connect(saying=b"") for _ in range(5)]
    assert listening.accepts
    assert listening.pool.given == []
    silent[3].sendall(b"GET / HTTP/1.1\r\n")
    listening.look()
    (asked,) = listening.pool.given
    assert asked.sock.getpeername() == silent[3].getsockname()
    assert len(listening.worker.pending_conns) == 4
