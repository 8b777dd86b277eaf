"""A migrated scratch database for measuring, dropped afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connections

from tests.databases import drop_database, recreate_database, use_test_database


@contextmanager
def scratch_database() -> Iterator[None]:
    recreate_database()
    use_test_database()
    call_command("migrate", database="owner", verbosity=0)
    try:
        yield
    finally:
        connections.close_all()
        drop_database()
