"""Headers every response carries besides those of Django."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
        "gyroscope", "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "usb",
        "screen-wake-lock", "xr-spatial-tracking", "browsing-topics",
    )
)  # fmt: skip


class HeadersMiddleware:
    """Nothing from elsewhere, no powerful browser features; nothing a signed-in person saw stays in a cache.

    The policy is the same for every response: nothing in a page has a leave of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.policy = "; ".join(" ".join((name, *places)) for name, places in settings.CONTENT_SECURITY_POLICY.items())

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if hasattr(request, "user"):  # everything but static files
            response.headers.setdefault("Cache-Control", "no-store")
        return response
