"""The rows that an address asks of a list, for a member of a city."""

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Model, QuerySet

from accounts import limits
from accounts.requests import CityRequest
from core.lists import Listing, Rows

Row = TypeVar("Row", bound=Model)
# In so few rows no words take longer than a page does.
FEW_ROWS = 10_000


def rows_of(
    listing: Listing,
    request: CityRequest,
    everything: "QuerySet[Row]",
    searched: "Callable[[QuerySet[Row]], QuerySet[Row]] | None" = None,
) -> "Rows[Row]":
    """What the list shows. Words are looked for in all rows of a city, so where these are many one member looks for
    them once at a time, as in a search over everything. Raises MustWait. `searched` gives rows the text that is
    searched (`records.registries.findable`), which is put together where words are looked for.
    """
    if listing.looks_for_words(request.GET):
        if _are_many(everything) and not limits.enter(request.membership, limits.SEARCHES):
            raise limits.MustWait
        everything = searched(everything) if searched else everything
    return listing.read(request.GET, everything)


def _are_many(everything: "QuerySet[Row]") -> bool:
    return everything.order_by().values("pk")[FEW_ROWS : FEW_ROWS + 1].exists()
