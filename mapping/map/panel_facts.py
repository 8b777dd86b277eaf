"""What other rooms know of a district, told in its panel beside the map; they say so in `AppConfig.ready()`."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from analysis.records import Period

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from accounts.models import User
    from mapping.models import District

    # for one person: label and value of each fact of a district in a period
    Teller = Callable[[User, District, Period], Iterator[tuple[StrOrPromise, str]]]

_tellers: "list[Teller]" = []


def register(teller: "Teller") -> None:
    """Tell something in the panel of a district."""
    _tellers.append(teller)


def facts_of(user: "User", district: "District", period: Period) -> "list[tuple[StrOrPromise, str]]":
    return [fact for teller in _tellers for fact in teller(user, district, period)]
