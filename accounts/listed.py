"""The rows that an address asks of a list, for a member of a city."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from accounts import limits
from accounts.requests import CityRequest
from core.lists import Listing, Rows

Row = TypeVar("Row", bound=Model)


def rows_of(listing: Listing, request: CityRequest, everything: "QuerySet[Row]") -> "Rows[Row]":
    """What the list shows. Words are looked for in all rows of a city, so one member looks for them once at a time, as
    in a search over everything. Raises MustWait."""
    if listing.looks_for_words(request.GET) and not limits.enter(request.membership, limits.SEARCHES):
        raise limits.MustWait
    return listing.read(request.GET, everything)
