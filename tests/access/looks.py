"""What each role's pages answer: each asked for once, whatever is then asserted of the answer."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core import mail
from django.template import Context
from django.test import Client
from django.urls import reverse

from accounts.models import City
from core.lists import Rows
from records.models import Access
from tests.access.ground import Ground
from tests.access.matrix import PLACES
from tests.mapping.makers import inside
from tests.once import again, undone


@dataclass(frozen=True, slots=True)
class Look:
    """What came back, with its headers; whether it shows a list; how many lines of who saw it, what was logged and
    what was mailed meanwhile."""

    status_code: int
    said: str
    shows_a_list: bool
    lines: int
    logged: str
    mailed: str


@dataclass(frozen=True)
class Looks:
    """Pages of a city, as people of its roles who have just come in: nothing that is opened leaves a trace."""

    ground: Ground
    clients: Mapping[str, Client]
    seen: dict[tuple[str, str], Look] = field(default_factory=dict)

    def at(self, role: str, name: str, place: Mapping[str, Any] | None = None) -> Look:
        asked = role, address_of(name, self.ground, place)
        if asked not in self.seen:
            self.seen[asked] = self._look(again(self.clients[role]), asked[1])
        return self.seen[asked]

    def _look(self, client: Client, address: str) -> Look:
        before, mails = self._lines_of_others, len(mail.outbox)
        with undone(), _logged() as logged:
            answer: Any = client.get(address)
            said = answer.getvalue().decode("utf-8", errors="replace") + str(answer.headers)
            lines = _lines(self.ground.city) - before
            mailed = [f"{each.subject}{each.body}" for each in mail.outbox[mails:]]
        return Look(
            answer.status_code, said, _shows_a_list(answer.context), lines, "\n".join(logged), "\n".join(mailed)
        )

    @cached_property
    def _lines_of_others(self) -> int:
        """As many before each look: all of them are undone."""
        return _lines(self.ground.city)


def address_of(name: str, ground: Ground, place: Mapping[str, Any] | None = None) -> str:
    there = ground.here.get(name, {}) if place is None else place
    return reverse(name, kwargs={"city": ground.city.slug, **there, **PLACES.get(name, {})})


def _lines(city: City) -> int:
    with inside(city):
        return Access.objects.count()


def _shows_a_list(given: Any) -> bool:
    """`given` is what the page was given: one context, a list of several, None where no template was rendered."""
    contexts = [given] if isinstance(given, Context) else given or ()
    layers = {id(layer): layer for context in contexts for layer in context.dicts}
    return any(isinstance(shown, Rows) for layer in layers.values() for shown in layer.values())


@contextmanager
def _logged() -> Iterator[list[str]]:
    """Everything that our own code logs, with what it says beside the message."""
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(f"{record.getMessage()} {vars(record)}")

    logger, kept = logging.getLogger("accounts"), Kept()
    before = logger.level
    logger.addHandler(kept)
    logger.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        logger.removeHandler(kept)
        logger.setLevel(before)
