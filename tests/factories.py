"""Makers: each makes only what the test is about."""

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP

from accounts.city import city_context
from accounts.models import City, Marking, Membership, User

PASSWORD = "granite-lantern-42"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_user(email: str, *, second_factor: bool = False, **fields: object) -> User:
    """Somebody whose address is confirmed; with a second factor (its secret is TOTP_SECRET) where asked."""
    user = User.objects.create_user(email, PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if second_factor:
        TOTP.activate(user, TOTP_SECRET)
    return user


def make_member(
    city: City,
    email: str,
    role: str,
    *,
    clearance: str = Marking.RED,
    second_factor: bool = True,
    **fields: object,
) -> Membership:
    """A member of a city, as the role usually is: officers and admins have a second factor."""
    user = User.objects.filter(email=email).first() or make_user(
        email, second_factor=second_factor and role != "reader", **fields
    )
    with city_context(city.pk, via="test"):
        return Membership.objects.create(city=city, user=user, role=role, clearance=clearance)
