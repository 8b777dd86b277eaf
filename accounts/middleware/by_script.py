"""Answers to forms that a script sends: it must know whether it was taken in and where that leads, and never send what
one person typed with the session of another."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url

from accounts.page_owner import is_of

# What the script says: that it is one, and whose page it was loaded in.
HEADER = "X-By-Script"
# Where an answer leads, in place of a redirection, which a script cannot read.
LEADS_TO = "X-Leads-To"
SOMEBODY_ELSE = "X-Somebody-Else"


class ByScriptMiddleware:
    """204 with the address in place of a redirection; 401 where one has to sign in, or another person has."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        whose = request.headers.get(HEADER)
        if whose is None:
            return self.get_response(request)
        if request.user.is_authenticated and whose and not is_of(request.user, whose):
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={SOMEBODY_ELSE: "1"})
        response = self.get_response(request)
        if not 300 <= response.status_code < 400:
            return response
        return _led(response)


def is_by_script(request: HttpRequest) -> bool:
    return HEADER in request.headers


def _led(response: HttpResponseBase) -> HttpResponse:
    address = response.headers["Location"]
    if address.partition("?")[0] == resolve_url(settings.LOGIN_URL):
        told = HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    else:
        told = HttpResponse(status=HTTPStatus.NO_CONTENT, headers={LEADS_TO: address})
    told.cookies = response.cookies
    return told
