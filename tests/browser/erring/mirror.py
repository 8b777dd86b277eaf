"""The pseudo-language for whoever asks for it, and offered to nobody: the pages are otherwise those of a real site."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

PSEUDO = "qps"


class MirrorMiddleware:
    """Two fifths longer and from right to left, where the browser's cookie says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != PSEUDO:
            return self.get_response(request)
        with translation.override(PSEUDO):
            return self.get_response(request)
