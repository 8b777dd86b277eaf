"""What a browser would send of the forms of a page."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client

Sent = dict[str, Any]


class _Fields(HTMLParser):
    """What a browser would send of the one form of a page that is for filling."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self.areas: list[str] = []
        self.texts: list[str] = []
        self._text = self._select = ""
        self._of_ours = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self._of_ours = "form" in given.get("class", "").split()
        if not self._of_ours or "disabled" in given:
            return
        if tag == "input" and name and given.get("type") not in {"submit", "button"}:
            if given.get("type") in {"checkbox", "radio"} and "checked" not in given:
                return
            self.found.setdefault(name, []).append(given.get("value", ""))
            if given.get("type", "text") == "text":
                self.texts.append(name)
        if tag == "textarea":
            self._text = name
            self.found[name] = [""]
            self.areas.append(name)
        if tag == "select":
            self._select = name
        if tag == "option" and self._select and "selected" in given:
            self.found.setdefault(self._select, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self._text = "" if tag == "textarea" else self._text
        self._select = "" if tag == "select" else self._select

    def handle_data(self, data: str) -> None:
        if self._text:
            self.found[self._text][0] += data


def form_of(client: Client, address: str) -> tuple[Sent, list[str]]:
    reader = _Fields()
    answer = client.get(address)
    assert answer.status_code == 200, address
    reader.feed(answer.content.decode())
    reader.found.pop("csrfmiddlewaretoken", None)
    found = {name: [value.lstrip("\n") for value in values] for name, values in reader.found.items()}
    return found, [name for name in (*reader.areas, *reader.texts) if "__prefix__" not in name]
