"""A process of the web server that takes no connection while it is at work: whichever process is free takes it.

gunicorn's threaded worker goes on accepting, and what it accepted waits behind the page it is making, while another
process has nothing to do.
"""

from typing import Any

from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn is not typed
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at_work = 0

    def enqueue_req(self, conn: Any) -> None:
        self._at_work += 1
        if self._at_work >= self.cfg.threads:
            super().set_accept_enabled(False)
        super().enqueue_req(conn)

    def finish_request(self, conn: Any, fs: Any) -> None:
        self._at_work -= 1
        super().finish_request(conn, fs)

    def set_accept_enabled(self, enabled: bool) -> None:
        """Asked before every wait; the answer to yes is no until a thread is free."""
        super().set_accept_enabled(enabled and self._at_work < self.cfg.threads)
