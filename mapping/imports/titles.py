"""Titles of imported records: made of the vocabulary's labels, never of cells, so that no name can slip in."""

from functools import lru_cache
from string import Formatter

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
    text = template.format(**{name: _words(name, codes.get(name, ())) for name in _named_in(template)})
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


@lru_cache
def _named_in(template: str) -> tuple[str, ...]:
    """A file has hundreds of kinds and one template: the labels it does not ask for are looked up for none of them."""
    return tuple(name for _text, name, _form, _conversion in Formatter().parse(template) if name)


def _words(name: str, codes: Codes) -> str:
    found = labels(codes, VOCABULARIES[name])
    return ", ".join(found) if found else _("not stated")
