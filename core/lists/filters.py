"""What a list can be narrowed by: each is one choice in the address."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import formats

if TYPE_CHECKING:
    from django.http import QueryDict
    from django_stubs_ext import StrOrPromise

LONGEST_UNKNOWN = 40
SELECTED = SafeString(" selected")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter: its name in the address, its label, what can be chosen, and the field it looks at."""

    name: str
    label: "StrOrPromise"
    choices: Sequence[tuple[str, "StrOrPromise"]]
    look_up: str = ""

    def query(self, value: str) -> Q:
        return Q(**{self.look_up or self.name: value})

    def knows(self, value: str) -> bool:
        return value in {str(key) for key, _label in self.choices}

    def asked_in(self, address: "QueryDict") -> "Chosen":
        """What an address asks for, as the page shows it; what the filter does not have narrows nothing."""
        value = address.get(self.name, "")
        is_known = self.knows(value)
        unknown = "" if is_known else value.replace("\0", "").strip()[:LONGEST_UNKNOWN]
        return self.chosen(value if is_known else "", unknown)

    def chosen(self, value: str, unknown: str) -> "Chosen":
        return Chosen(self.name, self.label, self.choices, value, unknown)


@dataclass(frozen=True, slots=True)
class Day(Choice):
    """A filter by a day that is typed; what is looked up says which side of it."""

    choices: Sequence[tuple[str, "StrOrPromise"]] = ()

    def knows(self, value: str) -> bool:
        try:
            return not value or bool(DAY.fullmatch(value) and datetime.date.fromisoformat(value))
        except ValueError:
            return False

    def chosen(self, value: str, unknown: str) -> "Chosen":
        return Chosen(self.name, self.label, (), value, unknown, is_day=True)


@dataclass(frozen=True, slots=True)
class OfMoment(Day):
    """A filter of a moment by a day of the city: from its beginning, or up to its end."""

    is_last: bool = False

    def query(self, value: str) -> Q:
        day = datetime.date.fromisoformat(value)
        if self.is_last and day == datetime.date.max:
            return Q()
        begins = datetime.datetime.combine(
            day + datetime.timedelta(days=self.is_last), datetime.time.min, timezone.get_current_timezone()
        )
        return Q(**{f"{self.look_up}__{'lt' if self.is_last else 'gte'}": begins})


def moments(look_up: str) -> tuple[OfMoment, OfMoment]:
    """Of what happened at a moment: from a day on, and up to one."""
    return OfMoment("from", _("From"), look_up=look_up), OfMoment("until", _("Until"), look_up=look_up, is_last=True)


@dataclass(frozen=True, slots=True)
class Among(Choice):
    """A filter of a column of several codes: the record has this one among them."""

    def query(self, value: str) -> Q:
        return Q(**{f"{self.look_up or self.name}__contains": [value]})


@dataclass(frozen=True, slots=True)
class AmongOrAll(Among):
    """Also what names none of them, and so is for all."""

    def query(self, value: str) -> Q:
        return Among.query(self, value) | Q(**{f"{self.look_up or self.name}__len": 0})


@dataclass(frozen=True, slots=True)
class IsSo(Choice):
    """A filter of a column that is true or not."""

    def query(self, value: str) -> Q:
        return Q(**{self.look_up or self.name: value == "yes"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter as the page shows it; `value` is empty where everything is shown. `unknown` is what the address asked
    for and the filter does not have."""

    name: str
    label: "StrOrPromise"
    choices: Sequence[tuple[str, "StrOrPromise"]]
    value: str
    unknown: str = ""
    is_day: bool = False

    @property
    def options(self) -> SafeString:
        """Of the box to choose from; there may be hundreds, so no template makes them."""
        return format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((code, SELECTED if str(code) == self.value else "", label) for code, label in self.choices),
        )

    @property
    def word(self) -> str:
        """What was chosen, as people call it."""
        if self.is_day and self.value:
            return formats.day(datetime.date.fromisoformat(self.value))
        return next((str(label) for code, label in self.choices if str(code) == self.value), "")
