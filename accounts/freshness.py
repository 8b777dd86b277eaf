"""Some things are done only by somebody who has shown within the last minutes that it is still them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.city import city_context
from accounts.models import Membership

View = Callable[..., HttpResponseBase]


def fresh_sign_in(view: View) -> View:
    """Opening the page is free; what it does needs a password or second factor given in the last five minutes.

    django-allauth keeps what was typed, asks, and then calls the view again from its own address, which belongs to
    no city: the city of the view's own address is entered here.
    """
    checked: View = reauthentication_required(view, allow_get=True)

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "city" not in kwargs or hasattr(request, "membership"):
            return checked(request, *args, **kwargs)
        membership = (
            Membership.objects.of(request.user).filter(city__slug=kwargs["city"]).select_related("city").first()
        )
        if membership is None:
            raise Http404
        request.city, request.membership = membership.city, membership  # type: ignore[attr-defined]
        with city_context(membership.city_id, via="page", actor_id=request.user.pk):
            return checked(request, *args, **kwargs)

    return wrapped
