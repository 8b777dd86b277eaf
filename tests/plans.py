"""How PostgreSQL would answer, which depends on what it last counted."""

from django.db import connections


def count_again() -> None:
    """What stands committed, in every table: whatever a question goes through may be of a size that another test left.
    The application's role may not: for it PostgreSQL would warn, and not count."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
