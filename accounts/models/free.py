"""Whether what must be a row's own is free, asked of the database with one question.

Django asks for each by itself, composed anew, and under a condition with every field of the row. Where no other row
has the same values at all, none has them under a condition either; else Django is asked, which says what is taken.
"""

from collections.abc import Collection
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connections, models, router

Own = tuple[models.UniqueConstraint, ...]


def is_anyway(constraint: models.BaseConstraint) -> bool:
    """The number of a row is its own already, and so is whatever it is part of."""
    return isinstance(constraint, models.UniqueConstraint) and "id" in constraint.fields


@cache
def told_by_columns(model: type[models.Model]) -> Own:
    """Those that are the values of some columns: of these one can ask without Django."""
    return tuple(
        each
        for each in model._meta.constraints
        if isinstance(each, models.UniqueConstraint)
        and not is_anyway(each)
        and each.fields
        and _are_columns(model, each.fields)
    )


def _are_columns(model: type[models.Model], names: Collection[str]) -> bool:
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    held_here = set(model._meta.local_concrete_fields)
    return all(
        field in held_here and not field.generated and not isinstance(field, models.JSONField | ArrayField)
        for field in fields
    )


def are_free(row: models.Model, own: Own, exclude: Collection[str] | None) -> bool:
    """Whether no other row has the values of any of them; False also where that cannot be asked so."""
    model, using, without = type(row), router.db_for_write(type(row), instance=row), set(exclude or ())
    asked, sent = [], []
    for each in own:
        if without.isdisjoint(each.fields):
            values = [_value(row, name, using) for name in each.fields]
            if any(hasattr(value, "resolve_expression") for value in values):
                return False
            if None not in values:
                is_there = not row._state.adding and row.pk is not None
                asked.append(_sql(model, each.fields, is_there=is_there))
                sent += [*values, row.pk] if is_there else values
            elif each.nulls_distinct is False:
                return False
    if not asked:
        return True
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {' OR '.join(asked)}", sent)
        return not cursor.fetchone()[0]


def _value(row: models.Model, name: str, using: str) -> Any:
    field: Any = row._meta.get_field(name)
    value = getattr(row, field.attname)
    return value if hasattr(value, "resolve_expression") else field.get_db_prep_value(value, connections[using])


@cache
def _sql(model: type[models.Model], names: tuple[str, ...], *, is_there: bool) -> str:
    columns = [model._meta.get_field(name).column for name in names]  # type: ignore[union-attr]
    same = " AND ".join(f'"{column}" = %s' for column in columns)
    other = f' AND "{model._meta.pk.column}" <> %s' if is_there else ""
    return f'EXISTS (SELECT FROM "{model._meta.db_table}" WHERE {same}{other})'
