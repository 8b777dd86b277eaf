"""One's own account."""

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import fresh_sign_in
from accounts.actions import close_account, end_all_sessions
from accounts.forms import AccountForm
from accounts.middleware.second_factor import has_and_must_have
from accounts.middleware.sessions import seconds_left
from accounts.models import Membership
from accounts.page_owner import mark_of
from accounts.requests import PersonRequest
from core.errors import Refused
from core.sort_keys import Alphabetical


@require_http_methods(["GET", "POST"])
def account(request: PersonRequest) -> HttpResponse:
    """Name, language and appearance; the way to everything else about the account."""
    form = AccountForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save_changed()
        messages.success(request, _("Saved."))
        return redirect("account")
    has_second_factor, must_have_second_factor = has_and_must_have(request.user)
    facts = {
        "form": form,
        "mine": Membership.objects.of(request.user).select_related("city").order_by(Alphabetical("city__name")),
        "has_second_factor": has_second_factor,
        "must_have_second_factor": must_have_second_factor,
        "unconfirmed": EmailAddress.objects.filter(user=request.user, verified=False),
    }
    return render(request, "accounts/account.html", facts)


@require_POST
@fresh_sign_in
def account_sign_out_everywhere(request: PersonRequest) -> HttpResponse:
    end_all_sessions(user=request.user)
    # The session of this browser goes on, under the new count.
    login(request, request.user, backend="accounts.backend.Backend")
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("account")


@require_http_methods(["GET", "POST"])
@fresh_sign_in
def account_close(request: PersonRequest) -> HttpResponse:
    refusal = ""
    if request.method == "POST":
        try:
            close_account(user=request.user)
        except Refused as reason:
            refusal = str(reason)
        else:
            logout(request)
            messages.success(request, _("Your account is closed."))
            return redirect("account_login")
    return render(request, "accounts/account_close.html", {"refusal": refusal})


@require_http_methods(["GET", "POST"])
def session_state(request: PersonRequest) -> JsonResponse:
    """How long the session lasts; a POST is use, so it lasts longer. Whose it is, and what its forms carry: pages that
    were opened before somebody signed in again go on with it."""
    facts = {"seconds_left": seconds_left(request), "whose": mark_of(request.user), "token": get_token(request)}
    return JsonResponse(facts)
