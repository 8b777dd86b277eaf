"""Forms whose page is cut into parts with a title each."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms


class InSections(forms.BaseForm):
    """`SECTIONS` says the title and the names of the fields of each part, in the order of the page."""

    SECTIONS: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]]
    # Titles of parts that stand folded until something is said or wrong in them.
    FOLDED: ClassVar[tuple[Any, ...]] = ()
    # Titles of parts that whoever opens the form came to fill; the others were filled before.
    YOURS: ClassVar[tuple[Any, ...]] = ()

    def sections(self) -> list["Part"]:
        """Without fields that this person does not fill, and parts that have none."""
        parts = ((title, [self[name] for name in names if name in self.fields]) for title, names in self.SECTIONS)
        return [Part(title, fields, title in self.FOLDED, title in self.YOURS) for title, fields in parts if fields]


@dataclass(frozen=True, slots=True)
class Part:
    title: Any
    fields: list[forms.BoundField]
    is_folded: bool
    is_yours: bool

    @property
    def is_open(self) -> bool:
        return any(field.errors or field.value() not in (None, "", [], False) for field in self.fields)
