"""A language made by rule, for development and tests: accents on every letter, 40 % longer, between marks, mirrored.

What a page shows without marks is not marked as text; what breaks because it is longer breaks in a real language too.
"""

import re
from pathlib import Path
from typing import Any

import django
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.apps import apps

from operations.translations.found import our_texts

OPEN, CLOSE = "‹", "›"
LONGER = 0.4
PADDING = "·~"
# Placeholders and tags stay as they are.
FIXED = re.compile(r"(%\(\w+\)[-#0-9.]*[a-zA-Z]|%[sd%]|\{\w*(?::[^}]*)?\}|<[^>]+>|&\w+;)")
# Letters whose accented form the fonts have.
ACCENTED = str.maketrans(
    "acdeghijklnorstuwyzACDEGHIJKLNORSTUWYZ",
    "áćđéĝĥíĵķłńóŕśťúŵýźÁĆĐÉĜĤÍĴĶŁŃÓŔŚŤÚŴÝŹ",
)


def pseudo_text(text: str) -> str:
    """
    A text as the pseudo-language says it. Spaces around it stay outside the marks.

    >>> pseudo_text("Keep %(name)s")
    '‹Ķéép %(name)s·~›'
    """
    parts = FIXED.split(text)
    letters = sum(len(part) for part in parts[::2])
    accented = "".join(part if index % 2 else part.translate(ACCENTED) for index, part in enumerate(parts))
    padding = (PADDING * letters)[: round(letters * LONGER)]
    core = accented.strip()
    start = len(accented) - len(accented.lstrip())
    return f"{accented[:start]}{OPEN}{core}{padding}{CLOSE}{accented[start + len(core) :]}"


def pseudo_catalogue() -> Catalog:
    """Our texts, and those of the packages whose pages and messages people see."""
    catalogue = Catalog(domain="django", fuzzy=False)
    for texts in (*map(_package_texts, _package_files()), our_texts()):
        for message in texts:
            if message.id:
                catalogue.add(message.id, _pseudo(message.id), context=message.context)
    return catalogue


def _pseudo(text: Any) -> Any:
    return pseudo_text(text) if isinstance(text, str) else tuple(map(pseudo_text, text))


def _package_files() -> list[Path]:
    """The English catalogues of Django and of every app that has one."""
    folders = [Path(django.__file__).parent / "conf", *(Path(app.path) for app in apps.get_app_configs())]
    files = [folder / "locale" / "en" / "LC_MESSAGES" / "django.po" for folder in folders]
    return [file for file in files if file.exists()]


def _package_texts(file: Path) -> Catalog:
    with file.open("rb") as opened:
        return read_po(opened, locale="en")
