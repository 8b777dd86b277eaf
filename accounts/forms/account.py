"""One's own account."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.form_words import OwnWords
from core.lengths import PASSWORD

# True of every role: members answer and sign too, and have nobody here who works with them.
WHERE_A_NAME_STANDS = _("It stands beside what you write, decide, answer and sign.")


class AccountForm(OwnWords, forms.ModelForm[User]):
    """Each field stands in the form as it was opened too: what nobody touched there is not written back, so that a
    page left open takes no choice back that was made in another tab."""

    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("As the browser asks")), *settings.LANGUAGES],
        help_text=_("Of the pages. Without a choice they follow your browser."),
    )

    class Meta:
        model = User
        fields = ["name", "language", "appearance"]
        help_texts = {"name": WHERE_A_NAME_STANDS}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"}), "appearance": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def save_changed(self) -> User:
        self.instance.save(update_fields=self.changed_data)
        return self.instance


class AcceptForm(OwnWords, forms.Form):
    """A new account, made from an invitation."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=WHERE_A_NAME_STANDS,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=PASSWORD,
        help_text=lazy(lambda: " ".join(password_validation.password_validators_help_texts()), str)(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email = email

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        password_validation.validate_password(password, User(email=self._email, name=self.data.get("name", "")))
        return password
