"""The first page of the installation; how pages look to somebody."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Membership, User
from accounts.models.users import Appearance
from accounts.requests import PersonRequest
from core.sort_keys import Alphabetical


@require_safe
def installation(request: PersonRequest) -> HttpResponse:
    """The cities one belongs to; who belongs to one only goes straight there."""
    memberships = list(Membership.objects.of(request.user).select_related("city").order_by(Alphabetical("city__name")))
    if len(memberships) == 1:
        return redirect("city_home", memberships[0].city.slug)
    return render(request, "home/installation.html", {"mine": memberships})


@require_POST
@login_not_required
def look(request: HttpRequest) -> HttpResponse:
    """Language and appearance: kept with the account; for who has not signed in, the language in a cookie."""
    answer = HttpResponseRedirect(_back(request))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    if request.user.is_authenticated:
        _keep(request.user, language, request.POST.get("appearance", ""))
    return answer


def _keep(user: User, language: str, appearance: str) -> None:
    if language in dict(settings.LANGUAGES):
        user.language = language
    if appearance in Appearance.values:
        user.appearance = appearance
    user.save(update_fields=["language", "appearance"])


def _back(request: HttpRequest) -> str:
    """To the page one was on, if it is one of ours."""
    address = request.POST.get("next", "")
    ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if ours else "/"
