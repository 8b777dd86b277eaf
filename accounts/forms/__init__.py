from accounts.forms.account import AcceptForm, AccountForm
from accounts.forms.cities import SettingsForm
from accounts.forms.people import HostAccessForm, InvitationForm, MembershipForm
from accounts.forms.secrets import CodeAgainForm, CodeForm, NewPasswordForm

__all__ = [
    "AcceptForm",
    "AccountForm",
    "CodeAgainForm",
    "CodeForm",
    "HostAccessForm",
    "InvitationForm",
    "MembershipForm",
    "NewPasswordForm",
    "SettingsForm",
]
