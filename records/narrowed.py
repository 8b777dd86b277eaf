"""The list that somebody came from, as it was narrowed: it stands in the addresses of a record's page and of its steps,
so that the way back and the next one of that list keep it.
"""

from copy import copy
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import QueryDict

if TYPE_CHECKING:
    from accounts.requests import CityRequest

NAME = "list"
# What is longer was not made by our forms; the way back then leads to the list as it is at first.
LONGEST = 1500


def narrowed(request: "CityRequest") -> str:
    """The query of the list; empty where it was not narrowed, or somebody came from elsewhere."""
    asked = request.GET.get(NAME, "").replace("\0", "")
    return QueryDict(asked).urlencode() if len(asked) <= LONGEST else ""


def onward(address: str, query: str) -> str:
    """An address of a record that keeps the query of its list."""
    return f"{address}?{urlencode({NAME: query})}" if query and len(query) <= LONGEST else address


def from_list(request: "CityRequest", page: str, address: str) -> str:
    """What a row leads to on the page of its list; other pages show such rows too, and were not narrowed so."""
    is_there = request.resolver_match is not None and request.resolver_match.url_name == page
    return onward(address, request.GET.urlencode()) if is_there else address


def as_list(request: "CityRequest", query: str) -> "CityRequest":
    """What the list was asked for, to read its rows once more."""
    asked = copy(request)
    asked.GET = QueryDict(query)
    return asked
