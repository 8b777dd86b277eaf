"""Questions that are the same whoever asks: Django composes each once in a process, not once per page."""

from typing import TYPE_CHECKING, Any

from django.db import connection, models
from django.db.models import Subquery
from django.db.models.expressions import RawSQL

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.db.models.query import RawQuerySet

# Stands for the number of the person who asks, which no person has.
ANYBODY = -1


class Counted(Subquery):
    """How many rows there are, as a column."""

    template = "(SELECT count(*) FROM (%(subquery)s) counted)"
    output_field = models.IntegerField()


class Composed:
    """A question composed for ANYBODY, to be asked for somebody.

    Whatever else changes from page to page must not be in it, but be what the function that keeps it is asked for, such
    as a day; the city is `CurrentCity()`.
    """

    def __init__(self, rows: "QuerySet[Any, Any]") -> None:
        self._model = rows.model
        self._sql, given = rows.query.sql_with_params()
        self._given = tuple(given)
        if any(isinstance(each, list | tuple) and ANYBODY in each for each in self._given):
            raise ValueError("The person stands in a list, where nobody would take their place.")
        if ANYBODY not in self._given:
            raise ValueError("It is not asked for anybody.")

    def rows(self, user_id: int | None) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(self._sql, self._for(user_id))
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found

    def instances(self, user_id: int | None) -> "RawQuerySet[Any]":
        """Of a question for whole rows."""
        found: RawQuerySet[Any] = self._model._default_manager.raw(self._sql, self._for(user_id))
        return found

    def part(self, user_id: int | None, output_field: "models.Field[Any, Any]") -> RawSQL:
        """To stand in another question, with the one value it answers."""
        return RawSQL(self._sql, self._for(user_id), output_field)  # noqa: S611  (composed by Django)

    def _for(self, user_id: int | None) -> tuple[Any, ...]:
        return tuple(user_id if each == ANYBODY else each for each in self._given)
