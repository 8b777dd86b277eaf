"""Requests as our views get them."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import City, Membership, User


class PersonRequest(HttpRequest):
    """Somebody is signed in."""

    user: User
    htmx: HtmxDetails


class CityRequest(PersonRequest):
    """Somebody is signed in and belongs to the city of the address (see `accounts.middleware.city`)."""

    city: City
    membership: Membership
