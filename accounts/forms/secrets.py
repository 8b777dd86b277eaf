"""Where somebody proves who they are: django-allauth's forms, with guesses counted as in `accounts.guesses`."""

from copy import deepcopy

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm
from allauth.core import context as current
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from django import forms
from django.core.validators import MaxLengthValidator

from accounts import guesses
from core.lengths import PASSWORD

LONGEST_CODE = 40  # a code of six digits or of a list, with the spaces people put in


def _no_longer(form: type[forms.BaseForm], name: str, most: int) -> forms.CharField:
    """The field of another form, with a largest length."""
    field: forms.CharField = deepcopy(form.base_fields[name])  # type: ignore[attr-defined]
    field.max_length = most
    field.validators.append(MaxLengthValidator(most))
    field.widget.attrs["maxlength"] = str(most)
    return field


class _Counted(BaseAuthenticateForm):  # type: ignore[misc]  # allauth is not typed
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


class CodeAgainForm(_Counted, ReauthenticateForm):  # type: ignore[misc]
    """The same, before something that cannot be undone."""


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
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
