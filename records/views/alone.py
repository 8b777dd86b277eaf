"""Whether one person approves what they wrote and releases what they checked, and why."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import role_required
from accounts.actions import end_alone
from accounts.four_eyes import MOST_WHO_WORK_HERE, size_of, why_not_very_small
from accounts.models import ADMINS, City
from accounts.requests import CityRequest
from records.actions import ask_to_decide_alone
from records.editing import Editing, Section
from records.forms import AloneForm
from records.models import PendingChange


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS, fresh=True)
def alone(request: CityRequest, city: str) -> HttpResponse:
    """What holds, whether it may be otherwise, and the way to ask for it."""
    row = City.objects.get(pk=request.city.pk)
    writing = Editing(request, row, lambda data: Section(AloneForm(data, city=row)), "alone")
    if there := writing.sent_before():
        return there
    if writing.is_ready() and (asked := writing.save(lambda: _asked(request, writing))):
        messages.warning(request, _("It waits for a second admin, or for seven days in which nobody refuses."))
        return redirect("pending_change", city, asked.pk)
    facts: dict[str, Any] = {
        "kept": row,
        "size": size_of(row.pk),
        "most": MOST_WHO_WORK_HERE,
        "why_not": why_not_very_small(row.pk),
        "waiting": PendingChange.objects.waiting_about(row, "alone").first(),
    }
    return render(request, "records/alone.html", {**facts, "writing": writing})


def _asked(request: CityRequest, writing: "Editing[City]") -> PendingChange:
    because = writing.form.cleaned_data["alone_because"]
    return ask_to_decide_alone(city=request.city, because=because, by=request.user)


@require_POST
@role_required(*ADMINS, fresh=True)
def alone_end(request: CityRequest, city: str) -> HttpResponse:
    """More eyes need no second person."""
    end_alone(city_id=request.city.pk)
    messages.success(request, _("From now on two people look at everything."))
    return redirect("alone", city)
