"""A city's people: who belongs and who was asked to; inviting somebody, and changing a role.

The forms are of `accounts`, which knows neither drafts nor what waits for a second admin.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import role_required
from accounts.actions.memberships import hold_city
from accounts.exports import PEOPLE, note_view
from accounts.forms import InvitationForm, MembershipForm
from accounts.lists import rows_of_people
from accounts.models import ADMINS, STAFF, HostAccess, Invitation, Marking, Membership, Role
from accounts.models.memberships import USUAL_CLEARANCE
from accounts.permissions import has_secrecy_ground, require_secrecy_ground
from accounts.requests import CityRequest
from core.errors import Refused
from records.actions import (
    change_or_ask,
    invite_or_ask,
    remove_or_ask,
    send_again_if_recent,
    suspend_admin,
    takes_two,
)
from records.editing import Editing, Section
from records.models import PendingChange
from records.views.done_already import done_already


@require_safe
@role_required(*STAFF)
def people(request: CityRequest, city: str) -> HttpResponse:
    """Everybody of the city; invitations, requests of host staff, and what waits for a second admin for its admins."""
    note_view(request, PEOPLE)
    facts: dict[str, Any] = {"rows": rows_of_people(request)}
    if request.membership.is_admin:
        facts["invitations"] = Invitation.objects.for_list().filter(city=request.city)
        facts["accesses"] = HostAccess.objects.filter(city=request.city, decided_at=None).select_related("staff")
        facts["pending"] = PendingChange.objects.waiting().with_days().filter(city=request.city)
    return render(request, "accounts/people_list.html", facts)


@require_POST
@role_required(*ADMINS)
def invitation_again(request: CityRequest, city: str, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, city=request.city, pk=pk)
    try:
        is_sent = send_again_if_recent(invitation=invitation, seen=request.POST.get("seen", ""), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        whose = {"email": invitation.email}
        if is_sent:
            done = _("A new link is on its way to %(email)s; the one before no longer works.")
            messages.success(request, done % whose)
        else:
            messages.info(request, _("A new link went to %(email)s already; no other was sent.") % whose)
    return redirect("people", city)


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS, fresh=True)
def people_invite(request: CityRequest, city: str) -> HttpResponse:
    has_ground = has_secrecy_ground(request.city.pk)
    clearance = USUAL_CLEARANCE[Role.OFFICER] if has_ground else Marking.GREEN
    usual = {"role": Role.OFFICER, "clearance": clearance}
    row = Invitation(city=request.city)
    writing = Editing(request, row, lambda data: Section(InvitationForm(data, initial=usual)))
    if there := writing.sent_before():
        return there
    is_asked = False
    if writing.is_ready() and _is_cleared(request, writing):
        try:
            made = invite_or_ask(city=request.city, by=request.user, **writing.form.cleaned_data)
        except Refused as refusal:
            writing.refuse(refusal, "email")
            is_asked = _is_asked(request, writing)
        else:
            writing.done(made if isinstance(made, Invitation) else None)
            return _onward(request, city, made, _("An invitation is on its way to %(email)s."))
    facts = {"writing": writing, "has_ground": has_ground, "is_asked": is_asked}
    return render(request, "accounts/people_invite.html", facts)


def _is_asked(request: CityRequest, writing: "Editing[Any]") -> bool:
    """Whether they have an invitation that can be sent again, which is done elsewhere."""
    email = writing.form["email"].value().strip().lower()
    return Invitation.objects.pending().filter(city=request.city, email=email).exists()


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS, fresh=True)
def people_change(request: CityRequest, city: str, pk: int) -> HttpResponse:
    if request.method == "POST":
        # first the city, then the membership: everybody who changes one takes these locks in this order
        hold_city(request.city.pk)
    membership = get_object_or_404(Membership.objects.lasting().select_related("user"), city=request.city, pk=pk)
    writing = Editing(request, membership, lambda data: Section(MembershipForm(data, instance=membership)))
    if there := writing.sent_before():
        return there
    if writing.is_ready() and _is_cleared(request, writing):
        try:
            made = change_or_ask(membership=membership, by=request.user, **writing.form.cleaned_data)
        except Refused as refusal:
            writing.refuse(refusal, "role")
        else:
            writing.done()
            if not writing.form.has_changed():
                messages.info(request, _("Nothing was changed."))
                return redirect("people", city)
            return _onward(request, city, made, _("Saved. It holds from %(name)s's next page on."))
    waiting = PendingChange.objects.waiting_about(request.city, f"membership:{pk}").first()
    facts = {"writing": writing, "member": membership, "waiting": waiting}
    return render(request, "accounts/people_change.html", {**facts, "has_ground": has_secrecy_ground(request.city.pk)})


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS, fresh=True)
def people_remove(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """Let a membership end, or shut an admin out at once."""
    if request.method == "POST":
        hold_city(request.city.pk)
    membership = Membership.objects.select_related("user", "city").filter(city=request.city, pk=pk).first()
    if membership is None:
        gone = _("They were removed already.")
        return done_already(request, Membership, gone, reverse("people", args=[city]), pgh_obj_id=pk)
    refusal = ""
    if request.method == "POST":
        try:
            if "suspend" in request.POST:
                asked: PendingChange | None = suspend_admin(membership=membership, by=request.user)
            else:
                asked = remove_or_ask(membership=membership, by=request.user)
        except Refused as reason:
            refusal = str(reason)
            waiting = PendingChange.objects.waiting_about(request.city, f"membership:{pk}").first()
            if waiting is not None:  # asked for already
                messages.info(request, refusal)
                return redirect("pending_change", city, waiting.pk)
        else:
            return _after_removal(request, city, membership, asked)
    facts = {"member": membership, "refusal": refusal, "takes_two": takes_two(membership, request.user)}
    return render(request, "accounts/people_remove.html", facts)


def _after_removal(
    request: CityRequest, city: str, membership: Membership, asked: PendingChange | None
) -> HttpResponse:
    names = {"name": membership.user, "city": request.city}
    if asked is None:
        messages.success(request, _("%(name)s no longer belongs to %(city)s.") % names)
        return redirect("people", city)
    if asked.comes_by_time:
        messages.warning(request, _("It waits for a second admin, or for seven days in which nobody refuses."))
    else:
        messages.warning(request, _("%(name)s is shut out until a second admin decides.") % names)
    return redirect("pending_change", city, asked.pk)


def _is_cleared(request: CityRequest, writing: "Editing[Any]") -> bool:
    """Said at the field itself; the page says where to fill in what is missing."""
    form = writing.form
    if "clearance" not in form.changed_data and form.instance.pk:
        return True
    try:
        require_secrecy_ground(request.city, form.cleaned_data["clearance"])
    except Refused as refusal:
        form.add_error("clearance", str(refusal))
        return False
    return True


def _onward(
    request: CityRequest, city: str, made: "Invitation | Membership | PendingChange", done: str
) -> HttpResponse:
    if isinstance(made, PendingChange):
        messages.warning(request, _("It waits for a second admin, or for seven days in which nobody refuses."))
        return redirect("pending_change", city, made.pk)
    names = {"email": made.email} if isinstance(made, Invitation) else {"name": str(made.user)}
    messages.success(request, done % names)
    return redirect("people", city)
