"""Who belongs to a city: inviting, changing a role, letting host staff in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import HostAccess, Invitation, Membership, Role
from core.form_words import OwnWords

ROLE_HELP = _(
    "An officer records and sees records. An admin also reviews, releases and manages people. "
    "A network member reads released editions and notices, never records."
)
CLEARANCE_HELP = _("The most restricted material this person may see (Traffic Light Protocol).")


def _role() -> forms.ChoiceField:
    """A role must be chosen: radio buttons without an empty one."""
    return forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect, help_text=ROLE_HELP)


class InvitationForm(OwnWords, forms.ModelForm[Invitation]):
    role = _role()

    class Meta:
        model = Invitation
        fields = ["email", "role", "clearance"]
        help_texts = {
            "email": _("A link goes to this address. It works once, for seven days."),
            "clearance": CLEARANCE_HELP,
        }
        widgets = {"email": forms.EmailInput(attrs={"autocomplete": "off"})}

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


class MembershipForm(OwnWords, forms.ModelForm[Membership]):
    role = _role()

    class Meta:
        model = Membership
        fields = ["role", "clearance"]
        help_texts = {"clearance": CLEARANCE_HELP}


class HostAccessForm(OwnWords, forms.ModelForm[HostAccess]):
    class Meta:
        model = HostAccess
        fields = ["city", "reason", "hours"]
        help_texts = {
            "reason": _("The city's admins read this before they decide. Name the ticket or the question."),
            "hours": _("From 1 to 72. Access ends by itself."),
        }
