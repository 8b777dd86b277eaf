"""Choosing what a project stands on, with the evidence in view."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import role_required
from accounts.models import STAFF
from accounts.requests import CityRequest
from planning.actions import keep_grounds
from planning.forms import GroundForm
from planning.grounds import grounds_of, newest_released, offered
from planning.registered import GROUND
from planning.views.projects import names_of, one
from records.actions import record_access
from records.editing import Editing, Section
from records.models import Verb


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def project_ground(request: CityRequest, city: str, pk: int) -> HttpResponse:
    found, names = one(request, pk), names_of(request)
    if request.method == "GET":
        record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    there, newest = offered(request.membership, names), newest_released()
    shown = {each.pair for each in there}
    others = [each for each in found.groundings.all() if (each.kind, each.key) not in shown]
    older = grounds_of(others, request.membership, names)
    there += [each.before for each in older if each.before]
    writing = Editing(request, found, lambda data: Section(GroundForm(data, project=found, offered=there)), GROUND)
    if sent := writing.sent_before():
        return sent
    if writing.is_ready():
        form: GroundForm = writing.form
        if writing.save(
            lambda: keep_grounds(
                project=found,
                chosen=form.pairs(),
                offered=[each.pair for each in there],
                number=newest.number if newest else 0,
                because=form.cleaned_data["ungrounded_because"],
                by=request.user,
            )
        ):
            messages.success(request, _("Kept."))
            return redirect("project", city, pk)
    facts = {
        "project": found,
        "writing": writing,
        "rows": writing.form.rows(),
        "newest": newest,
        "gone": {each.before.value for each in older if each.before and each.is_gone},
        "elsewhere": {each.before.value for each in older if each.before and each.is_of_other_districts},
        "closed": sum(each.before is None for each in older),
        "back_url": reverse("project", args=[city, pk]),
    }
    return render(request, "planning/ground_form.html", facts)
