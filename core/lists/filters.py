"""What a list can be narrowed by: each is one choice in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SELECTED = SafeString(" selected")


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
class Among(Choice):
    """A filter of a column of several codes: the record has this one among them."""

    def query(self, value: str) -> Q:
        return Q(**{f"{self.look_up or self.name}__contains": [value]})


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
        return next((str(label) for code, label in self.choices if str(code) == self.value), "")
