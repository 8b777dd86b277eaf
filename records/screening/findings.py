"""What the screen finds."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What could lead to a person."""

    EMAIL = "email", _("e-mail address")
    PHONE = "phone", _("phone number")
    IDENTITY = "identity", _("identity number")
    PROFILE = "profile", _("link to a profile")
    HANDLE = "handle", _("handle")
    STREET = "street", _("street address")
    BOX = "box", _("postal box")
    COORDINATES = "coordinates", _("coordinates")
    PLATE = "plate", _("licence plate")
    NAME = "name", _("likely name")


@dataclass(frozen=True, slots=True)
class Finding:
    """A piece of a text, by its place in it (characters from 0, `end` excluded)."""

    kind: Kind
    start: int
    end: int
    text: str
