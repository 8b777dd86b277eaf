"""Which district a cell means. Codes are compared exactly; padding and spaces are forgiven where only one fits."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from mapping.imports.fields import UnknownValue, folded
from mapping.imports.mapping_file import PlaceRule
from mapping.models import District
from mapping.vocabulary import Place

Found = tuple[str, int | None]


def unpadded(code: str) -> str:
    """A code without spaces and leading zeros: " 007 " and "7" are one."""
    return "".join(code.split()).lstrip("0") or "0"


class Lookup:
    """Codes by what people write: exactly, else without padding, where that leaves only one."""

    def __init__(self, codes: Iterable[str], *, form: Callable[[str], str] = unpadded) -> None:
        self.form = form
        self._exact = {code: code for code in codes}
        self._loose: dict[str, list[str]] = {}
        for code in self._exact:
            self._loose.setdefault(form(code), []).append(code)

    def find(self, text: str) -> str | None:
        text = text.strip()
        if text in self._exact:
            return text
        loose = self._loose.get(self.form(text), [])
        return loose[0] if len(loose) == 1 else None

    def like(self, text: str) -> list[str]:
        """Codes that a text could mean, where it could mean several."""
        return self._loose.get(self.form(text.strip()), [])


class Places:
    """Place and district id by the cell of the place column."""

    def __init__(self, rule: PlaceRule, districts: Iterable[District]) -> None:
        self.rule = rule
        self._ids = {getattr(district, rule.by): district.pk for district in districts}
        self._lookup = Lookup(self._ids, form=unpadded if rule.by == "code" else folded)

    def find(self, cell: str) -> Found:
        """Raises UnknownValue."""
        if self.rule.constant:
            return self.rule.constant, None
        if wide := (self.rule.wide or {}).get(folded(cell)):
            return wide, None
        if (district := self._lookup.find(cell)) is not None:
            return Place.DISTRICT.value, self._ids[district]
        several = self._lookup.like(cell)
        if len(several) > 1:
            raise UnknownValue(
                _("column %(column)s: “%(value)s” could be %(codes)s. Write the %(by)s as the boundaries have it.")
                % {"column": self.rule.column, "value": cell, "codes": ", ".join(several), "by": self.rule.by}
            )
        raise UnknownValue(
            _(
                "column %(column)s: no district has the %(by)s “%(value)s”. Correct it, or name it in the mapping "
                "under place.city_wide if it means no district."
            )
            % {"column": self.rule.column, "by": self.rule.by, "value": cell.strip()}
        )
