"""Forms with free text that is screened before it is saved."""

import hashlib
import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import City
from core.form_words import OwnWords
from records.registries.record_types import names_of_city
from records.screening import Finding, screen

SEEN = "screen_seen"
CODE = "screened"
MOST_LISTED = 20


class Screened(OwnWords):
    """Screens its fields named in `screened`, those that were changed.

    What is found stands beside its field, and nothing is saved; whoever wrote it takes it out or saves all the same,
    by a button that carries `seen` of just this text. `set_city` tells whose phone numbers and places these are.
    """

    screened: ClassVar[tuple[str, ...]]
    # Where the text is kept; a form for a model says so by its `Meta`.
    writes: ClassVar[type[Model]]
    city: City

    def set_city(self, city: City) -> None:
        """Screen as in this city; its pages ask as one types (static/js/screening.js)."""
        self.city, self._screen = city, screening_of(city)
        for name in self.screened:
            self.fields[name].widget.attrs["data-screen"] = reverse("screening", args=[city.slug])

    def forget_names(self) -> None:
        """Screen without the names of the city, for who does not read them: that one is found or not would tell it."""
        self._screen = screening_of(self.city, knows_names=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        texts = {name: str(cleaned.get(name) or "") for name in self.screened if name in self.changed_data}
        self._seen = _digest(texts)
        if self._seen in self.data.get(SEEN, "").split(","):
            return cleaned
        for name, text in texts.items():
            for said in self.flagged(name, text):
                self.add_error(name, ValidationError(said, code=CODE))
        return cleaned

    def flagged(self, name: str, text: str) -> Iterator[str]:
        """What whoever wrote the text of a field takes out, or is sure of, in words."""
        if findings := self._screen(text):
            yield said_of(findings)

    @property
    def seen(self) -> str:
        """For the button "Save all the same"; empty where something else is wrong as well."""
        codes = {error.code for errors in self.errors.as_data().values() for error in errors}
        return self._seen if codes == {CODE} else ""

    @property
    def is_plain(self) -> bool:
        """Text was written, and nothing found in it."""
        return not self.errors and any(
            self.cleaned_data.get(name) for name in self.screened if name in self.changed_data
        )


def screening_of(city: City, *, knows_names: bool = True) -> Callable[[str], list[Finding]]:
    """Screens texts as in this city, whose names are asked for once: with the first that holds something. Without them
    where whoever asks could tell by what is found which there are."""
    known = cache(lambda: list(names_of_city(city)) if knows_names else [])
    return lambda text: screen(text, country=city.country, known=known()) if text.strip() else []


def said_of(findings: list[Finding]) -> str:
    """What was found, in words; where nothing was, what cannot be found."""
    if not findings:
        return _("No numbers, street addresses, licence plates, handles or known names. Check for anyone recognisable.")
    # Each once, as often as it may stand there.
    listed = list(dict.fromkeys(f"{each.kind.label} “{each.text}”" for each in findings))
    found, more = ", ".join(listed[:MOST_LISTED]), len(listed) - MOST_LISTED
    if more > 0:
        return ngettext(
            "This could lead to a person: %(found)s and %(more)d more. Take it out, or be sure that it must stay.",
            "This could lead to a person: %(found)s and %(more)d more. Take it out, or be sure that it must stay.",
            more,
        ) % {"found": found, "more": more}
    return _("This could lead to a person: %(found)s. Take it out, or be sure that it must stay.") % {"found": found}


def _digest(texts: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()
