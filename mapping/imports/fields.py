"""How the cells of a table become codes of the vocabulary."""

import string
import unicodedata
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.models import Marking
from mapping.vocabulary import (
    NOTHING_ELSE,
    SEVERITY,
    Basis,
    Credibility,
    Current,
    HowKnown,
    Manifestation,
    Reliability,
    Scope,
    Setting,
    Space,
    Target,
)

Codes = tuple[str, ...]

# Fields that hold one code, and fields that hold several.
SINGLE: dict[str, Codes] = {
    "scope": tuple(Scope.values),
    "space": tuple(Space.values),
    "setting": tuple(Setting.values),
    "severity": tuple(map(str, SEVERITY)),
    "basis": tuple(Basis.values),
    "how_known": tuple(HowKnown.values),
    "reliability": tuple(Reliability.values),
    "credibility": tuple(Credibility.values),
    "marking": tuple(Marking.values),
    # No codes: a platform goes by its name, as the mapping writes it.
    "platform": (),
}
SEVERAL: dict[str, Codes] = {
    "manifestations": tuple(Manifestation.values),
    "targets": tuple(Target.values),
    "currents": tuple(Current.values),
}
ALLOWED = SINGLE | SEVERAL
MUST_BE_GIVEN = ("scope", "manifestations", "reliability", "credibility")
WHERE_NOT_GIVEN: dict[str, Codes] = {
    "space": (Space.OFFLINE.value,),
    "currents": (Current.NONE_KNOWN.value,),
    "marking": (Marking.AMBER.value,),
}


# Marks that nobody sees: those of byte order and of direction, spaces of no width, hyphens that may be there.
UNSEEN = (
    "\ufeff\u200b\u200c\u200d\u2060\u00ad\u180e\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
# What stands at the ends of a cell and is no part of it: marks that nobody sees, on either side of spaces too, and what
# programs of before Windows wrote at the end of a file.
AROUND = UNSEEN + string.whitespace + "\u00a0\x1a"
_WITHOUT_UNSEEN = str.maketrans("", "", UNSEEN)
# What programs put for the quotation mark and the dash of the keyboard.
_OF_KEYBOARD = str.maketrans(
    dict.fromkeys("\u2018\u2019\u00b4\u02bc", "'") | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
)
# Letters that look like others, of the alphabets that are mixed with ours by a wrong keyboard.
_ALIKE = str.maketrans("АВЕЅІЈКМНОРСТУХаеѕіјорсухԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονı", "ABESIJKMHOPCTYXaesijopcyxdqwABEZHIKMNOPTYXovi")


class UnknownValue(ValueError):
    """A cell holds a value the mapping does not know; the message says what to do."""


def folded(text: str) -> str:
    """One form of what people write in several: letter case, marks that programs exchange, and what `plainly` takes for
    one."""
    return plainly(text if text.isascii() else text.translate(_OF_KEYBOARD)).casefold()


def plainly(text: str) -> str:
    """One form of what looks alike: spaces at the ends and doubled inside, of whatever kind, letters whose marks stand
    by themselves, as some systems write them, and marks that nobody sees."""
    whole = text if text.isascii() else unicodedata.normalize("NFC", text.translate(_WITHOUT_UNSEEN))
    return " ".join(whole.split())


def as_it_looks(text: str) -> str:
    """With our letters for those of other alphabets that look alike."""
    return text if text.isascii() else text.translate(_ALIKE)


def letters(text: str) -> str:
    """Letters, with their marks, and digits alone: "Saint-Denis" and "Saint Denis", "L’Haÿ" and "L'Haÿ" are one."""
    return "".join(filter(str.isalnum, folded(text)))


class AllAlike(UnknownValue):
    """One remedy mends all rows that have such values, whatever they say."""


class NoPlace(UnknownValue):
    """The cell of the place is empty: perhaps the row is no event at all."""


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """One column of one field: each value and its codes, values that say nothing, what separates several."""

    column: str
    values: dict[str, Codes]
    nothing: frozenset[str] = frozenset()
    separator: str = ""

    def knows(self, cell: str) -> bool:
        return folded(cell) in self.values or folded(cell) in self.nothing

    def codes(self, cell: str) -> Codes:
        """Raises UnknownValue."""
        found: list[str] = []
        for part in self._parts(cell):
            if (codes := self.values.get(part)) is not None:
                found += codes
            elif part not in self.nothing:
                raise UnknownValue(
                    _(
                        "column %(column)s: “%(value)s” is not in the mapping. Add it to the values of this column "
                        "with a code, or with null if it says nothing."
                    )
                    % {"column": self.column, "value": cell.strip()}
                )
        return tuple(dict.fromkeys(found))

    def _parts(self, cell: str) -> list[str]:
        whole = folded(cell)
        if not self.separator or whole in self.values or whole in self.nothing:
            return [whole]
        # a mark at the end, or two of them, separates nothing
        return list(filter(None, map(folded, cell.split(self.separator)))) or [whole]


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One field: what its columns say, else `otherwise`."""

    name: str
    otherwise: Codes = ()
    columns: tuple[ColumnRule, ...] = field(default=())

    @property
    def several(self) -> bool:
        return self.name in SEVERAL

    def codes(self, *rows: dict[str, str]) -> Codes:
        """Of the row of an event, or of all its rows: several codes add up, of severities the highest holds.

        Raises UnknownValue.
        """
        found: dict[str, None] = {}
        for cells in rows:
            for rule in self.columns:
                found.update(dict.fromkeys(rule.codes(cells[rule.column])))
        if self.name == "severity" and found:
            found = {max(found, key=int): None}
        if len(found) > 1 and not self.several:
            said = dict.fromkeys(cells[self.columns[0].column].strip() for cells in rows)
            raise UnknownValue(
                _("column %(column)s: the rows of one event say different things here: “%(values)s”. Correct them.")
                % {"column": self.columns[0].column, "values": "”, “".join(said)}
            )
        # of several columns one says of its ground that it was none, another names one
        if len(found) > 1:
            found.pop(NOTHING_ELSE.get(self.name, ""), None)
        order = ALLOWED[self.name]
        return tuple(sorted(found, key=order.index) if order else found) or self.otherwise
