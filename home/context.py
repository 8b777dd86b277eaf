"""What the shell of every page needs."""

from functools import cache, partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest

from accounts.middleware.sessions import seconds_left
from accounts.models import City, Membership
from accounts.models.users import Appearance
from accounts.page_owner import device_key, mark_of
from core.sort_keys import Alphabetical
from home.navigation import city_pages, steps
from records.registries.record_types import all_histories

# Pages of any kind of record, by what their address calls the kind.
OF_A_RECORD = {"record_step": "kind", "review_several": "kind", "stands_on": "name"}

if TYPE_CHECKING:
    from django.db.models import QuerySet


def shell(request: HttpRequest) -> dict[str, Any]:
    """How the page looks; where the person may go, how long the session lasts."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"appearance": Appearance.AUTO.value, "languages": settings.LANGUAGES}
    return {
        "appearance": user.appearance,
        "appearances": Appearance.choices,
        "languages": settings.LANGUAGES,
        "session_seconds_left": (left := seconds_left(request)),
        "session_minutes_left": left // 60,
        "whose": partial(mark_of, user),
        "device_key": partial(device_key, user),
        **_places(request),
    }


def _places(request: HttpRequest) -> dict[str, Any]:
    """The navigation, on the pages of a city."""
    membership = getattr(request, "membership", None)
    if membership is None:
        return {}
    page = _name_of_page(request)
    return {
        # Called where they are shown, which is rarely: those parts of the shell are kept.
        "page_name": page,
        "shell_steps": partial(steps, membership, page),
        "shell_pages": partial(city_pages, membership, page),
        "other_cities": _other_cities(membership),
    }


def _name_of_page(request: HttpRequest) -> str:
    """By which the navigation tells where it is. What is about a record is a page of the kind of record it is about."""
    found = request.resolver_match
    if found is None:
        return ""
    page = found.url_name or ""
    kind = found.kwargs.get(OF_A_RECORD.get(page, ""), "")
    return kind if kind in _kinds() else page


@cache
def _kinds() -> frozenset[str]:
    return frozenset(each.name for kind in all_histories() for each in (kind, *kind.parts))


def _other_cities(membership: Membership) -> "QuerySet[City] | list[City]":
    """Where else the person belongs; most belong nowhere else, which costs no query."""
    if not membership.has_other_cities:
        return []
    others = Membership.objects.in_force().filter(user=membership.user_id).exclude(pk=membership.pk)
    return City.objects.filter(pk__in=others.values("city")).order_by(Alphabetical("name"))
