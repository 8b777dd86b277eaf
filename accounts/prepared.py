"""The few statements that every page runs: PostgreSQL plans each once per connection, not once per page."""

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

# Which of them a connection knows by now; a new connection knows none.
_known: "WeakKeyDictionary[Any, set[str]]" = WeakKeyDictionary()


@dataclass(frozen=True)
class Prepared:
    """A statement with `$1`, `$2`, … in the places of its values; `name` is its own in the whole application."""

    name: str
    sql: str

    def one(self, *values: str | int | None) -> tuple[Any, ...] | None:
        """The first row."""
        with connection.cursor() as cursor:
            self._make_known()
            cursor.execute(f"EXECUTE {self.name} ({', '.join(['%s'] * len(values))})", values)
            row: tuple[Any, ...] | None = cursor.fetchone()
            return row

    def _make_known(self) -> None:
        known = _known.setdefault(connection.connection, set())
        if self.name not in known:
            # past Django's own cursor, but with its errors: whoever heals a lost connection knows no others
            with connection.wrap_database_errors, connection.connection.cursor() as cursor:
                cursor.execute(f"PREPARE {self.name} AS {self.sql}")
            known.add(self.name)
