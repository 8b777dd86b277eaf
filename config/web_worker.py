"""A process of the web server that takes no connection while it is at work: whichever process is free takes it.

gunicorn's threaded worker goes on accepting, and what it accepted waits behind the page it is making, while another
process has nothing to do. And it gives a thread for five seconds to a new connection on which nothing is said, as
browsers open them in advance: with one thread a process, a few of them stop the whole site.
"""

from concurrent.futures import Future
from typing import Any

from gunicorn.workers.gthread import _DEFER, ThreadWorker  # type: ignore[import-untyped]

# A proxy that connects to ask something asks at once, on a busy machine a little later. Whoever is given up too soon is
# asked for by this process later, though another may have nothing to do then.
SECONDS_TO_BEGIN = 0.1


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn is not typed
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at_work = 0

    def enqueue_req(self, conn: Any) -> None:
        if not conn.initialized and not conn.wait_for_data(SECONDS_TO_BEGIN):
            self._wait_without_a_thread(conn)
            return
        self._at_work += 1
        if self._at_work >= self.cfg.threads:
            super().set_accept_enabled(False)
        super().enqueue_req(conn)

    def _wait_without_a_thread(self, conn: Any) -> None:
        """Where gunicorn itself puts a connection after its five seconds: asked for once something is said."""
        nothing_said: Future[object] = Future()
        nothing_said.set_result(_DEFER)
        super().finish_request(conn, nothing_said)

    def finish_request(self, conn: Any, fs: Any) -> None:
        self._at_work -= 1
        super().finish_request(conn, fs)

    def set_accept_enabled(self, enabled: bool) -> None:
        """Asked before every wait; the answer to yes is no until a thread is free."""
        super().set_accept_enabled(enabled and self._at_work < self.cfg.threads)
