"""Services: the list, and one of them. Network members read them in the diagnosis."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import role_required
from accounts.exports import list_file
from accounts.models import STAFF
from accounts.requests import CityRequest
from records.actions import keep_changed, keep_new, record_access
from records.editing import Editing, Section, keep_refused
from records.models import Verb
from records.narrowed import narrowed, onward
from records.permissions import may, why_not
from records.record_types import history_by_model
from records.views.record_form import reviewed_form
from records.views.review import approval, offers
from stakeholders.forms import ServiceForm
from stakeholders.forms.fields import districts_of_today
from stakeholders.lists.services import rows_of_services
from stakeholders.models import Service


@require_safe
@role_required(*STAFF)
def services(request: CityRequest, city: str) -> HttpResponse:
    return render(request, "stakeholders/service_list.html", {"rows": rows_of_services(request)})


@require_safe
@role_required(*STAFF)
def services_export(request: CityRequest, city: str) -> HttpResponseBase:
    return list_file(request, "services", _("Services"), rows_of_services(request), page="services")


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def service_new(request: CityRequest, city: str) -> HttpResponse:
    row = Service(city=request.city)
    writing = Editing(request, row, lambda data: Section(_form(request, data, row)))
    if there := writing.sent_before():
        return there
    hand_in = request.method == "GET" or "hand_in" in request.POST
    if writing.is_ready() and (kept := writing.save(lambda: keep_new(record=row, by=request.user, hand_in=hand_in))):
        done = _("Handed in. An admin reviews it.") if hand_in else _("Kept. Hand it in when it is ready.")
        messages.success(request, done)
        return redirect("service", city, kept.pk)
    return _form_page(request, writing, _("Record a service"), hand_in=hand_in)


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def service_change(request: CityRequest, city: str, pk: int) -> HttpResponse:
    found = get_object_or_404(Service.objects.visible_to(request.user).select_related("city"), pk=pk)
    if refused := why_not("change", found, request.membership):
        keep_refused(request, found)
        messages.info(request, refused)
        return redirect("service", city, pk)
    if request.method == "GET":
        record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    writing = Editing(request, found, lambda data: Section(_form(request, data, found)))
    if there := writing.sent_before():
        return there
    if writing.is_ready() and writing.save(lambda: keep_changed(record=found, by=request.user)):
        messages.success(request, _("Kept."))
        return redirect(onward(reverse("service", args=[city, pk]), narrowed(request)))
    return _form_page(
        request, writing, found.title, back_url=onward(reverse("service", args=[city, pk]), narrowed(request))
    )


def _form(request: CityRequest, data: Any, row: Service) -> ServiceForm:
    return ServiceForm(data, instance=row, clearance=request.membership.reads_up_to)


def _form_page(request: CityRequest, writing: "Editing[Service]", title: str, **more: Any) -> HttpResponse:
    above = _("Services"), reverse("services", args=[request.city.slug])
    return reviewed_form(request, writing, title=title, above=above, form_class="service-form", **more)


@require_safe
@role_required(*STAFF)
def service(request: CityRequest, city: str, pk: int) -> HttpResponse:
    seen = Service.objects.visible_to(request.user).select_related("city", "organisation", "created_by", "approved_by")
    found = get_object_or_404(seen, pk=pk)
    record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    names = dict(districts_of_today(request.city))
    facts = [
        *found.facts(),
        (_("Offered in"), ", ".join(names.get(code, code) for code in found.districts) or _("The whole city")),
        (_("Whom to ask for"), found.contact_role if request.membership.is_cleared_for(Service.CONTACTS) else ""),
    ]
    return render(
        request,
        "stakeholders/service_detail.html",
        {
            "service": found,
            "facts": [(label, value) for label, value in facts if value],
            "may_change": may("change", found, request.membership),
            "offers": offers(found, history_by_model(Service), request.membership, narrowed(request)),
            "approval": approval(found, request.membership),
        },
    )
