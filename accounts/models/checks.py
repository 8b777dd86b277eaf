"""Whether all checks of a row hold, asked of the database with one question.

Django asks for each check by itself, with every field of the row each time and inside a savepoint: a record with ten
checks took thirty round trips before it was written, and composing their SQL most of the time it took to save.
"""

from collections.abc import Collection

from django.core.exceptions import FieldError
from django.db import DatabaseError, models, router, transaction
from django.db.models import BooleanField, CheckConstraint, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.sql import Query
from django.db.models.sql.constants import SINGLE


def hold(row: models.Model, exclude: Collection[str] | None) -> bool:
    """Whether none is broken, as far as can be said without these fields; False also where that cannot be asked."""
    values = row._get_field_expression_map(meta=row._meta, exclude=exclude)  # type: ignore[attr-defined]
    checks = [Q(each.condition) for each in row._meta.constraints if isinstance(each, CheckConstraint)]
    asked = [(check, check.referenced_base_fields) for check in checks]
    asked = [(check, names) for check, names in asked if names <= values.keys()]
    if not asked:
        return True
    query = Query(None)
    for name in set().union(*(names for _check, names in asked)):
        query.add_annotation(values[name], name, select=False)
    query.add_annotation(Value(1), "_holds")
    using = router.db_for_write(type(row), instance=row)
    try:
        for check, _names in asked:
            # what is empty breaks no check
            query.add_q(Q(Coalesce(check, True, output_field=BooleanField())))
        with transaction.atomic(using=using):
            return query.get_compiler(using=using).execute_sql(SINGLE) is not None
    except (FieldError, DatabaseError):
        return False
