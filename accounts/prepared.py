"""The few statements that every page runs: PostgreSQL plans each once per connection, not once per page."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Self
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections

# Which of them a connection knows by now; a new connection knows none.
_known: "WeakKeyDictionary[Any, set[str]]" = WeakKeyDictionary()


@dataclass(frozen=True)
class Prepared:
    """A statement with `$1`, `$2`, … in the places of its values; `name` is its own in the whole application."""

    name: str
    sql: str

    @classmethod
    def made(cls, kind: str, sql: str) -> Self:
        """Of a statement that is made and not written down: it is named by its kind and a digest of it."""
        return cls(f"{kind}_{sha256(sql.encode()).hexdigest()[:16]}", sql)

    def one(self, *values: Any, using: str = DEFAULT_DB_ALIAS) -> tuple[Any, ...] | None:
        """The first row."""
        with connections[using].cursor() as cursor:
            cursor.execute(self.called(len(values), using), values)
            row: tuple[Any, ...] | None = cursor.fetchone()
            return row

    def called(self, values: int, using: str = DEFAULT_DB_ALIAS) -> str:
        """What is executed with so many values, on the connection as it is now."""
        self._make_known(using)
        return f"EXECUTE {self.name} ({', '.join(['%s'] * values)})" if values else f"EXECUTE {self.name}"

    def _make_known(self, using: str) -> None:
        connection = connections[using]
        connection.ensure_connection()
        known = _known.setdefault(connection.connection, set())
        if self.name not in known:
            # past Django's own cursor, but with its errors: whoever heals a lost connection knows no others
            with connection.wrap_database_errors, connection.connection.cursor() as cursor:
                cursor.execute(f"PREPARE {self.name} AS {self.sql}")
            known.add(self.name)
