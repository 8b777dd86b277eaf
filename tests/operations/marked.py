"""Reads a page in the pseudo-language: what people see or hear of it that does not stand between the marks."""

import re
from functools import cache
from html.parser import HTMLParser

from operations.translations.pseudo import CLOSE, OPEN

# Shown or read out; the other attributes are for machines.
SPOKEN = {"alt", "aria-label", "aria-description", "data-label", "placeholder", "summary", "title"}
SILENT = {"script", "style", "template-data"}
EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
MARK = re.compile(f"([{OPEN}{CLOSE}])")
WORD = re.compile(r"[^\W\d_]{2,}")


@cache
def _one_of(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))


class Page(HTMLParser):
    """`unmarked` are the words outside the marks, but for names and for what says it is in a language of its own."""

    def __init__(self, html: str, names: tuple[str, ...] = ()) -> None:
        super().__init__(convert_charrefs=True)
        self.names = _one_of(names)
        self.unmarked: list[str] = []
        self.links: list[str] = []
        self.root: dict[str, str | None] = {}
        self._depth = 0
        self._open: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.root = given
        is_left_out = tag in SILENT or (tag != "html" and "lang" in given) or given.get("translate") == "no"
        if tag not in EMPTY:
            self._open.append((tag, is_left_out))
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if not self._is_left_out:
            spoken = [value for name, value in given.items() if name in SPOKEN and value]
            if tag == "input" and given.get("type") in {"submit", "button"}:
                spoken.append(given.get("value") or "")
            for text in spoken:
                self._note(text, 0)

    def handle_endtag(self, tag: str) -> None:
        while any(name == tag for name, _ in self._open):
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self._is_left_out:
            self._depth = self._note(data, self._depth)

    @property
    def _is_left_out(self) -> bool:
        return any(left_out for _tag, left_out in self._open)

    def _note(self, text: str, depth: int) -> int:
        """Keep the words outside the marks; how deep inside them the text ends."""
        outside = []
        for part in MARK.split(text):
            depth += (part == OPEN) - (part == CLOSE)
            outside.append(part if depth == 0 else " ")
        said = "".join(outside)
        # names are many: they are looked for where there is a word at all
        if WORD.search(said) and WORD.search(self.names.sub("", said)):
            self.unmarked.append(" ".join(said.split()))
        return depth
