"""Which district a cell means. Codes are compared exactly; padding and spaces are forgiven where only one fits."""

import re
from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _

from mapping.imports.doubts import Doubts, among
from mapping.imports.fields import AllAlike, NoPlace, UnknownValue, as_it_looks, folded, letters
from mapping.imports.names import Near, is_damaged, plain
from mapping.imports.problems import refusal
from mapping.imports.rules import PlaceRule
from mapping.models import District
from mapping.vocabulary import Place

Found = tuple[str, int | None]


def unpadded(code: str) -> str:
    """A code without spaces, leading zeros and letter case: " 007 " and "7" are one, "a1" and "A1"."""
    return folded("".join(code.split())).lstrip("0") or "0"


def as_number(code: str) -> str:
    """A code as a spreadsheet writes it that takes it for a number: "007" and "7", "1.10" and "1.1" are one."""
    code = unpadded(code)
    return re.sub(r"[.,]?0+$", "", code) if re.fullmatch(r"\d+[.,]\d+", code) else code


class Lookup:
    """Codes by what people write: exactly, else without padding, where that leaves only one."""

    def __init__(self, codes: Iterable[str], *, form: Callable[[str], str] = unpadded) -> None:
        self.form = form
        self._exact = {code: code for code in codes}
        self._loose: dict[str, list[str]] = {}
        self._numbers: dict[str, list[str]] = {}
        self._met: set[str] = set()
        self._marked: bool | None = None
        for code in self._exact:
            self._loose.setdefault(form(code), []).append(code)
            self._numbers.setdefault(as_number(code), []).append(code)

    def find(self, text: str) -> str | None:
        text = text.strip()
        if text in self._exact:
            self._met.add(text)
            return text
        loose = self._loose.get(self.form(text), []) or self._loose.get(self.form(self._whole(text)), [])
        return loose[0] if len(loose) == 1 else None

    def _whole(self, text: str) -> str:
        """A program that takes codes for numbers writes 1 as 1.0, 1,00 or '1; where no code has such a mark itself,
        that means nothing else."""
        if self._marked is None:
            self._marked = any(re.search(r"[.,']", code) for code in self._exact)
        found = None if self._marked else re.fullmatch(r"'?(\d+)(?:[.,]0{0,2})?|'(.+)", text, re.ASCII)
        return (found[1] or found[2]) if found else text

    def like(self, text: str) -> list[str]:
        """Codes that a text could mean, where it could mean several."""
        return self._loose.get(self.form(text.strip()), [])

    def shortened(self) -> list[tuple[str, list[str]]]:
        """Codes that were met, though never one of the longer codes a spreadsheet would shorten to them."""
        found = []
        for codes in self._numbers.values():
            shortest = min(codes, key=len)
            if len(codes) > 1 and shortest in self._met and not self._met & (set(codes) - {shortest}):
                found.append((shortest, sorted(set(codes) - {shortest})))
        return found


class Names:
    """Codes of districts by their names, where only one has it; what stands between letters is forgiven."""

    def __init__(self, districts: Iterable[District]) -> None:
        self._codes: dict[str, list[str]] = {}
        self._loose: dict[str, list[str]] = {}
        for district in districts:
            self._codes.setdefault(folded(district.name), []).append(district.code)
            self._loose.setdefault(letters(district.name), []).append(district.code)

    def find(self, text: str) -> str | None:
        codes = self.like(text)
        return codes[0] if len(codes) == 1 else None

    def like(self, text: str) -> list[str]:
        """Codes that a name could mean."""
        return self._codes.get(folded(text), []) or (self._loose.get(bare, []) if (bare := letters(text)) else [])


class Both:
    """Codes of districts by their code and name in one cell, as statistical offices write them: 01 North."""

    def __init__(self, districts: Iterable[District]) -> None:
        self._codes: dict[str, set[str]] = {}
        for district in districts:
            code, name = letters(district.code), letters(district.name)
            for text in (code + name, name + code) if code and name else ():
                self._codes.setdefault(text, set()).add(district.code)

    def find(self, text: str) -> str | None:
        codes = self._codes.get(letters(text), set())
        return next(iter(codes)) if len(codes) == 1 else None


def tell_shortened(column: str, lookup: Lookup, doubts: Doubts) -> None:
    """Codes that a spreadsheet may have shortened to those of other districts."""
    for code, longer in lookup.shortened():
        doubts.tell(
            _(
                "Column %(column)s: “%(code)s” stands for district “%(code)s”, and no row has %(longer)s: a "
                "spreadsheet that takes codes for numbers would write them so. Compare with the source, and export "
                "codes as text."
            )
            % {"column": column, "code": code, "longer": among([f"“{text}”" for text in longer], 5)}
        )


class Places:
    """Place and district id by the cell of the place column."""

    def __init__(self, rule: PlaceRule, districts: Iterable[District]) -> None:
        self.rule = rule
        self._by_code = {district.code: district for district in districts}
        self._names = Names(self._by_code.values())
        self._codes_by_plain_name: dict[str, list[str]] = {}
        for code, district in self._by_code.items():
            self._codes_by_plain_name.setdefault(plain(district.name), []).append(code)
        self._codes = Lookup(self._by_code)
        self._both = Both(self._by_code.values())
        self._near = Near(self._by_code.values())
        self._values = self._own_names(rule.values or {})
        self._told: dict[str, None] = {}

    def find(self, cell: str) -> Found:
        """Raises UnknownValue."""
        if self.rule.constant:
            return self.rule.constant, None
        if wide := (self.rule.wide or {}).get(folded(cell)):
            return wide, None
        if own := self._values.get(folded(cell)):
            return Place.DISTRICT.value, self._by_code[own].pk
        codes = self._named(cell) if self.rule.by == "name" else self._coded(cell)
        if len(codes) == 1:
            self._look(cell, codes[0])
            return Place.DISTRICT.value, self._by_code[codes[0]].pk
        if not codes and not cell.strip():
            raise NoPlace(
                _(
                    "column %(column)s: the cell is empty. If the row is no event, such as a total, leave such rows "
                    "out by a rule under not_counted in the mapping; if cells were merged, fill them in on every row; "
                    "if it means no district, name an empty text under place.city_wide."
                )
                % {"column": self.rule.column}
            )
        others = self._coded(cell) if self.rule.by == "name" else self._named(cell)
        if not codes and len(others) == 1:
            raise UnknownValue(
                _(
                    "column %(column)s: “%(value)s” is the %(other)s of district %(code)s, and the column is read by "
                    '%(by)s. State "by": "%(other)s" beside the column in the mapping.'
                )
                % {
                    "column": self.rule.column,
                    "value": cell.strip(),
                    "by": self.rule.by,
                    "other": "code" if self.rule.by == "name" else "name",
                    "code": others[0],
                }
            )
        if not codes and (both := self._both.find(cell)):
            return Place.DISTRICT.value, self._by_code[both].pk
        if not codes and self.rule.by == "code" and is_damaged(cell):
            raise AllAlike(
                _(
                    "column %(column)s: no district has the code “%(value)s”, which a spreadsheet seems to have made "
                    "of another. Export the column as text."
                )
                % {"column": self.rule.column, "value": cell.strip()}
            )
        if not codes:
            raise UnknownValue(self._unknown(cell))
        remedy = (
            _('Place by code: name a column of codes in the mapping, with "by": "code".')
            if self.rule.by == "name"
            else _("Write the code as the boundaries have it.")
        )
        raise UnknownValue(
            _("column %(column)s: “%(value)s” could be %(codes)s. %(remedy)s")
            % {
                "column": self.rule.column,
                "value": cell.strip(),
                "codes": _(" or ").join(codes) if self.rule.by == "name" else among(codes),
                "remedy": remedy,
            }
        )

    def _unknown(self, cell: str) -> str:
        """What to do about a cell that means no district."""
        facts = {"column": self.rule.column, "by": self.rule.by, "value": cell.strip()}
        said = (
            _(
                "column %(column)s: no district has the %(by)s “%(value)s”. Correct it, or name it in the mapping "
                "under place.values with the code of the district it means, or, if it means none, under "
                "place.city_wide, place.online or place.outside."
            )
            % facts
        )
        looks = as_it_looks(cell)
        if looks != cell and (codes := self._named(looks) if self.rule.by == "name" else self._coded(looks)):
            said += " " + _(
                "It has letters of another alphabet that look like those of district %(code)s: type it anew."
            ) % {"code": _(" or ").join(codes)}
        elif near := self._near.find(cell):
            names = _(" or ").join(f"“{each.name}” ({each.code})" for each in near[:5])
            said += " " + _("It may mean %(names)s.") % {"names": names}
        return said

    def _own_names(self, values: Mapping[str, str]) -> dict[str, str]:
        """What the source calls districts, with the codes of those that are there. Raises ValidationError."""
        found = {text: self._codes.find(code) for text, code in values.items()}
        unknown = [text for text, code in found.items() if code is None]
        if unknown:
            raise refusal(
                _(
                    "Mapping file, $.place.values[“%(text)s”]: no district has the code “%(code)s”. The codes are: "
                    "%(codes)s."
                )
                % {"text": text, "code": values[text], "codes": among(sorted(self._by_code))}
                for text in unknown
            )
        return {text: code for text, code in found.items() if code is not None}

    def tell(self, doubts: Doubts) -> None:
        """What was placed and could be meant otherwise."""
        for text in self._told:
            doubts.tell(text)
        if self.rule.by == "code":
            tell_shortened(self.rule.column, self._codes, doubts)

    def _coded(self, cell: str) -> list[str]:
        found = self._codes.find(cell)
        return [found] if found is not None else self._codes.like(cell)

    def _named(self, cell: str) -> list[str]:
        return self._names.like(cell)

    def _look(self, cell: str, code: str) -> None:
        """A cell that is the name of one district and the code of another, or a name that differs by an accent."""
        others = self._named(cell) if self.rule.by == "code" else self._coded(cell)
        others = [other for other in others if other != code]
        if others:
            self._say(
                _(
                    "Column %(column)s: “%(value)s” is read as the %(by)s of district %(code)s; it could mean "
                    "%(others)s too."
                )
                % {
                    "column": self.rule.column,
                    "value": cell.strip(),
                    "by": self.rule.by,
                    "code": code,
                    "others": among(others),
                }
            )
        alike = [other for other in self._codes_by_plain_name.get(plain(cell), []) if other != code]
        if self.rule.by == "name" and alike:
            self._say(
                _(
                    "Column %(column)s: “%(value)s” is read as district %(code)s; the name of %(others)s differs by "
                    "accents or spaces only. If accents were lost on the way, place by code."
                )
                % {"column": self.rule.column, "value": cell.strip(), "code": code, "others": among(alike)}
            )

    def _say(self, text: str) -> None:
        self._told.setdefault(text)
