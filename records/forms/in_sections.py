"""Forms whose page is cut into parts with a title each."""

from typing import Any, ClassVar

from django import forms


class InSections(forms.BaseForm):
    """`SECTIONS` says the title and the names of the fields of each part, in the order of the page."""

    SECTIONS: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]]

    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Without fields that this person does not fill, and parts that have none."""
        parts = ((title, [self[name] for name in names if name in self.fields]) for title, names in self.SECTIONS)
        return [(title, fields) for title, fields in parts if fields]
