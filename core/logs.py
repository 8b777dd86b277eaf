"""What a line of the log holds: enough to find out what happened, nothing about anybody.

A text that comes from outside may hold anything: what somebody typed, an address, a secret link. It reaches a log in
two ways, as the argument of a message and as the message of an exception. So a line holds the template of the message,
those arguments that cannot say much (numbers, identifiers), kinds of exceptions without their messages, and the places
in the code. What a library has already put together into one text is withheld, its place in the code is told.
"""

import hmac
import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from psycopg2 import Error as DatabaseError
from pythonjsonlogger.json import JsonFormatter

PROJECT = Path(__file__).resolve().parent.parent
# Names of loggers are names of modules. Texts of ours without arguments are constants (a lint rule sees to it).
OURS = frozenset(each.parent.name for each in PROJECT.glob("*/__init__.py"))
WITHHELD = "…"
MOST_FRAMES = 12
_facts: ContextVar[dict[str, Any] | None] = ContextVar("facts", default=None)


@contextmanager
def about(**facts: Any) -> Iterator[None]:
    """Every line logged in the block also tells these facts (identifiers and names from our code, never texts)."""
    before = _facts.set({**(_facts.get() or {}), **facts})
    try:
        yield
    finally:
        _facts.reset(before)


def pseudonym(user_id: int) -> str:
    """The same for all lines of one person; whom it stands for can be found with the secret key only."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"log %d" % user_id, "sha256").hex()[:12]


class FirstTimes(logging.Filter):
    """Withholds what Django says of a page that failed and is made once more: no error 500, for which somebody would be
    woken. Who makes it once more says so (`accounts.middleware.city`)."""

    def filter(self, record: logging.LogRecord) -> bool:
        attempt = getattr(getattr(record, "request", None), "attempt", None)
        return not getattr(attempt, "goes_again", False)


class Lines(JsonFormatter):
    """One JSON object per line. What is given as `extra={"facts": {…}}` is told as it is."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            **(_facts.get() or {}),
            **getattr(record, "facts", {}),
        }
        if record.name.split(".")[0] not in OURS:
            line["place"] = f"{_place(record.pathname)}:{record.lineno}"
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = _kinds(record.exc_info[1])
            line["trace"] = _trace(record.exc_info[1])
        return str(self.serialize_log_record(line))


def _message(record: logging.LogRecord) -> str:
    if not record.args:
        is_ours = record.name.split(".")[0] in OURS and isinstance(record.msg, str)
        return str(record.msg) if is_ours else WITHHELD
    if not isinstance(record.msg, str):
        return WITHHELD
    given = record.args
    try:
        if isinstance(given, dict):
            return record.msg % {name: _shown(value) for name, value in given.items()}
        return record.msg % tuple(_shown(value) for value in given)
    except (TypeError, ValueError, KeyError):  # a template that asks for more than a text, as %(key).4f does
        return record.msg


def _shown(value: object) -> object:
    if isinstance(value, bool | int | float | UUID) or value is None:
        return value
    return _kind(value) if isinstance(value, BaseException) else WITHHELD


def _kind(error: BaseException) -> str:
    """The kind of an error with the code that says more, never its message."""
    code = error.errno if isinstance(error, OSError) else error.pgcode if isinstance(error, DatabaseError) else None
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def _kinds(error: BaseException) -> list[str]:
    """The error and what it came from."""
    chain: list[str] = []
    found: BaseException | None = error
    while found is not None and len(chain) < MOST_FRAMES:
        chain.append(_kind(found))
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    return chain


def _trace(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    return [f"{_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _place(file: str) -> str:
    """Without the folders of this machine."""
    path = Path(file)
    if path.is_relative_to(PROJECT) and "site-packages" not in path.parts:
        return str(path.relative_to(PROJECT))
    return "/".join(path.parts[-2:])
