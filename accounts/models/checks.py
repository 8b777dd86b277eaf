"""Whether all checks of a row hold, asked of the database with one question.

Django asks for each check by itself, with every field of the row each time and inside a savepoint: a record with ten
checks took thirty round trips before it was written, and composing their SQL most of the time it took to save. So the
question is composed once for each kind of row, and its values are put in each time.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet, FieldError
from django.db import DatabaseError, connections, models, router, transaction
from django.db.models import BooleanField, CheckConstraint, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.sql import Query

MOST_KEPT = 2_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where the value of a field goes."""

    name: str


class _Placed(Value):
    """A value of which the SQL knows the place alone, and whether it is empty."""

    def __init__(self, value: object, field: Any, name: str) -> None:
        super().__init__(value, field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        sql, params = super().as_sql(compiler, connection)
        return sql, [Place(self.name) for _each in params]


# A question with its values and places; None where no row can hold all.
Question = tuple[str, tuple[Any, ...]] | None
_kept: dict[object, Question] = {}


def hold(row: models.Model, exclude: Collection[str] | None) -> bool:
    """Whether none is broken, as far as can be said without these fields; False also where that cannot be asked."""
    values = row._get_field_expression_map(meta=row._meta, exclude=exclude)  # type: ignore[attr-defined]
    checks = [Q(each.condition) for each in row._meta.constraints if isinstance(each, CheckConstraint)]
    asked = [(check, check.referenced_base_fields) for check in checks]
    asked = [(check, names) for check, names in asked if names <= values.keys()]
    if not asked:
        return True
    of_checks = {name: values[name] for name in sorted(set().union(*(names for _check, names in asked)))}
    using = router.db_for_write(type(row), instance=row)
    try:
        question, given = _asked(type(row), of_checks, [check for check, _names in asked], using)
        if question is None:
            return False
        sql, params = question
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            cursor.execute(sql, [given[each.name] if isinstance(each, Place) else each for each in params])
            return cursor.fetchone() is not None
    except (FieldError, DatabaseError):
        return False


def _asked(
    model: type[models.Model], values: Mapping[str, Any], checks: Collection[Q], using: str
) -> tuple[Question, Mapping[str, Any]]:
    """The question, and what goes to its places; an expression in place of a value is composed with it each time."""
    if any(type(each) is not Value for each in values.values()):
        return _composed(values, checks, using), {}
    connection = connections[using]
    given = {name: each.output_field.get_db_prep_value(each.value, connection) for name, each in values.items()}
    # which checks are asked follows from the fields that are there; SQL says of what is empty that it is
    key = (model, tuple((name, each.value is None, given[name] is None) for name, each in values.items()))
    if key not in _kept:
        placed = {name: _Placed(each.value, each.output_field, name) for name, each in values.items()}
        question = _composed(placed, checks, using)
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = question
    return _kept[key], given


def _composed(values: Mapping[str, Any], checks: Collection[Q], using: str) -> Question:
    query = Query(None)
    for name, value in values.items():
        query.add_annotation(value, name, select=False)
    query.add_annotation(Value(1), "_holds")
    for check in checks:
        # what is empty breaks no check
        query.add_q(Q(Coalesce(check, True, output_field=BooleanField())))
    try:
        sql, params = query.get_compiler(using=using).as_sql()
    except EmptyResultSet:
        return None
    return (sql, tuple(params)) if sql else None
