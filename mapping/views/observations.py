"""What was observed: the list, and one of them. Network members read editions, never these."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import role_required
from accounts.exports import list_file
from accounts.models import Role
from accounts.requests import CityRequest
from core.errors import Refused
from mapping.actions.observations import change_observation, record_and_submit, record_observation
from mapping.forms import CompletedForm, ObservationForm
from mapping.lists.observations import rows_of_observations
from mapping.models import Observation
from records.actions import may_change, record_access
from records.models import Verb
from records.record_types import history_by_model
from records.views.review import offers
from records.writing import Writing


@require_safe
@role_required(Role.ADMIN, Role.OFFICER)
def observations(request: CityRequest, city: str) -> HttpResponse:
    """Everything this person may read, whatever its state; what counts is what is approved."""
    return render(request, "mapping/observation_list.html", {"rows": rows_of_observations(request)})


@require_safe
@role_required(Role.ADMIN, Role.OFFICER)
def observations_export(request: CityRequest, city: str) -> HttpResponseBase:
    rows = rows_of_observations(request, in_full=True)
    return list_file(request, "observations", _("Observations"), rows, page="observations")


@require_http_methods(["GET", "POST"])
@role_required(Role.ADMIN, Role.OFFICER)
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
@role_required(Role.ADMIN, Role.OFFICER)
def observation_change(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """Correct it, or, as its reviewer, complete it."""
    found = get_object_or_404(Observation.objects.visible_to(request.user).select_related("city"), pk=pk)
    if not may_change(found, request.membership):
        messages.info(request, _("It can be changed no more: reopen it, or ask an admin to return it."))
        return redirect("observation", city, pk)
    writing = Writing(request, found, lambda data, row: _form(request, data, row), number=str(pk))
    if writing.is_ready() and _kept(request, writing, change_observation):
        messages.success(request, _("Kept."))
        return redirect("observation", city, pk)
    facts = {"writing": writing, "form": writing.form, "observation": found}
    return render(request, "mapping/observation_form.html", facts)


def _form(request: CityRequest, data: Any, row: Observation) -> ObservationForm:
    if request.membership.is_admin:
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
@role_required(Role.ADMIN, Role.OFFICER)
def observation(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """One of them, all that is known, and what may be done with it now."""
    seen = Observation.objects.visible_to(request.user)
    seen = seen.select_related("district", "source", "batch", "created_by", "approved_by").defer("district__geometry")
    found = get_object_or_404(seen, pk=pk)
    record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    facts = {
        "observation": found,
        "facts": [(label, value) for label, value in found.facts() if value not in ("", None)],
        "may_change": may_change(found, request.membership),
        "offers": offers(found, history_by_model(Observation), request.membership),
    }
    return render(request, "mapping/observation_detail.html", facts)
