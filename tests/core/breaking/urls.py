"""The ways in which what somebody sent gets into a log by mistake, each a page."""

import logging
import warnings

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from accounts.models import User
from config.urls import urlpatterns as of_the_site


@csrf_exempt
@login_not_required
def in_an_exception(request: HttpRequest) -> HttpResponse:
    sent = request.POST["sent"]
    nothing: dict[str, HttpResponse] = {}
    try:
        return nothing[sent]
    except KeyError as error:
        raise ValueError(f"Could not read {sent}") from error


@csrf_exempt
@login_not_required
def in_the_database(request: HttpRequest) -> HttpResponse:
    User.objects.create(email=request.POST["sent"])
    User.objects.create(email=request.POST["sent"])
    return HttpResponse()


@csrf_exempt
@login_not_required
def in_messages(request: HttpRequest) -> HttpResponse:
    sent = request.POST["sent"]
    logging.getLogger("accounts.careless").warning("Mail to %s", sent)
    logging.getLogger("accounts.careless").warning("Mail to %(whom)s", {"whom": sent})
    logging.getLogger("some.library").error(f"Mail to {sent}")  # noqa: G004
    logging.getLogger("some.library").error(ValueError(sent))
    warnings.warn(sent, stacklevel=1)
    return HttpResponse()


urlpatterns = [
    *of_the_site,
    path("in-an-exception/", in_an_exception, name="in_an_exception"),
    path("in-the-database/", in_the_database, name="in_the_database"),
    path("in-messages/", in_messages, name="in_messages"),
]
