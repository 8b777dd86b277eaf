"""How PostgreSQL would answer, which depends on what it last counted."""

from django.db import connections
from django.db.models import Model


def count_again(*models: type[Model]) -> None:
    """What stands committed in their tables. The application's role may not: for it PostgreSQL would warn, and not
    count."""
    with connections["owner"].cursor() as cursor:
        for model in models:
            cursor.execute(f'ANALYZE "{model._meta.db_table}"')
