"""Without Redis nobody can sign in, because guesses could not be counted; the page says so.

Without the database there is no page at all but the one that says so (`home.errors.broken`).
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from redis.exceptions import ConnectionError as RedisGone
from redis.exceptions import TimeoutError as RedisSilent

from accounts import not_taken


class OutageMiddleware:
    """Answers 503 instead of 500 where a part we need is away for the moment."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, RedisGone | RedisSilent):
            return None
        response = render(request, "503.html", not_taken.sent(request), status=503)
        response["Retry-After"] = "60"
        return response
