"""The first page of the installation, and of a city."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.models import Membership
from accounts.requests import CityRequest, PersonRequest


def installation(request: PersonRequest) -> HttpResponse:
    """The cities one belongs to; who belongs to one only goes straight there."""
    memberships = list(Membership.objects.of(request.user).select_related("city").order_by("city__name"))
    if len(memberships) == 1:
        return redirect("city_home", memberships[0].city.slug)
    return render(request, "home/installation.html", {"mine": memberships})


def city_home(request: CityRequest, city: str) -> HttpResponse:
    return render(request, "home/city.html")
