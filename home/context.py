"""What the shell of every page needs."""

from typing import Any

from django.http import HttpRequest

from accounts.middleware.sessions import seconds_left
from accounts.models import Membership


def shell(request: HttpRequest) -> dict[str, Any]:
    """The person's cities (read only where a page shows them), and how long the session lasts."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    return {
        "memberships": Membership.objects.of(request.user).select_related("city").order_by("city__name"),
        "session_seconds_left": seconds_left(request),
    }
