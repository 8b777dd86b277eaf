"""Inviting somebody, and changing a role: forms of `accounts`, which knows no drafts, in an editing session."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import role_required
from accounts.actions import change_membership, invite
from accounts.actions.memberships import hold_members
from accounts.forms import InvitationForm, MembershipForm
from accounts.forms.people import USUAL_CLEARANCE
from accounts.models import ADMINS, Invitation, Membership, Role
from accounts.requests import CityRequest
from core.errors import Refused
from records.editing import Editing, Section


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS, fresh=True)
def people_invite(request: CityRequest, city: str) -> HttpResponse:
    usual = {"role": Role.OFFICER, "clearance": USUAL_CLEARANCE[Role.OFFICER]}
    row = Invitation(city=request.city)
    writing = Editing(request, row, lambda data: Section(InvitationForm(data, initial=usual)))
    if there := writing.sent_before():
        return there
    if writing.is_ready():
        try:
            made = invite(city=request.city, invited_by=request.user, **writing.form.cleaned_data)
        except Refused as refusal:
            writing.refuse(refusal, "email")
        else:
            writing.done(made)
            messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": made.email})
            return redirect("people", city)
    return render(request, "accounts/people_invite.html", {"writing": writing})


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS, fresh=True)
def people_change(request: CityRequest, city: str, pk: int) -> HttpResponse:
    if request.method == "POST":
        # first the city, then the membership: everybody who changes one takes these locks in this order
        hold_members(city=request.city)
    membership = get_object_or_404(Membership.objects.lasting().select_related("user"), city=request.city, pk=pk)
    writing = Editing(request, membership, lambda data: Section(MembershipForm(data, instance=membership)))
    if there := writing.sent_before():
        return there
    if writing.is_ready():
        try:
            change_membership(membership=membership, **writing.form.cleaned_data)
        except Refused as refusal:
            writing.refuse(refusal, "role")
        else:
            writing.done()
            messages.success(request, _("Saved. It holds from %(name)s's next page on.") % {"name": membership.user})
            return redirect("people", city)
    return render(request, "accounts/people_change.html", {"writing": writing, "member": membership})
