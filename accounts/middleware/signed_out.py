"""What somebody who is not signed in sent, or asked of an address that only takes in forms: told, and led on."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts import not_taken
from accounts.middleware.by_script import is_by_script


class SignInMiddleware(LoginRequiredMiddleware):
    """As Django's; what was sent is said not to be saved, its longer texts can be copied, and one goes on at the page
    the form stood on. It is asked only where the token of the form was ours (`CsrfViewMiddleware` comes before)."""

    def handle_no_permission(  # type: ignore[override]  # Django's leads somewhere in any case
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if request.method != "POST" or is_by_script(request):
            return super().handle_no_permission(request, view_func)
        to_sign_in = redirect_to_login(_page_of_form(request), self.get_login_url(view_func))
        sent = not_taken.sent(request)
        if sent.get("texts"):
            facts = {"texts": sent["texts"], "to_sign_in": to_sign_in.url}
            return render(request, "signed_out.html", facts, status=HTTPStatus.FORBIDDEN)
        messages.warning(request, _("You are signed out: what you sent is not saved."))
        return to_sign_in


def _page_of_form(request: HttpRequest) -> str:
    """The browser says it to our own pages (`SECURE_REFERRER_POLICY`); where it does not, where the form was sent."""
    try:
        came_from = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # no address at all, as of a host with half of its brackets
        return request.get_full_path()
    if came_from.netloc != request.get_host() or not came_from.path.startswith("/"):
        return request.get_full_path()
    return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path


class ShownOrSentMiddleware:
    """An address that only takes in what a form sends is opened all the same: by a kept link, or by going back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET":
            return response
        page: HttpResponse = render(request, "405.html", status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page
