"""A city's people: who belongs, who was invited, and host staff on a visit."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import role_required
from accounts.actions import (
    decide_access,
    leave,
    remove_member,
    send_again,
    withdraw,
)
from accounts.exports import PEOPLE, list_file, note_view
from accounts.lists import rows_of_people
from accounts.models import ADMINS, STAFF, HostAccess, Invitation, Membership
from accounts.requests import CityRequest
from core.errors import Refused


@require_safe
@role_required(*STAFF)
def people(request: CityRequest, city: str) -> HttpResponse:
    """Everybody of the city; invitations and requests of host staff for its admins."""
    note_view(request, PEOPLE)
    facts: dict[str, Any] = {"rows": rows_of_people(request)}
    if request.membership.is_admin:
        facts["invitations"] = Invitation.objects.pending().filter(city=request.city).select_related("invited_by")
        facts["accesses"] = HostAccess.objects.filter(city=request.city, decided_at=None).select_related("staff")
    return render(request, "accounts/people_list.html", facts)


@require_safe
@role_required(*ADMINS, fresh_to_read=True)
def people_export(request: CityRequest, city: str) -> HttpResponseBase:
    """The people this search finds, as a file."""
    return list_file(request, "people", _("People"), rows_of_people(request), page="people")


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS, fresh=True)
def people_remove(request: CityRequest, city: str, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.select_related("user"), city=request.city, pk=pk)
    refusal = ""
    if request.method == "POST":
        try:
            remove_member(membership=membership)
        except Refused as reason:
            refusal = str(reason)
        else:
            messages.success(
                request, _("%(name)s no longer belongs to %(city)s.") % {"name": membership.user, "city": request.city}
            )
            return redirect("people", city)
    return render(request, "accounts/people_remove.html", {"member": membership, "refusal": refusal})


@require_http_methods(["GET", "POST"])
def city_leave(request: CityRequest, city: str) -> HttpResponse:
    """End one's own membership; open to every role."""
    refusal = ""
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
def invitation_again(request: CityRequest, city: str, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, city=request.city, pk=pk)
    try:
        send_again(invitation=invitation)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("A new link is on its way to %(email)s; the one before no longer works.") % {"email": invitation.email},
        )
    return redirect("people", city)


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
    access = get_object_or_404(HostAccess.objects.select_related("staff"), city=request.city, pk=pk, decided_at=None)
    if request.method == "POST":
        granted = request.POST.get("decision") == "yes"
        try:
            decide_access(access=access, decided_by=request.user, granted=granted)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("They may come in.") if granted else _("They stay out."))
        return redirect("people", city)
    return render(request, "accounts/host_access_decide.html", {"access": access})
