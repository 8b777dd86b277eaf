"""A field for the records something rests on: the addresses of their pages, one a line."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import City, User
from core.lengths import SENTENCES
from records.evidence import MOST_REFERENCES, address_of, reference_in, unreadable


class EvidenceField(forms.CharField):
    """Its value is a list of references. Those that stand there already and are not open to whoever fills it they
    neither see nor take out."""

    city: City
    kept: Sequence[str] = ()

    def __init__(self, **more: Any) -> None:
        more = {"required": False, "max_length": SENTENCES, "widget": forms.Textarea(attrs={"rows": 2}), **more}
        super().__init__(**more)

    def show_to(self, user: User, city: City, references: Sequence[str]) -> None:
        """When its form is made."""
        self.city, self.kept = city, unreadable(references, user)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            shown = (address_of(each, self.city) for each in value if each not in self.kept)
            return "\n".join(filter(None, shown))
        return value

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        found = {line: reference_in(line, self.city) for line in lines}
        if wrong := [line for line, reference in found.items() if not reference]:
            raise ValidationError(
                _("“%(line)s” is not the address of an observation or a consultation of this city.")
                % {"line": wrong[0][:120]}
            )
        references = list(dict.fromkeys([*found.values(), *self.kept]))
        if len(references) > MOST_REFERENCES:
            raise ValidationError(
                ngettext(
                    "Name at most %(most)d record: those that carry it.",
                    "Name at most %(most)d records: those that carry it.",
                    MOST_REFERENCES,
                )
                % {"most": MOST_REFERENCES}
            )
        return references

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.prepare_value(initial), data))
