"""What was observed: the list, and one of them. Network members read editions, never these."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import role_required
from accounts.exports import csv_response
from accounts.models import STAFF, Marking
from accounts.requests import CityRequest
from core.errors import Refused
from core.lists import Choice, Listing, Rows
from core.sort_keys import Alphabetical
from mapping.actions.observations import change_observation, record_and_submit, record_observation
from mapping.forms import CompletedForm, ObservationForm
from mapping.models import District, Observation, Source
from mapping.vocabulary import Current, Manifestation, Place, Space, labels
from records.actions import record_access
from records.filters import Among, Stale
from records.models import ReviewState, Verb
from records.permissions import may, may_complete, why_not
from records.record_types import history_by_model
from records.views.review import offers
from records.writing import Writing


def _listing(request: CityRequest) -> Listing:
    districts = [(str(each.pk), each.name) for each in _districts(request)]
    sources = [(str(each.pk), each.name) for each in Source.objects.order_by(Alphabetical("name"))]
    return Listing(
        search=("title", "what_happened", "platform"),
        filters=(
            Choice("state", _("Review"), ReviewState.choices),
            Choice("district", _("District"), districts),
            Among("manifestations", _("What kind"), Manifestation.choices),
            Stale("stale", _("Stale"), [("yes", _("To be looked at again")), ("no", _("Still good"))]),
            Choice("place", _("Where"), Place.choices),
            Among("currents", _("Current"), Current.choices),
            Choice("space", _("Space"), Space.choices),
            Choice("source", _("Source"), sources),
            Choice("marking", _("Marking"), Marking.choices),
        ),
        sorts={
            "when": ("first_day",),
            "title": (Alphabetical("title"),),
            "where": (Alphabetical("district__name"), "place"),
            "review_by": ("review_by",),
        },
        sort="-when",
    )


def _districts(request: CityRequest) -> Any:
    """Those of today's boundaries, by name."""
    return District.objects.of_today(city_id=request.city.pk).only("name").order_by(Alphabetical("name"))


def _rows(request: CityRequest) -> "Rows[Observation]":
    seen = Observation.objects.visible_to(request.user).select_related("district", "source")
    return _listing(request).read(request.GET, seen.defer("district__geometry"))


@require_safe
@role_required(*STAFF)
def observations(request: CityRequest, city: str) -> HttpResponse:
    """Everything this person may read, whatever its state; what counts is what is approved."""
    return render(request, "mapping/observation_list.html", {"rows": _rows(request)})


@require_safe
@role_required(*STAFF)
def observations_export(request: CityRequest, city: str) -> HttpResponseBase:
    columns = (
        *(_("When"), _("Until"), _("Title"), _("What happened"), _("Where"), _("District"), _("What kind")),
        *(_("Current"), _("Space"), _("Source"), _("Reliability"), _("Credibility"), _("Review"), _("Review by")),
        _("Marking"),
    )
    return csv_response(request, f"{city}-observations", columns, lambda: _lines(_rows(request)))


def _lines(rows: "Rows[Observation]") -> Iterator[tuple[object, ...]]:
    for each in rows.matching.iterator(chunk_size=500):
        yield (
            *(each.first_day, each.last_day, each.title, each.what_happened, each.get_place_display()),
            *(each.district.name if each.district else "", each.kinds),
            *("; ".join(labels(each.currents, Current)), each.get_space_display(), each.source.name),
            *(each.reliability, each.credibility, each.get_state_display(), each.review_by),
            each.get_marking_display(),
        )


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def observation_new(request: CityRequest, city: str) -> HttpResponse:
    """The officer's short form; what is typed is kept as a draft."""
    writing = Writing(
        request, Observation(city=request.city), lambda data, row: ObservationForm(data, instance=row), number=""
    )
    hand_in = request.method == "GET" or "hand_in" in request.POST
    if writing.is_ready():
        keep = record_and_submit if hand_in else record_observation
        if kept := _kept(request, writing, keep):
            done = _("Handed in. An admin reviews it.") if hand_in else _("Kept. Hand it in when it is ready.")
            messages.success(request, done)
            return redirect("observation", city, kept.pk)
    return render(
        request, "mapping/observation_form.html", {"writing": writing, "form": writing.form, "hand_in": hand_in}
    )


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def observation_change(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """Correct it, or, as its reviewer, complete it."""
    found = get_object_or_404(Observation.objects.visible_to(request.user).select_related("city"), pk=pk)
    if refused := why_not("change", found, request.membership):
        messages.info(request, refused)
        return redirect("observation", city, pk)
    writing = Writing(request, found, lambda data, row: _form(request, data, row), number=str(pk))
    if writing.is_ready() and _kept(request, writing, change_observation):
        messages.success(request, _("Kept."))
        return redirect("observation", city, pk)
    facts = {"writing": writing, "form": writing.form, "observation": found}
    return render(request, "mapping/observation_form.html", facts)


def _form(request: CityRequest, data: Any, row: Observation) -> ObservationForm:
    if may_complete(request.membership):
        return CompletedForm(data, instance=row, clearance=request.membership.clearance)
    return ObservationForm(data, instance=row)


def _kept(
    request: CityRequest, writing: "Writing[Observation]", keep: Callable[..., Observation]
) -> Observation | None:
    try:
        kept = keep(observation=writing.form.instance, by=request.user)
    except Refused as refused:
        writing.form.add_error(None, str(refused))
        return None
    writing.done()
    return kept


@require_safe
@role_required(*STAFF)
def observation(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """One of them, all that is known, and what may be done with it now."""
    seen = Observation.objects.visible_to(request.user)
    seen = seen.select_related("district", "source", "batch", "created_by", "approved_by").defer("district__geometry")
    found = get_object_or_404(seen, pk=pk)
    record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    facts = {
        "observation": found,
        "facts": [(label, value) for label, value in found.facts() if value not in ("", None)],
        "may_change": may("change", found, request.membership),
        "offers": offers(found, history_by_model(Observation), request.membership),
    }
    return render(request, "mapping/observation_detail.html", facts)
