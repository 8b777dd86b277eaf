"""Forms whose texts are about a place or a service, and never about a group of people."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.core.exceptions import ValidationError

from records.forms.screened import Screened
from records.registries.record_types import groups_of_city
from records.screening.groups import named_groups, words_for_groups


class NoGroups(Screened):
    """Screens for groups of people as well, and says why not (`about_groups`, with `%(groups)s`).

    In the fields named in `without_groups` a text that names a group which the city set out to hear is not saved at
    all. Elsewhere, and for words of religion, origin and migration, whoever wrote it may be sure that they must stay.
    """

    about_groups: ClassVar[Any]
    without_groups: ClassVar[tuple[str, ...]] = ()

    def flagged(self, name: str, text: str) -> Iterator[str]:
        yield from super().flagged(name, text)
        named = [] if name in self.without_groups else named_groups(text, groups_of_city(self.city))
        if found := [*named, *words_for_groups(text)]:
            yield self._why(found)

    def clean(self) -> dict[str, Any]:
        # before the screen takes what it found out of what is clean
        changed = [name for name in self.without_groups if name in self.changed_data]
        texts = {name: str(self.cleaned_data.get(name) or "") for name in changed}
        cleaned = super().clean()
        groups = list(groups_of_city(self.city)) if texts else []
        for name, text in texts.items():
            if found := named_groups(text, groups):
                self.add_error(name, ValidationError(self._why(found), code="groups"))
        return cleaned

    def _why(self, found: list[str]) -> str:
        return str(self.about_groups) % {"groups": ", ".join(f"“{each}”" for each in dict.fromkeys(found))}
