"""Whether all checks of a row hold, asked of the database with one question.

Django asks for each check by itself, with every field of the row each time and inside a savepoint: a record with ten
checks took thirty round trips before it was written, and composing their SQL most of the time it took to save. The one
question is the same for every row of a model in which the same fields are empty, and composed once in a process.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet, FieldError
from django.db import DatabaseError, connections, models, router, transaction
from django.db.models import BooleanField, CheckConstraint, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.sql import Query

MOST_KEPT = 1000


@dataclass(frozen=True, slots=True)
class _Asked:
    """The checks of a model that can be asked without some fields, and the fields they speak of. `are_plain` where each
    of these is a column of the row that somebody fills."""

    checks: tuple[Q, ...]
    names: tuple[str, ...]
    are_plain: bool


@dataclass(frozen=True, slots=True)
class _Slot:
    """Stands among the values of a composed question for the value of a field."""

    name: str


class _Place(Value):
    """Where a slot, or what is empty, stands in the SQL: as Django's own, but for preparing the value."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        if hasattr(self.output_field, "get_placeholder"):
            return self.output_field.get_placeholder(self.value, compiler, connection), [self.value]
        return ("NULL", []) if self.value is None else ("%s", [self.value])


def hold(row: models.Model, exclude: Collection[str] | None) -> bool:
    """Whether none is broken, as far as can be said without these fields; False also where that cannot be asked."""
    model, without, using = type(row), frozenset(exclude or ()), router.db_for_write(type(row), instance=row)
    asked = _asked(model, without)
    if not asked.checks:
        return True
    prepared = _prepared(row, asked.names, using) if asked.are_plain else None
    try:
        if prepared is None:
            values: Mapping[str, Any] = row._get_field_expression_map(meta=row._meta, exclude=exclude)  # type: ignore[attr-defined]
            found = _sql(asked, values, using)
        else:
            empty = frozenset(name for name, value in prepared.items() if value is None)
            found = _composed(model, without, empty, using)
        if found is None:
            return False
        sql, given = found
        sent = [prepared[each.name] if prepared and isinstance(each, _Slot) else each for each in given]
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            cursor.execute(sql, sent)
            return cursor.fetchone() is not None
    except (FieldError, DatabaseError):
        return False


@lru_cache(maxsize=MOST_KEPT)
def _asked(model: type[models.Model], exclude: frozenset[str]) -> _Asked:
    fields = {field.name: field for field in model._meta.local_concrete_fields if field.name not in exclude}
    there = fields.keys() | ({"pk"} - exclude)
    checks = [Q(each.condition) for each in model._meta.constraints if isinstance(each, CheckConstraint)]
    spoken = [(check, check.referenced_base_fields) for check in checks]
    spoken = [(check, names) for check, names in spoken if names <= there]
    names = sorted(set().union(*(names for _check, names in spoken)))
    are_plain = all(name in fields and not fields[name].generated for name in names)
    return _Asked(tuple(check for check, _names in spoken), tuple(names), are_plain)


def _prepared(row: models.Model, names: Collection[str], using: str) -> dict[str, Any] | None:
    """The values as the database gets them; None where one is no value, or empty on one side alone."""
    found = {}
    for name in names:
        field = row._meta.get_field(name)
        value = getattr(row, field.attname)  # type: ignore[union-attr]
        if hasattr(value, "resolve_expression"):
            return None
        found[name] = field.get_db_prep_value(value, connection=connections[using])  # type: ignore[union-attr]
        if (found[name] is None) != (value is None):
            return None
    return found


@lru_cache(maxsize=MOST_KEPT)
def _composed(
    model: type[models.Model], exclude: frozenset[str], empty: frozenset[str], using: str
) -> tuple[str, tuple[Any, ...]] | None:
    asked = _asked(model, exclude)
    places = {
        name: _Place(None if name in empty else _Slot(name), model._meta.get_field(name))  # type: ignore[arg-type]
        for name in asked.names
    }
    return _sql(asked, places, using)


def _sql(asked: _Asked, values: Mapping[str, Any], using: str) -> tuple[str, tuple[Any, ...]] | None:
    """None where no row could hold all of them."""
    query = Query(None)
    for name in asked.names:
        query.add_annotation(values[name], name, select=False)
    query.add_annotation(Value(1), "_holds")
    for check in asked.checks:
        # what is empty breaks no check
        query.add_q(Q(Coalesce(check, True, output_field=BooleanField())))
    try:
        sql, given = query.get_compiler(using=using).as_sql()
    except EmptyResultSet:
        return None
    return sql, tuple(given)
