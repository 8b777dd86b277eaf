"""Addresses with pages that fall into every trap there is with a city set for one transaction (docs/adr/0008)."""

from collections.abc import Iterator

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import include, path

from accounts import streams
from accounts.requests import CityRequest
from mapping.models import Source


def _keys() -> Iterator[str]:
    for source in Source.objects.order_by("key"):
        yield source.key


def stream(request: CityRequest, city: str) -> HttpResponseBase:
    return StreamingHttpResponse(streams.of_city(request, _keys))


def bare_stream(_request: CityRequest, city: str) -> HttpResponseBase:
    """As somebody writes it who has not heard of `streams`."""
    return StreamingHttpResponse(_keys())


def template_response(request: CityRequest, city: str) -> HttpResponseBase:
    """Rendered after the view has returned."""
    template = engines["django"].from_string("{% for source in sources %}{{ source.key }}{% endfor %}")
    return TemplateResponse(request, template, {"sources": Source.objects.order_by("key")})


def broken(request: CityRequest, city: str) -> HttpResponseBase:
    _write(request)
    raise RuntimeError("something unforeseen")


def answers_500(request: CityRequest, city: str) -> HttpResponseBase:
    _write(request)
    return HttpResponse(status=500)


def refuses(request: CityRequest, city: str) -> HttpResponseBase:
    _write(request)
    raise PermissionDenied


def of_the_admin(_request: HttpRequest) -> HttpResponse:
    """As somebody writes it who registers what belongs to cities with the Django admin."""
    return HttpResponse("".join(_keys()))


def _write(request: CityRequest) -> None:
    Source.objects.create(city=request.city, key="half-done", name="Half done", source_type="other")


urlpatterns = [
    path("city/<slug:city>/test/stream/", stream),
    path("city/<slug:city>/test/bare-stream/", bare_stream),
    path("city/<slug:city>/test/template-response/", template_response),
    path("city/<slug:city>/test/broken/", broken),
    path("city/<slug:city>/test/answers-500/", answers_500),
    path("city/<slug:city>/test/refuses/", refuses),
    path("admin/test/sources/", admin.site.admin_view(of_the_admin)),
    path("", include("config.urls")),
]
