"""Every text that an edition prints, read from its page, each with the section it stands in.

The page holds the same words as the PDF: sentences, cells, captions, alternative texts, and what is written in figures.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# Codes of the page itself, which nobody reads; and what stands in a cell once more, in pieces.
CODES = frozenset({"kind", "language", "direction", "look", "count", "to", "runs", "key"})
IN_A_TEXT = frozenset({"text", "strong", "look", "to"})
IN_A_DRAWING = re.compile(r">([^<>]+)<")


@dataclass(frozen=True, slots=True)
class Printed:
    """One text; `section` is the title of where it stands, empty on the cover."""

    section: str
    text: str


def printed_in(page: Mapping[str, Any]) -> Iterator[Printed]:
    """All texts of a page (output/web/page.py), in its order."""
    for text in _texts({name: value for name, value in page.items() if name != "sections"}):
        yield Printed("", text)
    for section in page["sections"]:
        title = f"{section['number']} {section['title']}".strip()
        for text in _texts(section):
            yield Printed(title, text)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value.strip():
            yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            if name == "svg":
                yield from (found for found in IN_A_DRAWING.findall(each) if found.strip())
            elif name not in CODES:
                yield from _texts(each)
    elif isinstance(value, list):
        yield from _one_text(value) if _is_one_text(value) else (text for each in value for text in _texts(each))


def _is_one_text(value: list[Any]) -> bool:
    """Whether a list is a text in pieces, some of them strong."""
    return bool(value) and all(
        isinstance(each, dict) and {"text", "strong"} <= set(each) <= IN_A_TEXT for each in value
    )


def _one_text(pieces: list[Any]) -> Iterator[str]:
    yield from _texts("".join(piece["text"] for piece in pieces))
