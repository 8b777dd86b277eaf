"""What a button took away is gone when it is pressed once more: whoever pressed it is led where it led, and told."""

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from accounts.requests import CityRequest
from records.history import was_deleted


def done_already(request: CityRequest, model: type[Model], said: str, page: str, **which: object) -> HttpResponse:
    """Where there is no such row any more. Raises Http404 where there never was one in this city, and for whoever only
    looks."""
    if request.method != "POST" or not was_deleted(model, city=request.city, **which):
        raise Http404
    messages.info(request, said)
    return redirect(page)
