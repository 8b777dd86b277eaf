"""What a city says about itself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import role_required
from accounts.actions import save_settings
from accounts.models import ADMINS, City
from accounts.requests import CityRequest
from records.editing import Editing, Section
from records.forms import CityForm


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def city_settings(request: CityRequest, city: str) -> HttpResponse:
    row = City.objects.get(pk=request.city.pk)
    writing = Editing(request, row, lambda data: Section(CityForm(data, instance=row)))
    if there := writing.sent_before():
        return there
    if writing.is_ready():
        save_settings(city=row)
        writing.done()
        messages.success(request, _("Saved."))
        return redirect("city_settings", city)
    return render(request, "accounts/city_settings.html", {"writing": writing})
