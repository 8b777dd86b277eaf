"""One line per request: which page, how it ended, how long it took. No address, no query, no name."""

import logging
import time
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from core.logs import about, pseudonym

log = logging.getLogger(__name__)
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})


class LogMiddleware:
    """Around everything else, so that no answer is missed. The number it gives a request is its own, in every line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        number = uuid4().hex
        began = time.perf_counter()
        with about(request=number):
            response = self.get_response(request)
            if _matters(request, response):
                log.info("Answered", extra={"facts": _facts(request, response, time.perf_counter() - began)})
        response.headers["X-Request-ID"] = number
        return response


def _matters(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Static files and machines that ask whether we live would drown the rest."""
    asked_by_machine = request.path_info in {"/healthz", "/readyz"} or request.path_info.startswith(settings.STATIC_URL)
    return response.status_code >= 400 or not asked_by_machine


def _facts(request: HttpRequest, response: HttpResponseBase, seconds: float) -> dict[str, object]:
    facts: dict[str, object] = {
        "method": request.method if request.method in METHODS else "other",
        "page": request.resolver_match.view_name if request.resolver_match else "",
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
    }
    # Set by Django once somebody asked who it is; asking here could be one query too many for a broken database.
    user = getattr(request, "_cached_user", None)
    if user is not None and user.pk is not None:
        facts["who"] = pseudonym(user.pk)
    return facts
