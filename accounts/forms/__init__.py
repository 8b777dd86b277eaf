from accounts.forms.account import AcceptForm, AccountForm
from accounts.forms.cities import SettingsForm
from accounts.forms.people import HostAccessForm, InvitationForm, MembershipForm

__all__ = [
    "AcceptForm",
    "AccountForm",
    "HostAccessForm",
    "InvitationForm",
    "MembershipForm",
    "SettingsForm",
]
