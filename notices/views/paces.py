"""How often one is mailed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import role_required
from accounts.models import EVERYBODY
from accounts.requests import CityRequest
from notices.actions import choose_pace, pace_of
from notices.forms import PaceForm


@require_http_methods(["GET", "POST"])
@role_required(*EVERYBODY)
def notice_pace(request: CityRequest, city: str) -> HttpResponse:
    """One's own, of this city; where nothing was touched on the page nothing is written."""
    form = PaceForm(request.POST or None, initial={"pace": pace_of(request.city.pk, request.user.pk)})
    if request.method == "POST" and form.is_valid():
        if form.has_changed():
            choose_pace(city=request.city, user=request.user, pace=form.cleaned_data["pace"])
        messages.success(request, _("Saved."))
        return redirect("notice_pace", city)
    return render(request, "notices/notice_pace.html", {"form": form})
