"""One thing that waits for somebody, on the first page of a city."""

from dataclasses import dataclass

SHOWN = 5  # of a kind by name; more of them are counted


@dataclass(frozen=True, slots=True)
class InboxItem:
    """One thing to do: what kind, in a word and a look (those of `components/chip.html`), what, and where."""

    kind: str
    look: str
    title: str
    hint: str
    url: str
