"""Titles of imported records: made of the vocabulary's labels, never of cells, so that no name can slip in."""

from django.utils.translation import gettext as _

from mapping.imports.fields import Codes
from mapping.vocabulary import Current, Manifestation, Place, Scope, Setting, Space, Target, labels

VOCABULARIES = {
    "manifestations": Manifestation,
    "targets": Target,
    "currents": Current,
    "setting": Setting,
    "scope": Scope,
    "space": Space,
    "place": Place,
}
PLACEHOLDERS = tuple(VOCABULARIES)
DEFAULT_TITLE = "{manifestations}: {targets}"
LONGEST = 200


def title(template: str, codes: dict[str, Codes]) -> str:
    """The title of one kind of record."""
    words = {name: _words(name, codes.get(name, ())) for name in PLACEHOLDERS}
    text = template.format(**words)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _words(name: str, codes: Codes) -> str:
    found = labels(codes, VOCABULARIES[name])
    return ", ".join(found) if found else _("not stated")
