"""Catalogues on disk: the .po file of a language, brought up to date with what was found, and compiled."""

import io
from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

from operations.translations.found import our_texts

DOMAIN = "django"
HEADER = "# {language}. `manage.py messages update` writes this file; docs/glossary-{code}.md says which words to use."
SOURCE = "en"
# Said in the file, above a text that is the same in both languages and meant to be.
SAME = "same"
# What Babel writes into the head of a file and nobody here keeps.
VOLATILE = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b'"Project-Id', b'"Report-Msgid',
            b'"Last-Translator', b'"Language-Team')  # fmt: skip


def languages() -> list[str]:
    """The languages of the site that need a catalogue: all but the one its texts are written in."""
    return [code for code, _name in settings.LANGUAGES if code not in {SOURCE, settings.PSEUDO_LOCALE}]


def folder() -> Path:
    return Path(settings.LOCALE_PATHS[0])


def po_file(code: str) -> Path:
    return folder() / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def mo_file(code: str) -> Path:
    return po_file(code).with_suffix(".mo")


def read(code: str) -> Catalog:
    """The catalogue as it is kept; an empty one for a language that has none yet."""
    path = po_file(code)
    if not path.exists():
        return Catalog(locale=code, domain=DOMAIN, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=code, domain=DOMAIN)


def updated(code: str) -> Catalog:
    """The kept catalogue with new texts added, changed ones guessed and marked fuzzy, and those gone left out."""
    catalogue = read(code)
    catalogue.update(our_texts(), update_creation_date=False, keep_user_comments=True)
    catalogue.obsolete.clear()
    for message in catalogue:
        # A guess takes over what was said of the text it is taken from.
        if SAME in message.user_comments and _first(message.string or "") != _first(message.id):
            message.user_comments.remove(SAME)
    return catalogue


def _first(forms: str | Sequence[str]) -> str:
    return forms if isinstance(forms, str) else forms[0]


def written(catalogue: Catalog, code: str) -> bytes:
    """The bytes of the .po file: the same for the same texts, without lines or dates that change by themselves."""
    catalogue.header_comment = HEADER.format(language=str(catalogue.locale.english_name), code=code)
    file = io.BytesIO()
    write_po(file, _in_order(catalogue), width=110, include_lineno=False, ignore_obsolete=True)
    kept = (line for line in file.getvalue().splitlines() if not line.startswith(VOLATILE))
    return b"\n".join(kept) + b"\n"


def _in_order(catalogue: Catalog) -> Catalog:
    """By file, then by text: no text moves because a line was added somewhere."""
    ordered = Catalog(locale=catalogue.locale, domain=DOMAIN, header_comment=catalogue.header_comment, fuzzy=False)
    for message in sorted((each for each in catalogue if each.id), key=_place):
        ordered[message.id] = message
    return ordered


def _place(message: Message) -> tuple[list[str], str, str]:
    return sorted({name for name, _line in message.locations}), str(message.id), message.context or ""


def write(catalogue: Catalog, code: str) -> None:
    path = po_file(code)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written(catalogue, code))


def compile_catalogue(catalogue: Catalog, path: Path) -> None:
    """Write the .mo file beside the old one and put it in its place, so that nobody reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as beside:
        write_mo(beside, catalogue)
    beside_path = Path(beside.name)
    beside_path.chmod(0o644)
    beside_path.replace(path)


def is_compiled(code: str) -> bool:
    """Whether the compiled file is there, and not older than what it was compiled from."""
    po, mo = po_file(code), mo_file(code)
    return mo.exists() and (not po.exists() or mo.stat().st_mtime >= po.stat().st_mtime)
