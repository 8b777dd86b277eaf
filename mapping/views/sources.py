"""Who looked where, and from when to when. What no source covered was not looked at."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import role_required
from accounts.exports import TableFile, table_file
from accounts.models import ADMINS, STAFF
from accounts.requests import CityRequest
from core.lists import Table, of_files
from mapping.actions.sources import keep_source
from mapping.forms import kept_in, source_section
from mapping.lists.sources import columns_of_sources, stretches
from mapping.map.city_map import CityMap
from mapping.models import Source
from records.editing import Editing
from records.views.record_form import record_form


@require_safe
@role_required(*STAFF)
def sources(request: CityRequest, city: str) -> HttpResponse:
    """Every source with where it looked; first the districts that none looked at."""
    city_map = _city_map(request, request.GET)
    table = Table.of(columns_of_sources(request), list(stretches(city_map)))
    return render(request, "mapping/source_list.html", {"table": table, "city_map": city_map, "asked": city_map.asked})


@require_safe
@role_required(*STAFF)
def sources_export(request: CityRequest, city: str) -> HttpResponseBase:
    columns, city_map = of_files(columns_of_sources(request)), _city_map(request, QueryDict())
    table = TableFile("mapping.source", "sources", _("Sources"), columns, lambda: stretches(city_map))
    return table_file(request, table)


def _city_map(request: CityRequest, address: QueryDict) -> CityMap:
    """`address` asks for a period, as that of the map does."""
    return CityMap(request.city, request.user, address, request.membership.reads_up_to)


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def source_new(request: CityRequest, city: str) -> HttpResponse:
    return _edited(request, Source(city=request.city))


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def source_change(request: CityRequest, city: str, pk: int) -> HttpResponse:
    return _edited(request, get_object_or_404(Source.objects.visible_to(request.user), pk=pk))


def _edited(request: CityRequest, row: Source) -> HttpResponse:
    writing = Editing(request, row, lambda data: source_section(row, data, request.membership.reads_up_to))
    if there := writing.sent_before():
        return there
    if writing.is_ready():
        rows = kept_in(writing.section)
        if writing.save(
            lambda: keep_source(
                source=row, looked=rows.looked, changes=rows.changes, removed=rows.removed, by=request.user
            )
        ):
            messages.success(request, _("Kept."))
            return redirect("sources", request.city.slug)
    title = _("Change a source") if row.pk else _("Add a source")
    above = _("Sources"), reverse("sources", args=[request.city.slug])
    return record_form(
        request,
        writing,
        title=title,
        above=above,
        form_class="source-form",
        template="mapping/source_form.html",
        source=row,
    )
