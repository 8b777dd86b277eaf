"""What the shell of every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.middleware.sessions import seconds_left
from accounts.models import Membership
from accounts.models.users import Appearance
from home.navigation import city_pages, steps


def shell(request: HttpRequest) -> dict[str, Any]:
    """How the page looks; the person's cities (read only where a page shows them), how long the session lasts."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"appearance": Appearance.AUTO.value, "languages": settings.LANGUAGES}
    return {
        "appearance": user.appearance,
        "appearances": Appearance.choices,
        "languages": settings.LANGUAGES,
        "memberships": Membership.objects.of(user).select_related("city").order_by("city__name"),
        "session_seconds_left": seconds_left(request),
        **_places(request),
    }


def _places(request: HttpRequest) -> dict[str, Any]:
    """The navigation, on the pages of a city."""
    membership = getattr(request, "membership", None)
    if membership is None:
        return {}
    page = (request.resolver_match and request.resolver_match.url_name) or ""
    return {"steps": steps(membership, page), "city_pages": city_pages(membership, page)}
