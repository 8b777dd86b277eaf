"""A list: what may be searched, filtered and sorted, and its columns; then the rows that an address asks for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import Combinable, Expression, OrderBy
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.lists import cut
from core.lists.columns import Columns, FileColumn, of_files, of_page
from core.lists.every_word import HasEvery, text_of
from core.lists.filters import Choice, Chosen
from core.lists.pages import CappedPage, CappedPaginator, in_words
from core.lists.table import Head, body, head
from core.search import MOST_WORDS, pattern_of, words_of

if TYPE_CHECKING:
    from django.http import QueryDict

Row = TypeVar("Row", bound=Model)
LONGEST_SEARCH = 200
# A list with more filters than this keeps the others folded.
FILTERS_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One list. `sort` is the order at first: the name of a column that can be sorted by, with "-" for falling.

    What it does not know of an address narrows nothing, and the page says so: an old bookmark shows a list, never an
    error.
    """

    columns: Columns
    sort: str
    search: Sequence[str] = ()
    filters: Sequence[Choice] = ()
    per_page: int = 50
    # Whether who may read a row is looked up for each: the first page of all may lie behind very many.
    is_sifted: bool = False

    @property
    def sorts(self) -> Mapping[str, Sequence[str | Expression | F]]:
        return {each.name: each.sort for each in of_page(self.columns) if each.sort}

    def read(self, address: "QueryDict", everything: QuerySet[Row]) -> "Rows[Row]":
        """The rows this address asks for."""
        query = _query(address)
        chosen = [choice.asked_in(address) for choice in self.filters]
        sort = self._known_sort(address.get("sort", ""))
        found = everything.filter(*self._conditions(query, chosen)).order_by(*self._order(sort, everything.model))
        is_narrowed = bool(query) or any(choice.value for choice in chosen)

        def turned_to() -> CappedPage:
            return CappedPaginator(found, self.per_page).get_page(address.get("page"))

        # without words and filters, in its own order, an index gives the rows, however many there are
        is_whole = not is_narrowed and sort == self.sort and not self.is_sifted
        page = turned_to() if is_whole else cut.within(cut.MILLISECONDS, turned_to)
        return Rows(
            page=CappedPaginator([], self.per_page).get_page(1) if page is None else page,
            is_cut_short=page is None,
            matching=found,
            columns=self.columns,
            query=query,
            filters=chosen,
            sort=sort,
            is_narrowed=is_narrowed,
            is_resorted=sort != self.sort,
            is_searchable=bool(self.search),
        )

    def looks_for_words(self, address: "QueryDict") -> bool:
        """Whether an address asks for words, which takes long in many rows."""
        return bool(self.search and words_of(_query(address)))

    def _known_sort(self, sort: str) -> str:
        return sort if sort.removeprefix("-") in self.sorts else self.sort

    def _conditions(self, query: str, chosen: Sequence[Chosen]) -> Iterator[Q | HasEvery]:
        """Every word must be found, in whichever field; every filter must hold."""
        patterns = [pattern_of(word) for word in words_of(query)[:MOST_WORDS]] if self.search else []
        if patterns:
            yield HasEvery(text_of(self.search), patterns)
        for choice, shown in zip(self.filters, chosen, strict=True):
            if shown.value:
                yield choice.query(shown.value)

    def _order(self, sort: str, model: type[Model]) -> list[OrderBy]:
        """What is unknown stands last either way; equal rows keep one order, so that pages never overlap."""
        is_falling = sort.startswith("-")
        columns = [*self.sorts[sort.removeprefix("-")], "pk"]
        known = {"pk", *(each.name for each in model._meta.concrete_fields if not each.null)}
        return [_in_order(column, is_falling=is_falling, is_known=column in known) for column in columns]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows(Generic[Row]):
    """What an address asks of a list: one page of it to show, all that matches to take along."""

    page: CappedPage
    matching: QuerySet[Row]
    columns: Columns = ()
    query: str = ""
    filters: Sequence[Chosen] = field(default_factory=list)
    sort: str = ""
    is_narrowed: bool = False
    is_resorted: bool = False
    is_searchable: bool = False
    # There was not the time to look at all rows, or to sort them: none is shown, and it is not known whether one fits.
    is_cut_short: bool = False

    def __iter__(self) -> Iterator[Row]:
        return iter(self.page.object_list)

    def __len__(self) -> int:
        """Rows on this page."""
        return len(self.page.object_list)

    @property
    def heads(self) -> list[Head]:
        return [head(column, self.sort) for column in of_page(self.columns)]

    @property
    def body(self) -> SafeString:
        """The rows of this page as those of a table."""
        return body(of_page(self.columns), self.page.object_list)

    @property
    def file_columns(self) -> "list[FileColumn[Any]]":
        return of_files(self.columns)

    @property
    def first_filters(self) -> Sequence[Chosen]:
        return self.filters[: self._filters_shown]

    @property
    def further_filters(self) -> Sequence[Chosen]:
        return self.filters[self._filters_shown :]

    @property
    def _filters_shown(self) -> int:
        """In place of a search there is room for one more."""
        return FILTERS_SHOWN + (not self.is_searchable)

    @property
    def is_further_narrowed(self) -> bool:
        """Whether one of the folded filters is in use, which must then be seen."""
        return any(each.value for each in self.further_filters)

    @property
    def filters_in_use(self) -> int:
        return sum(bool(each.value) for each in self.filters)

    @property
    def notes(self) -> list[str]:
        """What was asked for and narrows nothing."""
        unsearched = words_of(self.query)[MOST_WORDS:] if self.is_searchable else []
        told = _("Only the first %(most)s words were searched for, not “%(words)s”.")
        left = [told % {"most": MOST_WORDS, "words": " ".join(unsearched)}] if unsearched else []
        return [*left, *self._wrong_order] + [
            _("“%(filter)s” has no “%(value)s”: the list is not narrowed by it.")
            % {"filter": each.label, "value": each.unknown}
            for each in self.filters
            if each.unknown
        ]

    @property
    def _wrong_order(self) -> list[str]:
        """Days in the wrong order are told: no other words would find more. What goes on for days may lie at both."""
        days = {each.name: each.value for each in self.filters if each.is_day and each.value}
        if not days.get("from", "") > days.get("until", days.get("from", "")):
            return []
        return [_("The first day asked for lies after the last.")]

    @property
    def narrowed_by(self) -> str:
        """The filters that are not in use, by their labels."""
        return ", ".join(str(each.label) for each in self.filters if not each.value)

    @property
    def asked(self) -> list[tuple[str, str]]:
        """What it was narrowed by and how it was sorted, in words, for a file that must say so."""
        notes = [(_("Note"), note) for note in self.notes]
        return [*self.narrowed, *notes, (_("Sorted by"), self._sorted_by())]

    @property
    def narrowed(self) -> list[tuple[str, str]]:
        """The words and filters in use: on paper, where the filters are not, too."""
        asked = [(_("Search"), self.query), *((str(each.label), each.word) for each in self.filters)]
        return [(label, said) for label, said in asked if said]

    def _sorted_by(self) -> str:
        key = self.sort.removeprefix("-")
        label = next((str(each.label) for each in of_page(self.columns) if each.name == key), key)
        return _("%(column)s, falling") % {"column": label} if self.sort.startswith("-") else label

    @property
    def found(self) -> int:
        """Rows on all pages, as far as they were counted."""
        return self.page.paginator.count

    @property
    def found_in_words(self) -> str:
        return in_words(self.found, is_capped=self.page.paginator.is_capped)

    @property
    def page_numbers(self) -> list[int | str]:
        """The first, the last and those around this one; an ellipsis between."""
        return list(self.page.paginator.numbers(self.page))


def _query(address: "QueryDict") -> str:
    return address.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]


def _in_order(column: str | Combinable, *, is_falling: bool, is_known: bool) -> OrderBy:
    expression = F(column) if isinstance(column, str) else column
    if not isinstance(expression, Expression | F):
        raise TypeError(f"{column!r} cannot be sorted by")
    if is_known:  # in the words of an index, which is then read from either end
        return expression.desc() if is_falling else expression.asc()
    return expression.desc(nulls_last=True) if is_falling else expression.asc(nulls_last=True)
