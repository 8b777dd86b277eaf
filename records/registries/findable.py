"""What a record type says so that its rows are found by one search over everything: `register_record_type(finds=…)`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import F, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from accounts.models import Membership

# No word goes from one field, or one statement, into the next.
BETWEEN = "\n"


@dataclass(frozen=True, slots=True)
class Hit:
    """One row that was found, as its reader may know it: what it is called, where it is read, where and when it was,
    and how it stands (a chip)."""

    title: str
    url: str
    where: str = ""
    when: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Findable:
    """`rows` are those that a member may read, with the alias `searched`: all that is searched of them in one text
    (`texts()`), which the search of their list takes too. Nothing is in it that their page does not tell this member.

    `hit` says one of them in words, on the pages of the city of that name. `page` is the list of all, which takes the
    same words; `members` says whether network members find any.
    """

    label: "StrOrPromise"
    rows: "Callable[[Membership], QuerySet[Any]]"
    hit: Callable[[Any, str], Hit]
    order: tuple[str, ...]
    page: str = ""
    members: bool = False


def texts(*parts: "str | Combinable") -> Concat:
    """Several fields as one text; what is empty or not there is left out."""
    pieces: list[Any] = [Value("")]
    for part in parts:
        text = Cast(F(part) if isinstance(part, str) else part, TextField())
        pieces += [Value(BETWEEN), Coalesce(text, Value(""), output_field=TextField())]
    return Concat(*pieces, output_field=TextField())


def told_of(rows: "QuerySet[Any]", whose: str, *names: str) -> "QuerySet[Any]":
    """For a subquery: all texts of the rows of one record, which stand in `names`."""
    told = rows.order_by().values(whose)
    words: QuerySet[Any] = told.annotate(words=StringAgg(texts(*names), BETWEEN, output_field=TextField()))
    return words.values("words")
