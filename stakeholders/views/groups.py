"""Whom the city sets out to hear."""

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
from mapping.map.looked import coverage_of
from mapping.map.months import MonthRange, Months
from records.editing import Editing, Section
from records.views.record_form import record_form
from stakeholders.actions import keep_group
from stakeholders.forms import PopulationGroupForm
from stakeholders.lists.groups import rows_of_groups
from stakeholders.models import Consultation, PopulationGroup
from stakeholders.reach import reach


@require_safe
@role_required(*STAFF)
def groups(request: CityRequest, city: str) -> HttpResponse:
    """Whom the city sets out to hear; first those whom nobody heard in the period."""
    asked = _asked(request)
    heard = reach(request.city, request.user, asked.period)
    facts = {"rows": rows_of_groups(request), "heard": heard, "asked": asked}
    return render(request, "stakeholders/group_list.html", facts)


def _asked(request: CityRequest) -> MonthRange:
    told = Consultation.objects.outcomes_visible_to(request.user).filter(city=request.city).approved()
    calendar = Months(told, [row for _name, row in coverage_of(request.city, request.user)])
    return calendar.asked(request.GET.get("from", ""), request.GET.get("to", ""))


@require_safe
@role_required(*STAFF)
def groups_export(request: CityRequest, city: str) -> HttpResponseBase:
    return list_file(request, "population-groups", _("Population groups"), rows_of_groups(request), page="groups")


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def group_new(request: CityRequest, city: str) -> HttpResponse:
    return _edited(request, PopulationGroup(city=request.city))


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def group_change(request: CityRequest, city: str, pk: int) -> HttpResponse:
    return _edited(request, get_object_or_404(PopulationGroup.objects.visible_to(request.user), pk=pk))


def _edited(request: CityRequest, row: PopulationGroup) -> HttpResponse:
    writing = Editing(request, row, lambda data: Section(PopulationGroupForm(data, instance=row)))
    if there := writing.sent_before():
        return there
    if writing.is_ready() and writing.save(lambda: keep_group(group=row, by=request.user)):
        messages.success(request, _("Kept."))
        return redirect("groups", request.city.slug)
    title = _("Change a population group") if row.pk else _("Add a population group")
    above = _("Population groups"), reverse("groups", args=[request.city.slug])
    return record_form(request, writing, title=title, above=above)
