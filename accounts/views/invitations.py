"""Where the link of an invitation leads."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions import accept, find_invitation
from accounts.actions.invitations import has_account
from accounts.forms import AcceptForm
from accounts.models import Invitation, User
from core.errors import Refused


@login_not_required
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Join with one's account, or make one. A link that does not work says so, whatever the reason."""
    found = find_invitation(secret)
    if found is None:
        return render(request, "accounts/invitation_gone.html", status=410)
    if request.user.is_authenticated:
        return _join(request, found, request.user)
    if has_account(found.email):
        return _to_sign_in(request.path)
    return _make_account(request, found)


def _to_sign_in(goes_on_at: str) -> HttpResponse:
    return redirect(f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: goes_on_at})}")


def _join(request: HttpRequest, found: Invitation, user: User) -> HttpResponse:
    mine = user.email == found.email
    if request.method == "POST" and mine:
        try:
            accept(invitation=found, user=user)
        except Refused as refusal:  # who clicked twice belongs by now
            messages.info(request, str(refusal))
            return redirect("installation")
        messages.success(request, _("Welcome to %(city)s.") % {"city": found.city})
        return redirect("city_home", found.city.slug)
    return render(request, "accounts/invitation_join.html", {"invitation": found, "mine": mine})


def _make_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = AcceptForm(request.POST or None, email=found.email)
    if request.method == "POST" and form.is_valid():
        try:
            membership = accept(
                invitation=found, name=form.cleaned_data["name"], password=form.cleaned_data["password"]
            )
        except Refused as refusal:
            if has_account(found.email):  # who clicked twice has one by now
                return _to_sign_in(reverse("city_home", args=[found.city.slug]))
            form.add_error(None, str(refusal))
        else:
            response: HttpResponse = perform_login(
                request, membership.user, email_verification="none", redirect_url=f"/city/{found.city.slug}/"
            )
            return response
    return render(request, "accounts/invitation_accept.html", {"invitation": found, "form": form})
