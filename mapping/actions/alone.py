"""One import of a city at a time, and nobody else kept waiting by it."""

from django.db import connection

LOCK = 7_202_313


def import_alone(city_id: int) -> None:
    """Wait for whatever import of the city is under way, and let none begin until this transaction ends.

    A lock of its own, not that of the city's row: settings, members and diagnoses are changed meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, city_id])
