"""What a stored field can say about a person, and how that of one table is noted."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Holds(TextChoices):
    """What a field can say about a person, from most to least."""

    TEXT = "text", _("Free text: may describe people, whatever is asked for")
    EVENT = "event", _("Facts of an event: with date and place they can lead to a person, and reveal belief or origin")
    IDENTITY = "identity", _("Who a user is")
    SECRET = "secret", _("What a user signs in with, hashed or sealed")
    ACTOR = "actor", _("Which user did it, and when")
    BODY = "body", _("About public bodies and places, not people")
    SYSTEM = "system", _("Keys, states and counts")


@dataclass(frozen=True, slots=True)
class Held:
    """One table: how long its rows stay (a kind of the processing record, or in words), and what its fields say."""

    kept: str
    text: str = ""
    event: str = ""
    identity: str = ""
    secret: str = ""
    actor: str = ""
    body: str = ""
    system: str = ""

    def fields(self) -> dict[str, Holds]:
        return {name: holds for holds in Holds for name in getattr(self, holds.value).split()}
