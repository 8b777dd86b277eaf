"""What signing in needs beside django-allauth's own pages."""

from typing import Any

from allauth.account.views import PasswordResetFromKeyView
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator

from accounts import guesses


@method_decorator(login_not_required, name="dispatch")
class OpenedLinkView(PasswordResetFromKeyView):  # type: ignore[misc]  # allauth is not typed
    """Whoever opens the mailed link has the mailbox: its guesses at the password are its own from then on."""

    def dispatch(self, request: HttpRequest, uidb36: str, key: str, **more: Any) -> HttpResponse:
        response: HttpResponse = super().dispatch(request, uidb36, key, **more)
        if getattr(self, "reset_user", None) is not None:
            guesses.know_by_mail(request, response, self.reset_user.email)
        return response


password_reset_from_key = OpenedLinkView.as_view()
