"""Each of these raises what the site answers with an error page."""

from typing import NoReturn

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import path
from redis.exceptions import ConnectionError as RedisGone

from config import urls as of_the_site
from home.errors import too_many

ERRORS: dict[int, type[Exception]] = {
    400: SuspiciousOperation,
    403: PermissionDenied,
    404: Http404,
    500: RuntimeError,
    503: RedisGone,
}


@login_not_required
def erring(request: HttpRequest, status: int) -> NoReturn:
    raise ERRORS[status]("as asked")


@login_not_required
def in_a_hurry(request: HttpRequest) -> HttpResponse:
    return too_many(request)


@login_not_required
def busy(request: HttpRequest) -> HttpResponse:
    """With what was sent, as after a long form."""
    sent = {"again": "/error/busy/", "fields": [("notes", "x" * 100)], "texts": ["x" * 100]}
    return HttpResponse(render_to_string("busy.html", sent), status=429)


urlpatterns = [
    *of_the_site.urlpatterns,
    path("error/busy/", busy, name="busy"),
    path("error/429/", in_a_hurry, name="in_a_hurry"),
    path("error/<int:status>/", erring, name="erring"),
]

handler400 = of_the_site.handler400
handler403 = of_the_site.handler403
handler404 = of_the_site.handler404
handler429 = of_the_site.handler429
handler500 = of_the_site.handler500
