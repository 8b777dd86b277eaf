"""How notices end: what somebody asks to be erased takes along what was told of it, with every answer."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.models import Answer, Asked, ChangeNotice, Delivery, Letter
from records.actions.erasure import erase_along
from records.registries.erasure import Eraser, Removed, remove_with

# What belongs to a notice, in the order in which it goes.
PARTS: tuple[type[Model], ...] = (Answer, Asked, Letter, Delivery)


def _remove(notice: Any) -> Removed:
    return remove_with(notice, PARTS, of="notice")


# They are the network's memory: no calendar ends them.
NOTICES = Eraser(
    ChangeNotice, "history", gettext_lazy("Change notices"), lambda _day: ChangeNotice.objects.none(), _remove
)


def copies(city_id: int, model: str, numbers: Sequence[int], on_request: bool) -> list[tuple[str, str]]:
    """What waits to be told of it goes with it; what was told only where somebody asked for the erasure. A release
    names numbers and periods alone, and stays."""
    about = ChangeNotice.objects.filter(city=city_id, model=model, record__in=numbers)
    told = about.exclude(what=ChangeNotice.What.RELEASE) if on_request else about.pending()
    if found := list(told):
        erase_along(found, reason=_("It told of something that was erased."))
    return []
