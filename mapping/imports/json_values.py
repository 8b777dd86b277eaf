"""Values of a JSON file read one by one: whatever is wrong is gathered by its path, and reading goes on."""

import datetime
import difflib
import json
import re
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from mapping.imports.fields import AROUND, folded


def loaded(text: str) -> Any:
    """What a JSON text says. Raises ValueError, also where it says one thing twice."""
    found = json.loads(text, object_pairs_hook=_without_repeats)
    _check_letters(text, found)
    return found


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """JSON lets a key stand twice and keeps the last, which hides a mistake. Raises ValueError."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(_("“%(key)s” stands twice in the same object") % {"key": key})
        found[key] = value
    return found


def _check_letters(text: str, value: object) -> None:
    """An escape can stand for half a character, which nothing keeps. Raises ValueError."""
    if "\\ud" in text.casefold():
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise ValueError(_("a text holds half a character (\\ud800 to \\udfff)")) from None


class JsonReader:
    """`problems` says what is wrong and where; each method then gives back something empty of its type."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def wrong(self, path: str, what: str) -> None:
        self.problems.append(f"{path}: {what}.")

    def object_at(self, value: object, path: str, *, known: Collection[str] = ()) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.wrong(path, _("is missing; an object {…} is needed") if value is None else _("must be an object {…}"))
            return {}
        for key in value if known else ():
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                hint = _("did you mean “%(near)s”?") % {"near": near[0]} if near else ""
                allowed = _("allowed are: %(keys)s") % {"keys": ", ".join(sorted(known))}
                self.wrong(
                    f"{path}.{key}", _("is not known; %(hint)s") % {"hint": " ".join(filter(None, [hint, allowed]))}
                )
        return value

    def list_at(self, value: object, path: str) -> list[Any]:
        if not isinstance(value, list):
            self.wrong(path, _("is missing; a list […] is needed") if value is None else _("must be a list […]"))
            return []
        return value

    def text_at(self, value: object, path: str, *, most: int = 200, empty: bool = False) -> str:
        if not isinstance(value, str) or not (value.strip(AROUND) or empty):
            self.wrong(path, _("is missing; a text is needed") if value is None else _("must be a text"))
            return ""
        if len(value) > most:
            self.wrong(path, _("has more than %(most)d characters") % {"most": most})
        return value.strip(AROUND)

    def texts_at(self, value: object, path: str) -> frozenset[str]:
        texts = self.list_at(value, path)
        if not all(isinstance(text, str) for text in texts):
            self.wrong(path, _("must be a list of texts"))
            return frozenset()
        return frozenset(folded(text) for text in texts)

    def key_at(self, value: object, path: str) -> str:
        key = self.text_at(value, path, most=60)
        if key and not re.fullmatch(r"[-a-zA-Z0-9_]+", key):
            self.wrong(path, _("is made of letters a–z, digits, - and _ only"))
        return key

    def code_at(self, value: object, path: str, allowed: Collection[str]) -> str:
        code = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
        if code in allowed:
            return code
        near = difflib.get_close_matches(code, allowed, 1)
        hint = _("; did you mean “%(near)s”?") % {"near": near[0]} if near else ""
        self.wrong(
            path,
            _("“%(value)s” is not allowed; one of: %(codes)s%(hint)s")
            % {"value": "" if value is None else value, "codes": ", ".join(allowed), "hint": hint},
        )
        return ""

    def day_at(self, value: object, path: str) -> datetime.date:
        try:
            if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
                return datetime.date.fromisoformat(value)
        except ValueError:
            pass
        self.wrong(path, _("“%(value)s” is not a day of the form YYYY-MM-DD") % {"value": value or ""})
        return datetime.date.min
