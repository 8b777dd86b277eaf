"""What a city says about itself, and its processing record."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import role_required
from accounts.actions import save_processing_record, save_settings
from accounts.forms import ProcessingRecordForm, SettingsForm
from accounts.models import City, ProcessingRecord, Role
from accounts.requests import CityRequest


@require_http_methods(["GET", "POST"])
@role_required(Role.ADMIN)
def city_settings(request: CityRequest, city: str) -> HttpResponse:
    form = SettingsForm(request.POST or None, instance=City.objects.get(pk=request.city.pk))
    if request.method == "POST" and form.is_valid():
        save_settings(city=form.instance)
        messages.success(request, _("Saved."))
        return redirect("city_settings", city)
    return render(request, "accounts/city_settings.html", {"form": form})


@require_http_methods(["GET", "POST"])
@role_required(Role.ADMIN, Role.OFFICER)
def processing_record(request: CityRequest, city: str) -> HttpResponse:
    """Officers read it; admins fill and change it."""
    record = ProcessingRecord.objects.filter(city=request.city).first()
    if not request.membership.is_admin:
        return _read(request, record)
    form = ProcessingRecordForm(request.POST or None, instance=record or ProcessingRecord(city=request.city))
    if request.method == "POST" and form.is_valid():
        save_processing_record(city=request.city, record=form.instance)
        messages.success(request, _("The processing record is kept. It is printed in the annex of every diagnosis."))
        return redirect("processing_record", city)
    return render(request, "accounts/processing_record_form.html", {"record": record, "form": form})


def _read(request: CityRequest, record: ProcessingRecord | None) -> HttpResponse:
    if request.method == "POST":
        raise PermissionDenied
    facts = record.facts() if record else []
    return render(request, "accounts/processing_record.html", {"record": record, "facts": facts})
