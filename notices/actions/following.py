"""The secret link by which somebody follows a city's changes elsewhere: made, made anew, ended."""

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from accounts.models import City, Membership, User
from notices.models import FeedLink

# 256 random bits.
SECRET_BYTES = 32


@transaction.atomic
def make_link(*, city: City, user: User) -> str:
    """The secret, which is shown now and never again; one that was there before leads nowhere from now on. It ends with
    how often its owner has signed out everywhere or set another password, and holds until they do so once more."""
    secret = f"{secrets.token_urlsafe(SECRET_BYTES)}.{user.session_epoch}"
    FeedLink.objects.filter(city=city, user=user).delete()
    # by the clock that says since when they belong to the city
    FeedLink.objects.create(city=city, user=user, secret_sha256=digest_of(secret), made_at=timezone.now())
    return secret


@transaction.atomic
def end_link(*, city: City, user: User) -> None:
    FeedLink.objects.filter(city=city, user=user).delete()


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def follower_of(city: City, secret: str) -> User | None:
    """Whose link it is, as long as they belong to the city, without a break since they made it, and their account is
    open. Inside the city's context."""
    link = FeedLink.objects.filter(city=city, secret_sha256=digest_of(secret)).select_related("user").first()
    if link is None or not link.user.is_active:
        return None
    # one that was made before this was asked has none: it holds for who never signed out everywhere
    if (secret.partition(".")[2] or "0") != str(link.user.session_epoch):
        return None
    belongs = Membership.objects.of(link.user).filter(city=city, created_at__lte=link.made_at).exists()
    return link.user if belongs else None


def link_of(city: City, user: User) -> FeedLink | None:
    """The one they made last, whether it holds or not: of what it ends with the digest tells nothing."""
    return FeedLink.objects.filter(city=city, user=user).first()
