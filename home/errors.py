"""Pages for what went wrong: what happened, and what to do next."""

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from accounts import not_taken


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    response = render(request, "403_csrf.html", status=403)
    # Somebody signed in since the page was opened: its script may ask for a fresh token and send the form again.
    response.headers["X-Form-Expired"] = "1"
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def too_many(request: HttpRequest, *_exception: Any) -> HttpResponse:
    return render(request, "429.html", status=429)


def broken(request: HttpRequest) -> HttpResponse:
    """Asks the database nothing: it may be what is broken. Where it does not answer, that is no fault but an outage."""
    if _database_is_away(sys.exc_info()[1]):
        response = HttpResponse(render_to_string("503.html", not_taken.sent(request)), status=503)
        response.headers["Retry-After"] = "60"
        return response
    return HttpResponse(render_to_string("500.html"), status=500)


def _database_is_away(error: BaseException | None) -> bool:
    """Django calls the page for an error while it handles it; what was raised on the way out may hide the cause."""
    seen = 0
    while error is not None and seen < 10:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error, seen = error.__cause__ or error.__context__, seen + 1
    return False
