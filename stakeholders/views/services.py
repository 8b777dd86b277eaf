"""Services: the list, and one of them. Network members read them in the diagnosis."""

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
from records.actions import keep_changed, keep_new, record_access
from records.editing import Editing, Section
from records.models import Verb
from records.narrowed import narrowed
from records.permissions import may
from records.registries.record_types import history_by_model
from records.views.record_form import changed_record, new_record
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
    writing = Editing(request, row, lambda data: _section(request, data, row))
    return new_record(
        request, writing, lambda hand_in: keep_new(record=row, by=request.user, hand_in=hand_in),
        title=_("Record a service"), **_form_page(request),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def service_change(request: CityRequest, city: str, pk: int) -> HttpResponse:
    found = get_object_or_404(Service.objects.visible_to(request.user).select_related("city"), pk=pk)
    return changed_record(
        request, found, lambda data: _section(request, data, found),
        lambda: keep_changed(record=found, by=request.user), **_form_page(request),
    )  # fmt: skip


def _section(request: CityRequest, data: Any, row: Service) -> Section:
    return Section(ServiceForm(data, instance=row, clearance=request.membership.reads_up_to))


def _form_page(request: CityRequest) -> dict[str, Any]:
    above = _("Services"), reverse("services", args=[request.city.slug])
    return {"page": "service", "above": above}


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
