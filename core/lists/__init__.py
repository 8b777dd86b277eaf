"""Lists that people search, filter, sort and turn the pages of; all of it is kept in the address.

    PEOPLE = Listing(
        search=("user__name", "user__email"),
        filters=(Choice("role", _("Role"), Role.choices),),
        sorts={"name": (Alphabetical("user__name"), "user__email"), "joined": ("created_at",)},
        sort="name",
    )
    rows = PEOPLE.read(request.GET, Membership.objects.filter(city=request.city))

`rows` is what templates/components/list_*.html show; `rows.matching` is everything found, for an export.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import Combinable, Expression, OrderBy

if TYPE_CHECKING:
    from django.http import QueryDict
    from django_stubs_ext import StrOrPromise

Row = TypeVar("Row", bound=Model)
LONGEST_SEARCH = 200
PARAMETERS = ("q", "sort", "page")
# A list with more filters than this keeps the others folded.
FILTERS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter: its name in the address, its label, what can be chosen, and the field it looks at."""

    name: str
    label: "StrOrPromise"
    choices: Sequence[tuple[str, "StrOrPromise"]]
    look_up: str = ""

    def query(self, value: str) -> Q:
        return Q(**{self.look_up or self.name: value})


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter as the page shows it; `value` is empty where everything is shown."""

    name: str
    label: "StrOrPromise"
    choices: Sequence[tuple[str, "StrOrPromise"]]
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What may be searched, filtered and sorted. `sort` is the order at first: a key of `sorts`, with "-" for falling.

    Anything else in the address is ignored: an old bookmark shows a list, never an error.
    """

    sorts: Mapping[str, Sequence[str | Expression | F]]
    sort: str
    search: Sequence[str] = ()
    filters: Sequence[Choice] = ()
    per_page: int = 50

    def read(self, address: "QueryDict", everything: QuerySet[Row]) -> "Rows[Row]":
        """The rows this address asks for."""
        query = address.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
        chosen = [self._chosen(choice, address) for choice in self.filters]
        sort = self._known_sort(address.get("sort", ""))
        found = everything.filter(*self._conditions(query, chosen)).order_by(*self._order(sort))
        return Rows(
            page=Paginator(found, self.per_page).get_page(address.get("page")),
            matching=found,
            query=query,
            filters=chosen,
            sort=sort,
            is_narrowed=bool(query) or any(choice.value for choice in chosen),
            is_searchable=bool(self.search),
        )

    def _chosen(self, choice: Choice, address: "QueryDict") -> Chosen:
        value = address.get(choice.name, "")
        known = value if value in {str(key) for key, _label in choice.choices} else ""
        return Chosen(choice.name, choice.label, choice.choices, known)

    def _known_sort(self, sort: str) -> str:
        return sort if sort.removeprefix("-") in self.sorts else self.sort

    def _conditions(self, query: str, chosen: Sequence[Chosen]) -> Iterator[Q]:
        """Every word must be found, in whichever field; every filter must hold."""
        if self.search:
            for word in query.split():
                yield reduce(or_, (Q(**{f"{name}__icontains": word}) for name in self.search))
        for choice, shown in zip(self.filters, chosen, strict=True):
            if shown.value:
                yield choice.query(shown.value)

    def _order(self, sort: str) -> list[OrderBy]:
        """What is unknown stands last either way; equal rows keep one order, so that pages never overlap."""
        is_falling = sort.startswith("-")
        columns = [*self.sorts[sort.removeprefix("-")], "pk"]
        return [_in_order(column, is_falling=is_falling) for column in columns]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows(Generic[Row]):
    """One page of a list, and how it came about."""

    page: "Page[Row]"
    matching: QuerySet[Row]
    query: str = ""
    filters: Sequence[Chosen] = field(default_factory=list)
    sort: str = ""
    is_narrowed: bool = False
    is_searchable: bool = False

    def __iter__(self) -> Iterator[Row]:
        return iter(self.page.object_list)

    def __len__(self) -> int:
        """Rows on this page."""
        return len(self.page.object_list)

    @property
    def first_filters(self) -> Sequence[Chosen]:
        return self.filters[:FILTERS_SHOWN]

    @property
    def further_filters(self) -> Sequence[Chosen]:
        return self.filters[FILTERS_SHOWN:]

    @property
    def is_further_narrowed(self) -> bool:
        """Whether one of the folded filters is in use, which must then be seen."""
        return any(each.value for each in self.further_filters)

    @property
    def found(self) -> int:
        """Rows on all pages."""
        return self.page.paginator.count

    @property
    def page_numbers(self) -> list[int | str]:
        """The first, the last and those around this one; an ellipsis between."""
        return list(self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1))

    def next_sort(self, key: str) -> str:
        """What a click on a column's head asks for: rising, then falling."""
        return f"-{key}" if self.sort == key else key

    def direction(self, key: str) -> str:
        """`ascending`, `descending`, or nothing where the list is sorted otherwise."""
        return {key: "ascending", f"-{key}": "descending"}.get(self.sort, "")


def _in_order(column: str | Combinable, *, is_falling: bool) -> OrderBy:
    expression = F(column) if isinstance(column, str) else column
    if not isinstance(expression, Expression | F):
        raise TypeError(f"{column!r} cannot be sorted by")
    return expression.desc(nulls_last=True) if is_falling else expression.asc(nulls_last=True)
