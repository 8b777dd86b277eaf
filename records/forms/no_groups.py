"""Forms whose texts are about a place or a service, and never about a group of people."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.core.exceptions import ValidationError

from records.forms.screened import Screened
from records.record_types import groups_of_city
from records.screening.groups import named_groups, words_for_groups


class NoGroups(Screened):
    """Screens for groups of people as well, and says why (`about_groups`, with `%(groups)s`).

    Where `refuses_groups`, a text that names a group which the city set out to hear is not saved at all; else, and for
    words of religion, origin and migration, whoever wrote it may be sure that they must stay.
    """

    about_groups: ClassVar[Any]
    refuses_groups: ClassVar[bool] = False

    def flagged(self, text: str) -> Iterator[str]:
        yield from super().flagged(text)
        named = [] if self.refuses_groups else named_groups(text, groups_of_city(self.city))
        if found := [*named, *words_for_groups(text)]:
            yield self._why(found)

    def clean(self) -> dict[str, Any]:
        # before the screen takes what it found out of what is clean
        texts = {name: str(self.cleaned_data.get(name) or "") for name in self.screened if name in self.changed_data}
        cleaned = super().clean()
        if self.refuses_groups:
            groups = list(groups_of_city(self.city))
            for name, text in texts.items():
                if found := named_groups(text, groups):
                    self.add_error(name, ValidationError(self._why(found), code="groups"))
        return cleaned

    def _why(self, found: list[str]) -> str:
        return str(self.about_groups) % {"groups": ", ".join(f"“{each}”" for each in dict.fromkeys(found))}
