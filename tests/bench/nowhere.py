"""Addresses whose one page says nothing: what is measured is all that happens before a view runs."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def nothing(_request: HttpRequest, city: str) -> HttpResponse:
    return HttpResponse(city)


urlpatterns = [path("city/<slug:city>/processing-record/", nothing)]
