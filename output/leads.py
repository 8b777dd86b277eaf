"""Words of a report that lead to what they count: where they lead stands in the text itself, between marks that no font
has, so that it goes through sentences, translations and cells with the number it belongs to.

Only inside `leading()` does a text carry any: everywhere else words are plain. The page shows them as links, the PDF
leaves them out.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

BEGIN, MIDDLE, END = "\ue0f0", "\ue0f1", "\ue0f2"
_LEAD = re.compile(f"{BEGIN}([^{BEGIN}{MIDDLE}{END}]*){MIDDLE}([^{BEGIN}{MIDDLE}{END}]*){END}")
_leads: ContextVar[bool] = ContextVar("leads", default=False)


@contextmanager
def leading() -> Iterator[None]:
    """What is written in here may lead somewhere."""
    token = _leads.set(True)
    try:
        yield
    finally:
        _leads.reset(token)


def lead(text: str, to: str) -> str:
    """The text, leading there where it may."""
    return f"{BEGIN}{to}{MIDDLE}{text}{END}" if _leads.get() and text else text


def plain(text: str) -> str:
    """Without leads."""
    return _LEAD.sub(r"\2", text) if BEGIN in text else text


def parts(text: str) -> Iterator[tuple[str, str]]:
    """Its stretches, each with where it leads; empty where it leads nowhere."""
    at = 0
    for found in _LEAD.finditer(text) if BEGIN in text else ():
        yield text[at : found.start()], ""
        yield found[2], found[1]
        at = found.end()
    yield text[at:], ""
