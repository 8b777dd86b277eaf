"""Who looked where, and from when to when. What no source covered was not looked at."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import role_required
from accounts.exports import csv_response
from accounts.models import ADMINS, STAFF
from accounts.requests import CityRequest
from core.errors import Refused
from core.sort_keys import Alphabetical
from mapping.actions.sources import keep_source
from mapping.forms import kept_in, source_section
from mapping.map.city_map import CityMap
from mapping.models import Source
from mapping.vocabulary import Completeness
from records.sections import SectionWriting


@require_safe
@role_required(*STAFF)
def sources(request: CityRequest, city: str) -> HttpResponse:
    """Every source with where it looked; first the districts that none looked at."""
    city_map = CityMap(request.city, request.user, QueryDict(), request.membership.clearance)
    records = dict(city_map.approved.order_by().values_list("source").annotate(count=Count("*")))
    rows = [(source, looked, records.get(source.pk, 0)) for source, looked in _looked(city_map)]
    return render(request, "mapping/source_list.html", {"sources": rows, "city_map": city_map})


@require_safe
@role_required(*STAFF)
def sources_export(request: CityRequest, city: str) -> HttpResponseBase:
    columns = (_("Source"), _("Type"), _("Where"), _("Online"), _("From"), _("Until"), _("How completely"))
    return csv_response(request, f"{city}-sources", columns, lambda: _lines(request))


def _lines(request: CityRequest) -> Iterator[tuple[object, ...]]:
    city_map = CityMap(request.city, request.user, QueryDict(), request.membership.clearance)
    for source, looked in _looked(city_map):
        if not looked:
            unknown = _("It is not known where it looked.")
            yield (source.name, source.get_source_type_display(), unknown, None, None, None, None)
        for each in looked:
            coverage = each["coverage"]
            online = _("yes") if coverage.online else _("no")
            days = (coverage.start, coverage.end)
            yield (source.name, source.get_source_type_display(), each["where"], online, *days, each["completeness"])


def _looked(city_map: CityMap) -> Iterator[tuple[Source, list[dict[str, Any]]]]:
    """Every source by name, with its stretches of time in words."""
    names = {district.code: district.name for district in city_map.districts}
    looked: dict[str, list[dict[str, Any]]] = {}
    for _name, each in city_map.coverage:
        completeness = Completeness(each.completeness).label
        told = {"coverage": each, "where": _where(each.areas, names), "completeness": completeness}
        looked.setdefault(each.source, []).append(told)
    for source in Source.objects.filter(city=city_map.city).order_by(Alphabetical("name")):
        yield source, looked.get(source.key, [])


def _where(areas: frozenset[str] | None, names: dict[str, str]) -> str:
    """In as few words as it can be said."""
    if areas is None:
        return _("The whole city")
    missing = [name for code, name in names.items() if code not in areas]
    if len(missing) < len(names) / 3 and areas <= names.keys():
        return _("All districts but %(names)s") % {"names": ", ".join(missing)} if missing else _("Every district")
    return ", ".join(names.get(code, code) for code in sorted(areas))


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def source_new(request: CityRequest, city: str) -> HttpResponse:
    return _edited(request, Source(city=request.city))


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def source_change(request: CityRequest, city: str, pk: int) -> HttpResponse:
    return _edited(request, get_object_or_404(Source, city=request.city, pk=pk))


def _edited(request: CityRequest, row: Source) -> HttpResponse:
    writing = SectionWriting(request, row, "", lambda data: source_section(row, data))
    if writing.is_ready():
        looked, removed = kept_in(writing.section)
        try:
            keep_source(source=row, looked=looked, removed=removed, by=request.user)
        except (Refused, ValidationError) as problem:
            writing.refuse(problem)
        else:
            writing.done()
            messages.success(request, _("Kept."))
            return redirect("sources", request.city.slug)
    return render(request, "mapping/source_form.html", {"writing": writing, "source": row})
