"""A city's people: who leaves, who was invited, and host staff on a visit. The list of them is in `records`."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import role_required
from accounts.actions import (
    decide_access,
    leave,
    withdraw,
)
from accounts.actions.host import clearance_of_visits
from accounts.actions.memberships import why_not_less
from accounts.exports import list_file
from accounts.lists import rows_of_people
from accounts.models import ADMINS, HostAccess, Invitation
from accounts.requests import CityRequest
from core.errors import Refused


@require_safe
@role_required(*ADMINS, fresh_to_read=True)
def people_export(request: CityRequest, city: str) -> HttpResponseBase:
    """The people this search finds, as a file."""
    return list_file(request, "people", _("People"), rows_of_people(request), page="people")


@require_http_methods(["GET", "POST"])
def city_leave(request: CityRequest, city: str) -> HttpResponse:
    """End one's own membership; open to every role."""
    refusal = why_not_less(request.membership)
    if request.method == "POST":
        try:
            leave(membership=request.membership)
        except Refused as reason:
            refusal = str(reason)
        else:
            messages.success(request, _("You no longer belong to %(city)s.") % {"city": request.city})
            return redirect("installation")
    return render(request, "accounts/city_leave.html", {"refusal": refusal})


@require_POST
@role_required(*ADMINS)
def invitation_withdraw(request: CityRequest, city: str, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, city=request.city, pk=pk)
    try:
        withdraw(invitation=invitation)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The invitation of %(email)s no longer works.") % {"email": invitation.email})
    return redirect("people", city)


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS, fresh=True)
def host_access_decide(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """Let host staff in for the hours they asked for, or not."""
    access = get_object_or_404(HostAccess.objects.select_related("staff"), city=request.city, pk=pk)
    if access.decided_at is not None:
        was = _("They may come in.") if access.granted else _("They stay out.")
        messages.info(request, _("It was decided already: %(decision)s") % {"decision": was})
        return redirect("people", city)
    if request.method == "POST":
        granted = request.POST.get("decision") == "yes"
        try:
            decide_access(access=access, decided_by=request.user, granted=granted)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("They may come in.") if granted else _("They stay out."))
        return redirect("people", city)
    facts = {"access": access, "clearance": clearance_of_visits(request.city.pk).label}
    return render(request, "accounts/host_access_decide.html", facts)
