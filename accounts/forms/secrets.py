"""Where somebody proves who they are: django-allauth's forms, with guesses counted as in `accounts.guesses`."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm
from allauth.core import context as current
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm

from accounts import guesses


class _Counted(BaseAuthenticateForm):  # type: ignore[misc]  # allauth is not typed
    def clean_code(self) -> str:
        guess = guesses.count(current.request, self.user.email, guesses.CODE)
        if guess is None:
            raise get_adapter().validation_error("too_many_login_attempts")
        code = str(super().clean_code())  # raises where it is wrong
        guess.was_right()
        return code


class CodeForm(_Counted, AuthenticateForm):  # type: ignore[misc]
    """The code of the second factor, when signing in."""


class CodeAgainForm(_Counted, ReauthenticateForm):  # type: ignore[misc]
    """The same, before something that cannot be undone."""


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    def clean_oldpassword(self) -> str:
        guess = guesses.count(current.request, self.user.email, guesses.PASSWORD)
        if guess is None:
            raise get_adapter().validation_error("too_many_login_attempts")
        password = str(super().clean_oldpassword())
        guess.was_right()
        return password
