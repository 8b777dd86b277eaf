"""Every text of ours that can be translated. (Django and allauth bring their own translations.)"""

import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS: Mapping[str, Any] = {
    "_": None,
    "__": None,
    "_lazy": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# A comment before a text begins so when it is meant for whoever translates it.
FOR_TRANSLATORS = ("Translators:",)


def our_texts() -> Catalog:
    """What our Python files and templates mark as text, with the file it stands in."""
    root = Path(settings.BASE_DIR)
    files = [file for package in packages_of(root) for file in package.glob("**/*.py")]
    files += root.glob("templates/**/*.html")
    files += root.glob("templates/**/*.txt")
    return _texts_of(sorted(files), root)


def packages_of(root: Path) -> list[Path]:
    """The folders of our Python files, but for the tests."""
    return [each.parent for each in root.glob("*/__init__.py") if each.parent.name != "tests"]


def _texts_of(files: Iterable[Path], root: Path) -> Catalog:
    catalogue = Catalog()
    for file in files:
        name = str(file.relative_to(root))
        for line, message, comments, context in _texts_in(file):
            catalogue.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    return catalogue


def _texts_in(file: Path) -> Iterator[tuple[int, Any, list[str], str | None]]:
    source = file.read_text(encoding="utf-8")
    if file.suffix == ".py" and "gettext" not in source:
        return  # every function that marks a text is called so, or imported by such a name
    if file.suffix != ".py":
        # Python as far as its words go; indentation would be read as blocks.
        source = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    yield from extract(
        "python",
        io.BytesIO(source.encode()),
        keywords=KEYWORDS,
        comment_tags=FOR_TRANSLATORS,
        options={"encoding": "utf-8"},
        strip_comment_tags=True,
    )
