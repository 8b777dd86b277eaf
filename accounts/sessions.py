"""Sessions in the database, as Django keeps them; every page reads one, so that is done with as little as it takes."""

from typing import Any

from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import DatabaseError, InterfaceError, OperationalError, connection

from accounts.prepared import Prepared

READ = Prepared(
    "read_session",
    "SELECT session_data FROM django_session WHERE session_key = $1 AND expire_date > statement_timestamp()",
)
FIND = Prepared("find_session", "SELECT FROM django_session WHERE session_key = $1")
MAKE = Prepared(
    "make_session",
    "INSERT INTO django_session (session_key, session_data, expire_date) VALUES ($1, $2, $3)"
    " ON CONFLICT DO NOTHING RETURNING session_key",
)
WRITE = Prepared(
    "write_session",
    "UPDATE django_session SET session_data = $2, expire_date = $3 WHERE session_key = $1 RETURNING session_key",
)


class SessionStore(DatabaseStore):
    """The queries are written down instead of composed; the first is itself the check that the connection still lives.

    Each is one statement, which is written whole or not at all, and none breaks a transaction it stands in.
    """

    def load(self) -> dict[str, Any]:
        row = _read(self.session_key)
        if row is None:
            self._session_key = None
            return {}
        data: dict[str, Any] = self.decode(row[0])
        return data

    def exists(self, session_key: str) -> bool:
        return FIND.one(session_key) is not None

    def save(self, must_create: bool = False) -> None:
        """As Django does: a key that is taken is not taken over, and a session that is gone is not made anew."""
        if self.session_key is None:
            self.create()
            return
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        row = (self.session_key, self.encode(data), self.get_expiry_date().isoformat())
        if must_create:
            if MAKE.one(*row) is None:
                raise CreateError
        elif not self._is_written(row):
            raise UpdateError

    def _is_written(self, row: tuple[str | None, ...]) -> bool:
        try:
            return WRITE.one(*row) is not None
        except DatabaseError as problem:
            raise UpdateError from problem


def _read(key: str | None) -> tuple[Any, ...] | None:
    # Django would ask `SELECT 1` first, on every page (CONN_HEALTH_CHECKS); a dead connection shows here as well.
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return READ.one(key)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return READ.one(key)
