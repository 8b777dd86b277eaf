"""The request's city: one transaction around the whole response, in which its rows and no others are visible.

See docs/adr/0008 for what goes wrong in other places: a setting made in a view is gone when a TemplateResponse is
rendered, and a streamed response runs after everything else has ended (`accounts.streams` is for those).
"""

import re
from collections.abc import Callable

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.city import page_context

# Read from the address itself: Django resolves it later, and doing it twice costs every page.
PAGE_OF_A_CITY = re.compile(r"/city/(?P<slug>[-\w]+)/", re.ASCII)


class CityMiddleware:
    """Every address of a city needs a membership there; any other page has a person but no city.

    Without a membership the answer is 404, the same as for a city that does not exist. A response of 500 or more
    commits nothing, and neither does a view that ended with an error that is answered with less.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        found = PAGE_OF_A_CITY.match(request.path_info)
        with page_context(request.user, found["slug"] if found else None) as membership:
            if membership is not None:
                request.city, request.membership = membership.city, membership  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code >= 500 or hasattr(request, "view_failed"):
                transaction.set_rollback(True)
            return response

    def process_view(self, request: HttpRequest, _view: object, _args: object, kwargs: dict[str, object]) -> None:
        """Fails closed: a view of a city never runs without the membership."""
        if "city" in kwargs and not hasattr(request, "membership"):
            raise Http404

    def process_exception(self, request: HttpRequest, _exception: Exception) -> None:
        """Undone at the end and not by a savepoint, which would cost every page two round trips."""
        request.view_failed = True  # type: ignore[attr-defined]
