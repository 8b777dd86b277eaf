"""Questions that are the same whoever asks: Django composes each once in a process, and PostgreSQL plans it once per
connection, not both of them once per page."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import connection, models
from django.db.models import Expression, Func, Subquery
from django.db.models.expressions import RawSQL
from psycopg2.extensions import AsIs

from accounts.prepared import Prepared

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.db.models.query import RawQuerySet

# Stands for the number of the person who asks, or of the record that is asked about, which none has.
ANYBODY = -1


class Parameter(Expression):
    """Stands for anything else that whoever asks says, by its name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


class Counted(Subquery):
    """How many rows there are, as a column."""

    template = "(SELECT count(*) FROM (%(subquery)s) counted)"
    output_field = models.IntegerField()


class IsAmong(Func):
    """Whether a value is in an array, which is sent as one: of thousands, each by itself took longer than asking."""

    template = "%(expressions)s::%(of)s[])"
    arg_joiner = " = ANY("
    output_field = models.BooleanField()

    def __init__(self, column: Any, array: Any, *, of: str = "varchar") -> None:
        super().__init__(column, array, of=of)


def among() -> RawSQL:
    """The `numbers` that whoever asks gives, for `…__in`."""
    return RawSQL("SELECT unnest(%s::bigint[])", [Parameter("numbers")])


class Composed:
    """A question composed for ANYBODY, to be asked for somebody.

    Whatever else changes from page to page must not be in it, but be what the function that keeps it is asked for, such
    as a day; the city is `CurrentCity()`. Or a `Parameter` stands in its place.

    Planned once per connection too, knowing all but these: planning the first page of a city took three milliseconds,
    four times as long as answering. Where the best plan depends on what stands for a parameter, as with words that are
    looked for, it is `planned_anew`.
    """

    def __init__(self, rows: "QuerySet[Any, Any]", *, planned_anew: bool = False) -> None:
        self._model = rows.model
        self._sql, given = rows.query.sql_with_params()
        self._given = tuple(given)
        if any(isinstance(each, list | tuple) and ANYBODY in each for each in self._given):
            raise ValueError("The person stands in a list, where nobody would take their place.")
        names = dict.fromkeys(each.name for each in self._given if isinstance(each, Parameter))
        # Who asks is one of them, and comes first.
        self._open = [*([None] if ANYBODY in self._given else []), *names]
        if not self._open:
            raise ValueError("It is not asked for anybody.")
        self._planned_anew = planned_anew

    def rows(self, user_id: int | None, **given: object) -> list[tuple[Any, ...]]:
        sql, values = self._asked(user_id, given)
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found

    def column(self, user_id: int | None, **given: object) -> list[Any]:
        """Of a question for one value a row."""
        return [value for (value,) in self.rows(user_id, **given)]

    def instances(self, user_id: int | None, **given: object) -> "RawQuerySet[Any]":
        """Of a question for whole rows."""
        found: RawQuerySet[Any] = self._model._default_manager.raw(*self._asked(user_id, given))
        return found

    def first(self, user_id: int | None, **given: object) -> Any | None:
        """The first of these, if there is one."""
        return next(iter(self.instances(user_id, **given)), None)

    def _asked(self, user_id: int | None, given: Mapping[str, object]) -> tuple[str, tuple[Any, ...]]:
        if self._planned_anew:
            return self._sql, self._filled(user_id, given)
        values = tuple(user_id if name is None else given[name] for name in self._open)
        return self._statement.called(len(values)), values

    @cached_property
    def _statement(self) -> Prepared:
        """With the values that are the same for everybody in it, so that the plan may count on them."""
        numbered = {name: AsIs(f"${number}") for number, name in enumerate(self._open, 1)}
        with connection.cursor() as cursor:
            sql: str = cursor.mogrify(self._sql, self._filled(numbered.get(None), numbered)).decode()
        return Prepared.made("composed", sql)

    def part(self, user_id: int | None, output_field: "models.Field[Any, Any]") -> RawSQL:
        """To stand in another question, with the one value it answers."""
        return RawSQL(self._sql, self._filled(user_id, {}), output_field)  # noqa: S611  (composed by Django)

    def _filled(self, anybody: object, given: Mapping[Any, object]) -> tuple[Any, ...]:
        theirs = (anybody if each == ANYBODY else each for each in self._given)
        return tuple(given[each.name] if isinstance(each, Parameter) else each for each in theirs)
