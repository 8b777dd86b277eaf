"""Sessions end after a while without use, and in any case after twelve hours."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from accounts.city import PAGE_OF_A_CITY
from accounts.middleware.by_script import is_by_script
from accounts.typed import keep_typed

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
# A session is written again only when this much has passed, so that most pages write nothing.
WRITE_AGAIN_SECONDS = 30
# What a page fetches by itself does not count as use (see static/js/session-end.js).
BY_ITSELF = "X-By-Itself"


class SessionLimitsMiddleware:
    """Ends a session that was idle too long or is too old; the next page asks to sign in again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now = int(time.time())
            if _is_over(request, now):
                # what a script sends stays on its page
                goes_on_at = "" if is_by_script(request) else _kept(request)
                logout(request)
                if is_by_script(request):
                    # Its page says so itself, and asks there; the next page has nothing to say of it.
                    return self.get_response(request)
                if goes_on_at:
                    messages.info(
                        request,
                        _(
                            "You were signed out because nothing happened for a while. What you sent is not saved, and "
                            "what you typed is kept: sign in, and it stands in the form again."
                        ),
                    )
                    return redirect_to_login(goes_on_at)
                messages.info(request, _("You were signed out because nothing happened for a while. Sign in to go on."))
            elif BY_ITSELF not in request.headers or SEEN_AT not in request.session:  # else it would never begin to end
                _note_use(request, now)
        return self.get_response(request)


def seconds_left(request: HttpRequest) -> int:
    """How long this session lasts if nothing more happens; at least 0."""
    now = int(time.time())
    seen = request.session.get(SEEN_AT, now)
    began = request.session.get(SIGNED_IN_AT, now)
    return int(max(0, min(seen + settings.SESSION_IDLE_SECONDS, began + settings.SESSION_LONGEST_SECONDS) - now))


def _is_over(request: HttpRequest, now: int) -> bool:
    return SEEN_AT in request.session and (
        now - request.session[SEEN_AT] > settings.SESSION_IDLE_SECONDS
        or now - request.session[SIGNED_IN_AT] > settings.SESSION_LONGEST_SECONDS
    )


def _kept(request: HttpRequest) -> str:
    """Where what was typed goes on; empty where nothing was sent or kept. Whose it is, the session that ended says."""
    found = PAGE_OF_A_CITY.match(request.path_info)
    return keep_typed(request, found["slug"]) if request.method == "POST" and found else ""


def _note_use(request: HttpRequest, now: int) -> None:
    request.session.setdefault(SIGNED_IN_AT, now)
    if now - request.session.get(SEEN_AT, 0) >= min(WRITE_AGAIN_SECONDS, settings.SESSION_IDLE_SECONDS // 2):
        request.session[SEEN_AT] = now
