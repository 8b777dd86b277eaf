"""Reading that the database cuts off after its time, so that one question never keeps a process from the others."""

from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, connection, transaction

CANCELLED = "57014"
# Of a list that words or filters narrow, or that is sorted otherwise: of a million records a word that is in none takes
# longer, and so does putting them in the order of their titles.
MILLISECONDS = 3_000

Found = TypeVar("Found")


def within(milliseconds: int, read: Callable[[], Found]) -> Found | None:
    """What was read; None where it took longer. Each statement has this time for itself."""
    try:
        with transaction.atomic():  # a savepoint: what is cut takes the time it had been given back with it
            _give(str(milliseconds))
            found = read()
            _give("DEFAULT")
            return found
    except OperationalError as problem:
        if getattr(problem.__cause__, "pgcode", "") != CANCELLED:
            raise
        return None


def _give(milliseconds: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout TO {milliseconds}")
