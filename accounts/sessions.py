"""Sessions in the database, as Django keeps them; every page reads one, so that is done with as little as it takes."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import InterfaceError, OperationalError, connection

from accounts.prepared import Prepared

READ = Prepared(
    "read_session",
    "SELECT session_data FROM django_session WHERE session_key = $1 AND expire_date > statement_timestamp()",
)


class SessionStore(DatabaseStore):
    """The query is written down instead of composed, and is itself the check that the connection still lives."""

    def load(self) -> dict[str, Any]:
        row = _read(self.session_key)
        if row is None:
            self._session_key = None
            return {}
        data: dict[str, Any] = self.decode(row[0])
        return data


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
