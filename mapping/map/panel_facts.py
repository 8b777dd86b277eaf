"""What other rooms know of a district, told in its panel beside the map and on its own page; they say so in
`AppConfig.ready()`."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.records import Period

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from accounts.models import User
    from mapping.models import District

    # for one person: label and value of each fact of a district in a period
    Teller = Callable[[User, District, Period], Iterator[tuple[StrOrPromise, str]]]
    # for one person: what was said in a district, as far as they may read it, the latest first
    # what was said, the latest of it, and whether there is more
    Hearer = Callable[[User, District], tuple[Sequence["DistrictVoice"], bool]]

_tellers: "list[Teller]" = []
_hearers: "list[Hearer]" = []


@dataclass(frozen=True, slots=True)
class DistrictVoice:
    """One thing said of a district. `url` leads to where it is kept; `when` is as exact as may be told."""

    kind: str
    words: str
    said_by: str
    when: str
    day: datetime.date
    marking: str
    url: str


def register(teller: "Teller") -> None:
    """Tell something in the panel of a district."""
    _tellers.append(teller)


def register_hearer(hearer: "Hearer") -> None:
    """Tell on the page of a district what was said there."""
    _hearers.append(hearer)


def facts_of(user: "User", district: "District", period: Period) -> "list[tuple[StrOrPromise, str]]":
    return [fact for teller in _tellers for fact in teller(user, district, period)]


def said_in(user: "User", district: "District") -> tuple[list[DistrictVoice], bool]:
    """The latest first, of one day (or month, where no day may be told) in the order of their words; and whether there
    is more than that."""
    heard = [hearer(user, district) for hearer in _hearers]
    found = [said for voices, _more in heard for said in voices]
    return sorted(found, key=lambda each: (-each.day.toordinal(), each.words)), any(more for _voices, more in heard)
