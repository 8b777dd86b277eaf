"""What costs much is done for one member once at a time, and for a city and the whole site a few times at once.

The others are told to wait, in a page that keeps what they sent, so that pages of everybody find a process. Locks of
PostgreSQL count: they end with the transaction, also where a process was killed, and hold across all processes.
"""

import time
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts import not_taken
from accounts.models import Membership

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

# Of a form, in bytes: what is longer takes time to be looked through.
LONG_FORM = 20_000
WAIT_SECONDS = 5
FORMS, FILES, SEARCHES = "long forms", "files and long maps", "searches"
_SLOT = """EXISTS (SELECT FROM generate_series(1, %({0}_most)s) slot
        WHERE pg_try_advisory_xact_lock(hashtextextended(%({0})s || slot, 0)))"""
_ENTER = (
    "SELECT CASE "
    + " ".join(f"WHEN NOT {_SLOT.format(each)} THEN false" for each in ("member", "city", "pace", "site"))
    + " ELSE true END"
)


def light(view: View) -> View:
    """What a view is sent may be long, and costs little all the same."""
    view.is_light = True  # type: ignore[attr-defined]
    return view


def is_costly(request: HttpRequest, view: object) -> bool:
    """A long form, wherever it is sent to. What costs much without one asks itself (`refused_for_now`)."""
    return _length(request) > LONG_FORM and not getattr(view, "is_light", False)


def enter(member: Membership, what: str) -> bool:
    """Whether this member may do something costly now; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, slots(member, what))
        return bool(cursor.fetchone()[0])


def slots(member: Membership, what: str) -> dict[str, str | int]:
    """One of its kind for a member, some for a city. Of all that the site has, files and searches together leave one to
    forms: a file over a slow line takes minutes, a search seconds, a form a moment."""
    of_site = settings.COSTLY_OF_SITE
    return {
        "member": f"costly {what} of member {member.user_id} ",
        "member_most": 1,
        "city": f"costly {what} of city {member.city_id} ",
        "city_most": settings.COSTLY_OF_CITY[what],
        "pace": f"costly and {'short' if what == FORMS else 'long'} of the site ",
        "pace_most": of_site if what == FORMS else max(1, of_site - 1),
        "site": "costly of the site ",
        "site_most": of_site,
    }


class Busy(Exception):
    """A slot that was free when it was asked for is somebody else's by now."""


def wait_to_enter(member: Membership, what: str) -> None:
    """Where it cannot be answered any more that it has to wait. Raises Busy, before anything was done."""
    until = time.monotonic() + WAIT_SECONDS
    while not enter(member, what):
        if time.monotonic() > until:
            raise Busy
        time.sleep(0.1)


def refused_for_now(request: HttpRequest, member: Membership, what: str) -> HttpResponse | None:
    """The answer to something costly that has to wait; None where it may go on."""
    return None if enter(member, what) else busy(request)


class MustWait(Exception):
    """Raised where something costly has to wait and no view can answer; the page is `busy`."""


def busy(request: HttpRequest) -> HttpResponse:
    """To wait, and to ask again."""
    if request.headers.get("Accept", "").startswith("application/json"):
        response: HttpResponse = JsonResponse({"text": _("Too much at once. Wait a few seconds.")}, status=429)
    else:
        response = HttpResponse(render_to_string("busy.html", not_taken.sent(request)), status=429)
    response.headers["Retry-After"] = str(WAIT_SECONDS)
    return response


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
