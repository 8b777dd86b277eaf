"""Access in one line at the top of a view: a member whose role may not gets 403, everybody else got 404 before."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase

from accounts.requests import CityRequest

View = Callable[..., HttpResponseBase]


def role_required(*roles: str) -> Callable[[View], View]:
    """Only members in one of these roles reach the view."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: CityRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.membership.role not in roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return wrapped

    return decorate
