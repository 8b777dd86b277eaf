"""What was observed: the list, and one of them. Network members read editions, never these."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import role_required
from accounts.exports import list_file
from accounts.models import STAFF
from accounts.requests import CityRequest
from core.lists import first_of
from core.sort_keys import Alphabetical
from mapping.actions.observations import change_observation, record_and_submit, record_observation
from mapping.forms import CompletedForm, ObservationForm
from mapping.lists.observations import counts_elsewhere, rows_of_observations
from mapping.lists.pairs import decided_for, proposals_for
from mapping.models import Observation, Series
from records.actions import record_access
from records.editing import Editing, Section
from records.models import Verb
from records.narrowed import narrowed
from records.permissions import may, may_complete
from records.registries.record_types import history_by_model
from records.views.record_form import changed_record, new_record
from records.views.review import approval, offers

# To choose from on the page of a record.
MOST_SERIES = 500


@require_safe
@role_required(*STAFF)
def observations(request: CityRequest, city: str) -> HttpResponse:
    """Everything this person may read, whatever its state; what counts is what is approved."""
    return render(request, "mapping/observation_list.html", {"rows": rows_of_observations(request)})


@require_safe
@role_required(*STAFF)
def observations_export(request: CityRequest, city: str) -> HttpResponseBase:
    rows = rows_of_observations(request, in_full=True)
    return list_file(request, "observations", _("Observations"), rows, page="observations")


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def observation_new(request: CityRequest, city: str) -> HttpResponse:
    """The officer's short form; what is typed is kept as a draft."""
    row = Observation(city=request.city)
    writing = Editing(request, row, lambda data: Section(ObservationForm(data, instance=row)))

    def keep(*, hand_in: bool) -> Observation:
        return (record_and_submit if hand_in else record_observation)(observation=row, by=request.user)

    return new_record(request, writing, keep, title=_("Record an observation"), **_form_page(request))


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def observation_change(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """Correct it, or, as its reviewer, complete it."""
    found = get_object_or_404(Observation.objects.visible_to(request.user).select_related("city"), pk=pk)
    return changed_record(
        request, found, lambda data: _section(request, data, found),
        lambda: change_observation(observation=found, by=request.user),
        facts=lambda: {"likely": proposals_for(request.user, found), "said": decided_for(request.user, found)},
        in_parts=True, **_form_page(request),
    )  # fmt: skip


def _section(request: CityRequest, data: Any, row: Observation) -> Section:
    if may_complete(request.membership):
        return Section(CompletedForm(data, instance=row, clearance=request.membership.reads_up_to))
    return Section(ObservationForm(data, instance=row))


def _form_page(request: CityRequest) -> dict[str, Any]:
    above = _("Observations"), reverse("observations", args=[request.city.slug])
    template = "mapping/observation_form.html"
    return {"page": "observation", "above": above, "form_class": "observation-form", "template": template}


@require_safe
@role_required(*STAFF)
def observation(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """One of them, all that is known, and what may be done with it now."""
    seen = Observation.objects.visible_to(request.user)
    seen = seen.select_related("district", "source", "batch", "created_by", "approved_by").defer("district__geometry")
    found = get_object_or_404(seen, pk=pk)
    record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    by_name = Series.objects.visible_to(request.user).order_by(Alphabetical("name"))
    all_series, more_series = first_of(by_name, MOST_SERIES)
    series = next((each for each in all_series if each.pk == found.series_id), None)
    if series is None and more_series and found.series_id:
        # offered too, or keeping the form as it stands would take the record out of it
        series = Series.objects.visible_to(request.user).filter(pk=found.series_id).first()
        all_series += [series] if series else []
    facts = {
        "observation": found,
        "facts": [(label, value) for label, value in found.facts() if value not in ("", None)],
        "proposed": found.proposed(),
        "may_change": may("change", found, request.membership),
        "offers": offers(found, history_by_model(Observation), request.membership, narrowed(request)),
        "approval": approval(found, request.membership),
        "likely": proposals_for(request.user, found),
        "said": decided_for(request.user, found),
        "counts_elsewhere": counts_elsewhere(found, request.membership.reads_up_to),
        "back": request.path,
        "all_series": all_series,
        "more_series": MOST_SERIES if more_series else 0,
        "series": series,
    }
    return render(request, "mapping/observation_detail.html", facts)
