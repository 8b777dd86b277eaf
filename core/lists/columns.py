"""The columns of a list: what the page shows in each, and what the files hold.

A column of the page may be several of the files (a period is two days), and a field that is coded is two: the word in
the reader's language, then its code, which no language changes. What no page has room for stands in the files alone.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from django.db.models import Choices, F
from django.db.models.expressions import Expression
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.lists.cells import as_text

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Row = TypeVar("Row")
# An enumeration, or codes with what each is called.
Vocabulary: TypeAlias = "type[Choices] | Mapping[Any, StrOrPromise] | Iterable[tuple[Any, StrOrPromise]]"
Cell: TypeAlias = str | bool | int | float | datetime.date | datetime.datetime | None
# Between several codes, or words, of one cell.
BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class FileColumn(Generic[Row]):
    """One column of the files. `name` is its name in every language, `value` what is recorded, as it is recorded."""

    name: str
    label: "StrOrPromise"
    value: Callable[[Row], object]

    def cell(self, row: Row) -> Cell:
        """What a writer is given: moments on the city's clock, codes in one text."""
        value = self.value(row)
        if isinstance(value, datetime.datetime):
            return timezone.localtime(value)
        if value is None or isinstance(value, bool | int | float | datetime.date):
            return value
        if isinstance(value, list | tuple):
            return BETWEEN.join(str(each) for each in value)
        return str(value)


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column of the page.

    `shown` says what stands in it (else the value), `sort` what the list is sorted by where somebody clicks its head,
    `files` what files hold of it (else the value, under the same name). Where `may_see` is False it is nowhere.
    """

    name: str
    label: "StrOrPromise"
    shown: Callable[[Row], object] | None = None
    sort: Sequence[str | Expression | F] = ()
    files: "Sequence[FileColumn[Row]] | None" = None
    is_number: bool = False
    may_see: bool = True

    def text(self, row: Row) -> "str | SafeString":
        return as_text((self.shown or attrgetter(self.name))(row))

    @property
    def is_actions(self) -> bool:
        """What can be done with a row, which no file can."""
        return self.files is not None and not self.files

    @property
    def in_files(self) -> "Sequence[FileColumn[Row]]":
        return self.files if self.files is not None else (fact(self.name, self.label),)


Columns: TypeAlias = "Sequence[Column[Any] | FileColumn[Any]]"


def of_page(columns: Columns) -> "list[Column[Any]]":
    return [each for each in columns if isinstance(each, Column) and each.may_see]


def of_files(columns: Columns) -> "list[FileColumn[Any]]":
    found: list[FileColumn[Any]] = []
    for each in columns:
        if isinstance(each, FileColumn):
            found.append(each)
        elif each.may_see:
            found.extend(each.in_files)
    return found


def fact(name: str, label: "StrOrPromise", value: Callable[[Any], object] | None = None) -> "FileColumn[Any]":
    """A column of the files; the attribute of that name unless `value` says otherwise."""
    return FileColumn(name, label, value or attrgetter(name))


def rounded(value: float, places: int = 2) -> float:
    """As files hold an amount: never 0 of what is there."""
    return round(value, places) or float(f"{value:.1g}")


def share(value: float, places: int = 3) -> float:
    """As files hold a share of one: never 0 of what is there, nor 1 of less than all."""
    least = 10.0**-places
    return round(value, places) if value in (0, 1) else min(max(round(value, places), least), 1 - least)


class Words:
    """What codes are called in the reader's language, each looked up once for a whole table."""

    def __init__(self, words: "Vocabulary") -> None:
        self._words = words

    @cached_property
    def known(self) -> dict[Any, str]:
        words = self._words.choices if isinstance(self._words, type) else self._words
        return {code: str(label) for code, label in dict(words).items()}

    def __getitem__(self, code: Any) -> str:
        return self.known.get(code, "" if code is None else str(code))

    def several(self, codes: Iterable[Any], between: str = ", ") -> str:
        return between.join(self[code] for code in codes)


def coded(
    name: str, label: "StrOrPromise", words: "Vocabulary | Words", value: Callable[[Any], Any] | None = None
) -> "tuple[FileColumn[Any], FileColumn[Any]]":
    """A field of codes, one or several: first their words, then the codes themselves, in the same order."""
    known, codes = words if isinstance(words, Words) else Words(words), value or attrgetter(name)

    def in_words(row: Any) -> str:
        found = codes(row)
        return known.several(found, BETWEEN) if isinstance(found, list | tuple) else known[found]

    code_label = _("%(column)s (code)") % {"column": label}
    return FileColumn(f"{name}_label", label, in_words), FileColumn(name, code_label, codes)
