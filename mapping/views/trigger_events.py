"""Trigger events: a small list of dates that charts mark."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import role_required
from accounts.exports import list_file
from accounts.models import ADMINS, STAFF
from accounts.requests import CityRequest
from core.errors import Refused
from mapping.actions.trigger_events import HELD_TO, keep_trigger_event, remove_trigger_event
from mapping.forms import TriggerEventForm
from mapping.lists.trigger_events import rows_of_trigger_events
from mapping.models import TriggerEvent
from records.editing import Editing, Section
from records.views.done_already import done_already
from records.views.record_form import record_form


@require_safe
@role_required(*STAFF)
def trigger_events(request: CityRequest, city: str) -> HttpResponse:
    return render(request, "mapping/trigger_event_list.html", {"rows": rows_of_trigger_events(request)})


@require_safe
@role_required(*STAFF)
def trigger_events_export(request: CityRequest, city: str) -> HttpResponseBase:
    rows = rows_of_trigger_events(request)
    return list_file(request, "trigger-events", _("Trigger events"), rows, page="trigger_events")


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def trigger_event_new(request: CityRequest, city: str) -> HttpResponse:
    return _edited(request, TriggerEvent(city=request.city))


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def trigger_event_change(request: CityRequest, city: str, pk: int) -> HttpResponse:
    return _edited(request, get_object_or_404(TriggerEvent, city=request.city, pk=pk))


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def trigger_event_remove(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """Asks first."""
    event = TriggerEvent.objects.filter(city=request.city, pk=pk).first()
    if event is None:
        page = reverse("trigger_events", args=[city])
        return done_already(request, TriggerEvent, _("It was taken out already."), page, pgh_obj_id=pk)
    refusal = str(HELD_TO) if event.is_held_to else ""
    if request.method == "POST":
        try:
            remove_trigger_event(event=event, by=request.user)
        except Refused as reason:
            refusal = str(reason)
        else:
            messages.success(request, _("Taken out. Its history stays."))
            return redirect("trigger_events", request.city.slug)
    return render(request, "mapping/trigger_event_remove.html", {"event": event, "refusal": refusal})


def _edited(request: CityRequest, event: TriggerEvent) -> HttpResponse:
    writing = Editing(request, event, lambda data: Section(TriggerEventForm(data, instance=event)))
    if there := writing.sent_before():
        return there
    if writing.is_ready() and writing.save(lambda: keep_trigger_event(event=event, by=request.user)):
        messages.success(request, _("Kept."))
        return redirect("trigger_events", request.city.slug)
    title = _("Change a trigger event") if event.pk else _("Add a trigger event")
    above = _("Trigger events"), reverse("trigger_events", args=[request.city.slug])
    return record_form(
        request, writing, title=title, above=above, template="mapping/trigger_event_form.html", event=event
    )
