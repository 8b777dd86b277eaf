"""Where somebody proves who they are: django-allauth's forms, with guesses counted as in `accounts.guesses`."""

from copy import deepcopy
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.core import context as current
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgain
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts import guesses
from core.form_words import OwnWords
from core.lengths import PASSWORD

ADDRESS = _("E-mail address")
LABELS = {
    "oldpassword": _("Password now"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
}
LONGEST_CODE = 40  # a code of six digits or of a list, with the spaces people put in


def _no_longer(form: type[forms.BaseForm], name: str, most: int) -> forms.CharField:
    """The field of another form, with a largest length, and called what our pages call it."""
    field: forms.CharField = deepcopy(form.base_fields[name])  # type: ignore[attr-defined]
    field.label = LABELS.get(name, field.label)
    field.max_length = most
    field.validators.append(MaxLengthValidator(most))
    field.widget.attrs["maxlength"] = str(most)
    return field


class _Counted(OwnWords, BaseAuthenticateForm):  # type: ignore[misc]  # allauth is not typed
    code = _no_longer(BaseAuthenticateForm, "code", LONGEST_CODE)

    def clean_code(self) -> str:
        guess = guesses.count(current.request, self.user.email, guesses.CODE)
        if guess is None:
            raise get_adapter().validation_error("too_many_codes")
        code = str(super().clean_code())  # raises where it is wrong
        guess.was_right()
        return code


class CodeForm(_Counted, AuthenticateForm):  # type: ignore[misc]
    """The code of the second factor, when signing in."""


class CodeAgainForm(_Counted, CodeAgain):  # type: ignore[misc]
    """The same, before something that cannot be undone."""


class NewPasswordForm(OwnWords, ChangePasswordForm):  # type: ignore[misc]
    oldpassword, password1, password2 = (
        _no_longer(ChangePasswordForm, name, PASSWORD) for name in ("oldpassword", "password1", "password2")
    )

    def clean_oldpassword(self) -> str:
        guess = guesses.count(current.request, self.user.email, guesses.PASSWORD)
        if guess is None:
            raise get_adapter().validation_error("too_many_login_attempts")
        password = str(super().clean_oldpassword())
        guess.was_right()
        return password


class SignInForm(OwnWords, LoginForm):  # type: ignore[misc]
    password = _no_longer(LoginForm, "password", PASSWORD)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = ADDRESS


class PasswordAgainForm(OwnWords, ReauthenticateForm):  # type: ignore[misc]
    password = _no_longer(ReauthenticateForm, "password", PASSWORD)


class ForgottenForm(OwnWords, ResetPasswordForm):  # type: ignore[misc]
    """Asks for the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = ADDRESS


class ForgottenPasswordForm(OwnWords, ResetPasswordKeyForm):  # type: ignore[misc]
    """Where the link of that mail leads."""

    password1, password2 = (_no_longer(ResetPasswordKeyForm, name, PASSWORD) for name in ("password1", "password2"))


class FirstPasswordForm(OwnWords, SetPasswordForm):  # type: ignore[misc]
    password1, password2 = (_no_longer(SetPasswordForm, name, PASSWORD) for name in ("password1", "password2"))


class AddressForm(OwnWords, AddEmailForm):  # type: ignore[misc]
    """Another e-mail address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")


class SecondFactorForm(OwnWords, ActivateTOTPForm):  # type: ignore[misc]
    code = _no_longer(ActivateTOTPForm, "code", LONGEST_CODE)
    code.label = _("The six digits")
