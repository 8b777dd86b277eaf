"""What machines ask to know whether the site lives and can serve: no session, no city, nothing about anybody.

`/healthz` asks nothing but this process. `/readyz` says of each part whether it is there: 503 where the database,
Redis, a migration or a compiled translation is missing. A missing worker is told but serves pages all the same.
"""

import logging
from collections.abc import Callable
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed, JsonResponse
from redis.exceptions import RedisError

from jobs import liveness
from operations.translations import catalogues

logger = logging.getLogger(__name__)

OK, NOT = "ok", "not"


class ProbesMiddleware:
    """Answers before anything that needs a host name, a session or the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        probe = PROBES.get(request.path_info)
        if probe is None:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = probe()
        response.headers["Cache-Control"] = "no-store"
        return response


def _lives() -> JsonResponse:
    return JsonResponse({"state": OK})


def _is_ready() -> JsonResponse:
    database, migrations = _database()
    redis, worker = _redis()
    messages = _messages()
    ready = database and migrations and redis and messages
    parts = {
        "database": database,
        "migrations": migrations,
        "redis": redis,
        "messages": messages,
        "worker": worker,
    }
    answer = {"state": _word(ready), **{name: _word(there) for name, there in parts.items()}}
    return JsonResponse(answer, status=200 if ready else 503)


PROBES = {"/healthz": _lives, "/readyz": _is_ready}


def _word(there: bool) -> str:
    return OK if there else NOT


def _database() -> tuple[bool, bool]:
    """Whether the database answers, and whether every migration of this version is applied."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            applied = set(cursor.fetchall())
    except DatabaseError as problem:
        logger.warning("Not ready: the database does not answer (%s)", type(problem).__name__)
        connection.close()
        return False, False
    return True, _migrations() <= applied


@cache
def _migrations() -> frozenset[tuple[str, str]]:
    """Of every app, by app and name; they do not change while the process lives."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _messages() -> bool:
    """Whether the translations are compiled; without them every page is in English, whoever asks."""
    return all(catalogues.mo_file(code).exists() for code in catalogues.languages())


def _redis() -> tuple[bool, bool]:
    """Whether Redis answers, and whether a worker gave a sign of life."""
    try:
        return True, liveness.is_felt()
    except RedisError as problem:
        logger.warning("Not ready: Redis does not answer (%s)", type(problem).__name__)
        return False, False
