"""A city's people: who belongs, who was invited, and host staff on a visit."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import role_required
from accounts.actions import (
    change_membership,
    decide_access,
    invite,
    leave,
    remove_member,
    send_again,
    withdraw,
)
from accounts.exports import csv_response
from accounts.forms import InvitationForm, MembershipForm
from accounts.forms.people import USUAL_CLEARANCE
from accounts.models import ADMINS, STAFF, HostAccess, Invitation, Marking, Membership, Role
from accounts.requests import CityRequest
from core.errors import Refused
from core.lists import Choice, Listing
from core.sort_keys import Alphabetical

PEOPLE = Listing(
    search=("user__name", "user__email"),
    filters=(Choice("role", _lazy("Role"), Role.choices), Choice("clearance", _lazy("Clearance"), Marking.choices)),
    sorts={
        "name": (Alphabetical("user__name"), "user__email"),
        "role": ("role", Alphabetical("user__name")),
        "last": ("user__last_login", Alphabetical("user__name")),
    },
    sort="name",
)


@require_safe
@role_required(*STAFF)
def people(request: CityRequest, city: str) -> HttpResponse:
    """Everybody of the city; invitations and requests of host staff for its admins."""
    facts: dict[str, Any] = {"rows": PEOPLE.read(request.GET, Membership.objects.for_list().filter(city=request.city))}
    if request.membership.is_admin:
        facts["invitations"] = Invitation.objects.pending().filter(city=request.city).select_related("invited_by")
        facts["accesses"] = HostAccess.objects.filter(city=request.city, decided_at=None).select_related("staff")
    return render(request, "accounts/people_list.html", facts)


@require_safe
@role_required(*ADMINS, fresh_to_read=True)
def people_export(request: CityRequest, city: str) -> HttpResponseBase:
    """The people this search finds, as a file."""
    rows = PEOPLE.read(request.GET, Membership.objects.for_list().filter(city=request.city))
    columns = (_("Name"), _("E-mail address"), _("Role"), _("Clearance"), _("Second factor"), _("Last signed in"))
    return csv_response(request, f"{city}-people", columns, lambda: map(_line, rows.matching.iterator(500)))


def _line(member: Membership) -> tuple[object, ...]:
    last = member.user.last_login
    return (
        member.user.name,
        member.user.email,
        member.get_role_display(),
        member.get_clearance_display(),
        _("On") if member.has_second_factor else _("Off"),
        localtime(last).date().isoformat() if last else "",
    )


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS, fresh=True)
def people_invite(request: CityRequest, city: str) -> HttpResponse:
    form = InvitationForm(
        request.POST or None, initial={"role": Role.OFFICER, "clearance": USUAL_CLEARANCE[Role.OFFICER]}
    )
    if request.method == "POST" and form.is_valid():
        try:
            invite(city=request.city, invited_by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(
                request, _("An invitation is on its way to %(email)s.") % {"email": form.cleaned_data["email"]}
            )
            return redirect("people", city)
    return render(request, "accounts/people_invite.html", {"form": form})


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS, fresh=True)
def people_change(request: CityRequest, city: str, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.lasting().select_related("user"), city=request.city, pk=pk)
    form = MembershipForm(request.POST or None, instance=membership)
    if request.method == "POST" and form.is_valid():
        try:
            change_membership(membership=membership, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("role", str(refusal))
        else:
            messages.success(request, _("Saved. It holds from %(name)s's next page on.") % {"name": membership.user})
            return redirect("people", city)
    return render(request, "accounts/people_change.html", {"form": form, "member": membership})


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
