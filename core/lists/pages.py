"""The pages of a list that may be long: rows are counted up to a limit, and one can turn on beyond it."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, TypeVar

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from core import formats

M = TypeVar("M", bound=Model)

# Counting all of a million rows takes 200 ms, finding out that there are more than a thousand a third of one.
COUNTED = 1000
# A page further on is found by reading all rows before it: whoever wants those narrows the list or takes it along.
LAST_PAGE = 2000


def up_to_a_limit(*found: QuerySet[Any]) -> str:
    """How many rows there are of several questions that no row is in twice, in words: "1,000+" of many."""
    return counted_to(COUNTED, *found)[1]


def counted_to(most: int, *found: QuerySet[Any]) -> tuple[int, str]:
    """The same up to any limit: the number, of more than that the limit, and in words."""
    count = sum(each.order_by().values("pk")[: most + 1].count() for each in found)
    return min(count, most), in_words(min(count, most), is_capped=count > most)


def first_of(rows: "QuerySet[M]", most: int) -> tuple[list[M], bool]:
    """The first so many where no pages are turned, and whether there are more, which whoever reads them is told."""
    found = list(rows[: most + 1])
    return found[:most], len(found) > most


def in_words(count: int, *, is_capped: bool) -> str:
    """As many as were counted; of more, that there are."""
    return _("%(number)s+") % {"number": formats.number(count)} if is_capped else formats.number(count)


class CappedPage(Page[Any]):
    """One page; whether there is a next is seen from one row more than it shows."""

    paginator: "CappedPaginator"

    def __init__(self, rows: Sequence[Any], number: int, paginator: "CappedPaginator", *, goes_on: bool) -> None:
        super().__init__(rows, number, paginator)
        self.goes_on = goes_on

    def has_next(self) -> bool:
        return self.goes_on and self.number < LAST_PAGE

    def next_page_number(self) -> int:
        return self.number + 1

    def end_index(self) -> int:
        return self.start_index() + len(self.object_list) - 1 if self.object_list else 0


class CappedPaginator(Paginator[Any]):
    """Counts up to COUNTED rows. Pages beyond are there as far as there are rows."""

    _furthest = 1

    @cached_property
    def counted(self) -> int:
        """One more than COUNTED where there are more."""
        if not isinstance(self.object_list, QuerySet):
            return len(self.object_list)
        return self.object_list.order_by().values("pk")[: COUNTED + 1].count()

    @property
    def count(self) -> int:
        return min(self.counted, COUNTED)

    @property
    def is_capped(self) -> bool:
        return isinstance(self.object_list, QuerySet) and self.counted > COUNTED

    @property
    def num_pages(self) -> int:
        """As many as are known of: those that were counted, or were turned to."""
        return max(1, -(-self.count // self.per_page), self._furthest)

    def get_page(self, number: Any) -> CappedPage:
        """What is no number is the first page, what lies beyond the last is the last that is known of."""
        text = str(number or "")
        wanted = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
        try:
            return self.page(min(max(wanted, 1), LAST_PAGE if self.is_capped else self.num_pages))
        except EmptyPage:
            return self.page(self.num_pages if self.is_capped else 1)

    def page(self, number: Any) -> CappedPage:
        start = (number - 1) * self.per_page
        # nothing was counted there: looking through all of it once more, for words that are in none, is as long again
        is_past_all = "counted" in self.__dict__ and start >= self.counted and not self.is_capped
        rows = [] if is_past_all else list(self.object_list[start : start + self.per_page + 1])
        if not rows and number > 1:
            raise EmptyPage
        goes_on = len(rows) > self.per_page
        self._furthest = number + goes_on
        return CappedPage(rows[: self.per_page], number, self, goes_on=goes_on)

    def numbers(self, page: CappedPage) -> Iterator[int | str]:
        """The first, the last that is known of and those around this one; an ellipsis between and for what is not."""
        for each in self.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
            yield each if isinstance(each, int) else str(each)
        if self.is_capped and page.has_next():
            yield str(self.ELLIPSIS)
