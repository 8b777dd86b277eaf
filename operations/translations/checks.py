"""What is wrong with a catalogue: each problem as a sentence."""

import re
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message

from operations.translations.catalogues import SAME, po_file, updated, written

PLACEHOLDER = re.compile(r"%\(\w+\)[-#0-9.]*[a-zA-Z]|%[sd]|\{\w*(?::[^}]*)?\}|%%")
TAG = re.compile(r"</?\w+[^>]*>")
WORD = re.compile(r"[^\W\d_]{2,}")
MARKS = re.compile("[“”„»«]")
# As languages open and close what is quoted.
PAIRS = ("“”", "»«", "«»", "„“")


def problems_of(code: str) -> Iterator[str]:
    """Everything that keeps a language from being complete."""
    catalogue = updated(code)
    kept = po_file(code)
    if not kept.exists() or kept.read_bytes() != written(catalogue, code):
        yield f"{kept.name} of {code} is out of date: run `manage.py messages update`"
    for message in catalogue:
        if message.id:
            for problem in _problems(message, catalogue):
                yield f"{code}: {problem}: {_short(message)}"


def _problems(message: Message, catalogue: Catalog) -> Iterator[str]:
    forms = forms_of(message)
    if not all(forms) or len(forms) < (catalogue.num_plurals if message.pluralizable else 1):
        yield "not translated"
        return
    if message.fuzzy:
        yield "guessed from a text that changed (fuzzy): look at it, then take the mark away"
    originals = _originals(message)
    for form, original in zip(forms, originals, strict=False):
        if _placeholders(form) != _placeholders(original):
            yield f"placeholders or tags differ ({form})"
        if not _is_paired("".join(MARKS.findall(form))):
            yield f"a quotation is opened and not closed as it was opened ({form})"
    if forms[0] == originals[0] and WORD.search(PLACEHOLDER.sub("", forms[0])) and SAME not in message.user_comments:
        yield f"translated to itself; write the comment `# {SAME}` above it where that is meant"


def _originals(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def forms_of(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _placeholders(text: str) -> list[str]:
    """Placeholders and the names of tags, in no order: another language has another one."""
    return sorted(PLACEHOLDER.findall(text) + TAG.findall(text))


def _is_paired(marks: str) -> bool:
    return not marks or marks in {pair * (len(marks) // 2) for pair in PAIRS}


def _short(message: Message) -> str:
    text = " ".join(_originals(message)[0].split())
    return text if len(text) <= 70 else f"{text[:70]}…"
