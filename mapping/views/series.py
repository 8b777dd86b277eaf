"""Series: named groups of events, and the records in each."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import role_required
from accounts.exports import list_file
from accounts.models import STAFF
from accounts.requests import CityRequest
from core.errors import Refused
from core.lists import first_of
from mapping.actions.series import keep_series, link_to_series
from mapping.forms import SeriesForm
from mapping.lists.observations import rows_of_observations
from mapping.lists.series import rows_of_series
from mapping.models import Observation, Series
from records.actions import record_access
from records.editing import Editing, Section
from records.models import Verb
from records.views.record_form import record_form

MOST_SHOWN = 200


@require_safe
@role_required(*STAFF)
def series_list(request: CityRequest, city: str) -> HttpResponse:
    return render(request, "mapping/series_list.html", {"rows": rows_of_series(request)})


@require_safe
@role_required(*STAFF)
def series_list_export(request: CityRequest, city: str) -> HttpResponseBase:
    return list_file(request, "series", _("Series"), rows_of_series(request), page="series_list")


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def series_new(request: CityRequest, city: str) -> HttpResponse:
    return _edited(request, Series(city=request.city))


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def series_change(request: CityRequest, city: str, pk: int) -> HttpResponse:
    return _edited(request, get_object_or_404(Series.objects.visible_to(request.user), pk=pk))


@require_safe
@role_required(*STAFF)
def series(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """Its records, and the list of observations to put more of them in."""
    found = get_object_or_404(Series.objects.visible_to(request.user), pk=pk)
    record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    theirs = Observation.objects.visible_to(request.user).filter(series=found)
    inside, more_inside = first_of(theirs.select_related("district", "source").defer("district__geometry"), MOST_SHOWN)
    rows = rows_of_observations(request)
    more = [row for row in rows if row.series_id != found.pk]
    return render(
        request,
        "mapping/series_detail.html",
        {
            "series": found,
            "inside": inside,
            "most": MOST_SHOWN if more_inside else 0,
            "rows": rows,
            "more": more,
            "back": request.get_full_path(),
        },
    )


@require_POST
@role_required(*STAFF)
def series_link(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """Put in what was chosen."""
    found = get_object_or_404(Series.objects.visible_to(request.user), pk=pk)
    numbers = {int(text) for text in request.POST.getlist("record") if text.isascii() and text.isdigit()}
    _linked(request, found, numbers)
    return redirect("series", city, pk)


@require_POST
@role_required(*STAFF)
def observation_series(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """Put one record into a series, or out of its own; then back to where it was said."""
    # held, so that nobody else puts it elsewhere between the look at where it is and the move
    rows = Observation.objects.visible_to(request.user).select_for_update(no_key=True, of=("self",))
    record = get_object_or_404(rows, pk=pk)
    asked = request.POST.get("series", "")
    there = Series.objects.visible_to(request.user)
    into = get_object_or_404(there, pk=asked) if asked.isascii() and asked.isdigit() else None
    now = there.filter(pk=record.series_id).first()
    if now != into and str(now.pk if now else "") != request.POST.get("was", ""):
        messages.error(request, _moved_meanwhile(now))
        return redirect(reverse("observation", args=[city, pk]))
    _linked(request, into, {record.pk})
    if request.POST.get("from") == "series" and record.series_id:
        return redirect("series", city, record.series_id)
    return redirect(reverse("observation", args=[city, pk]))


def _moved_meanwhile(now: Series | None) -> str:
    """Since the page was read on which it was said."""
    if now is None:
        return _("Somebody took it out of its series meanwhile. Look, and say it again if it shall be otherwise.")
    return _("Somebody put it into “%(series)s” meanwhile. Look, and say it again if it shall be otherwise.") % {
        "series": now.name
    }


def _linked(request: CityRequest, into: Series | None, numbers: set[int]) -> None:
    try:
        moved = link_to_series(city=request.city, series=into, numbers=numbers, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return
    if not moved:
        messages.info(request, _("Nothing was changed: it was so already."))
        return
    if into:
        text = ngettext("%(count)s record put in.", "%(count)s records put in.", moved)
    else:
        text = ngettext("%(count)s record taken out.", "%(count)s records taken out.", moved)
    messages.success(request, text % {"count": moved})


def _edited(request: CityRequest, row: Series) -> HttpResponse:
    writing = Editing(request, row, lambda data: Section(SeriesForm(data, instance=row)))
    if there := writing.sent_before():
        return there
    if writing.is_ready() and (kept := writing.save(lambda: keep_series(series=row, by=request.user))):
        messages.success(request, _("Kept."))
        return redirect("series", request.city.slug, kept.pk)
    title = _("Change the name of a series") if row.pk else _("Begin a series")
    above = _("Series"), reverse("series_list", args=[request.city.slug])
    return record_form(request, writing, title=title, above=above)
