"""Access in one line at the top of a view: a member whose role may not gets 403, everybody else got 404 before.

    @role_required(*STAFF)

The sets of roles (`STAFF`, `ADMINS`, `EVERYBODY`) are those that actions require (`accounts.permissions`).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.city import page_context

View = Callable[..., HttpResponseBase]


def role_required(*roles: str, fresh: bool = False, fresh_to_read: bool = False) -> Callable[[View], View]:
    """Only members in one of these roles reach the view.

    With `fresh` what the view does needs a fresh sign-in (`fresh_sign_in`); with `fresh_to_read` opening it does too,
    as where much leaves at once.
    """

    def decorate(view: View) -> View:
        guarded = view
        if fresh_to_read:
            guarded = reauthentication_required(view)
        elif fresh:
            guarded = fresh_sign_in(view)

        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not hasattr(request, "membership"):
                return _in_its_city(wrapped, request, *args, **kwargs)
            if request.membership.role not in roles:
                raise PermissionDenied
            return guarded(request, *args, **kwargs)

        return wrapped

    return decorate


def fresh_sign_in(view: View) -> View:
    """Opening the page is free; what it does needs a password or second factor given in the last five minutes."""
    checked: View = reauthentication_required(view, allow_get=True)
    return checked


def _in_its_city(view: View, request: HttpRequest, *args: Any, city: str, **kwargs: Any) -> HttpResponseBase:
    """After it has asked for the password, django-allauth calls the view from its own address, which has no city."""
    with page_context(request.user, city) as membership:
        if membership is None:
            raise Http404
        request.city, request.membership = membership.city, membership  # type: ignore[attr-defined]
        return view(request, *args, city=city, **kwargs)
