"""A real mail server that keeps what it takes, and fails as it is told."""

import random
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

# Of a recipient: what the server answers instead of taking the mail; nothing where it takes it.
Mood = Callable[[str], str]


class Post:
    """The handler of the server: every mail it said yes to, in order."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.mood: Mood = lambda _to: ""
        # Called when a mail is kept, before the server's yes is on its way.
        self.before_yes: Callable[[], None] = lambda: None

    async def handle_RCPT(  # noqa: N802 (as the library calls it)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[Any]
    ) -> str:
        if refused := self.mood(address):
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.taken.append(message_from_bytes(envelope.content))
        self.before_yes()
        return "250 Taken"

    def to(self, address: str) -> list[Message]:
        return [mail for mail in self.taken if mail["To"] == address]

    @property
    def copies(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(str(mail["Message-ID"]) for mail in self.taken)


@contextmanager
def mail_server() -> Iterator[tuple[Post, int]]:
    """The server and its port, on this machine."""
    post = Post()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield post, port
    finally:
        controller.stop()


def moody(seed: int, *, busy: float) -> Mood:
    """A server that is busy in a part of all cases, and knows no address that begins with “gone”."""
    dice = random.Random(seed)

    def mood(to: str) -> str:
        if to.startswith("gone"):
            return "550 No such user"
        return "451 Try again later" if dice.random() < busy else ""

    return mood
