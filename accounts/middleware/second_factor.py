"""Who must have a second factor gets no further than setting one up."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from accounts.models import User
from accounts.prepared import Prepared

# Of a person: whether they have one, and whether they have one of these roles in any city.
ASK = Prepared(
    "ask_second_factor",
    "SELECT EXISTS (SELECT FROM mfa_authenticator WHERE user_id = $1),"
    " EXISTS (SELECT FROM accounts_membership WHERE user_id = $1 AND role = ANY (string_to_array($2, ',')))",
)
# Pages on the way to a second factor, and out.
ALWAYS_OPEN = frozenset({"mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_view_recovery_codes",
                         "mfa_download_recovery_codes", "account_logout", "account_reauthenticate", "look",
                         "session_state"})  # fmt: skip


class SecondFactorMiddleware:
    """Sends people whose role requires a second factor, and who have none, to the page where they set it up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        name = request.resolver_match.url_name if request.resolver_match else None
        if not request.user.is_authenticated or name in ALWAYS_OPEN or not _lacks_second_factor(request, request.user):
            return None
        return redirect("mfa_activate_totp")


def has_and_must_have(user: User) -> tuple[bool, bool]:
    """Whether somebody has a second factor, and whether they must: host staff, and whoever has one of the named roles
    in any city."""
    roles = settings.SECOND_FACTOR_ROLES
    has, by_role = ASK.one(user.pk, ",".join(roles)) or (False, False)
    return has, by_role or (user.is_staff and bool(roles))


def _lacks_second_factor(request: HttpRequest, user: User) -> bool:
    """On a page of a city its role there decides, which is known already; elsewhere any role does."""
    membership = getattr(request, "membership", None)
    if membership is not None:
        return membership.needs_second_factor and not membership.has_second_factor
    if not settings.SECOND_FACTOR_ROLES:
        return False
    has, must_have = has_and_must_have(user)
    return must_have and not has
