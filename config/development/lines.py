"""What the web server of `make run` tells of each request."""

from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]


class Lines(Logger):  # type: ignore[misc]  # gunicorn is not typed
    """Pages; the twenty files that come with each would hide them."""

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> None:
        if not environ["PATH_INFO"].startswith("/static/"):
            super().access(resp, req, environ, request_time)
