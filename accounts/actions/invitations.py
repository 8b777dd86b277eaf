"""Invitations: how people come to a city."""

import datetime
import hashlib
import logging
import secrets

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.actions.memberships import end_alone_where_more
from accounts.city import city_context
from accounts.models import City, Invitation, Membership, User
from accounts.models.memberships import INVITATION_DAYS
from accounts.permissions import require_secrecy_ground
from core.errors import Refused
from core.mail import UNSENT

VALID_DAYS = INVITATION_DAYS
log = logging.getLogger(__name__)


@transaction.atomic
def invite(*, city: City, email: str, role: str, clearance: str, invited_by: User | None = None) -> Invitation:
    """Ask somebody into a city; the mail goes out when this is committed.

    Who belongs already, or has an open invitation, is refused: a second link in two mailboxes helps nobody.
    """
    email = email.strip().lower()
    require_new(city=city, email=email)
    if invited_by is not None:  # the command of whoever runs the server is the way back for a city without admins
        require_secrecy_ground(city, clearance)
    invitation = Invitation(city=city, email=email, role=role, clearance=clearance, invited_by=invited_by)
    return _renew_and_send(invitation)


def require_new(*, city: City, email: str) -> None:
    """Raises Refused where this address belongs already, or was asked to."""
    if Membership.objects.belonging().filter(city=city, user__email=email).exists():
        raise Refused(_("%(email)s belongs to the city already.") % {"email": email})
    if Invitation.objects.pending().filter(city=city, email=email).exists():
        raise Refused(_("%(email)s has an invitation already. Send it again, or withdraw it.") % {"email": email})


@transaction.atomic
def send_again(*, invitation: Invitation, seen: str, by: User) -> bool:
    """A new link, from this admin; the one sent before stops working. Pressed twice, or by two, it is one mail:
    `seen` is until when the link worked that was to be replaced, and none goes out where another has meanwhile.
    """
    invitation = _still_pending(invitation)
    if seen != invitation.expires_at.isoformat():
        return False
    invitation.invited_by = by
    _renew_and_send(invitation)
    return True


@transaction.atomic
def withdraw(*, invitation: Invitation) -> None:
    """The link stops working at once."""
    invitation = _still_pending(invitation)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])


def find_invitation(secret: str) -> Invitation | None:
    """The open invitation this secret belongs to."""
    return Invitation.objects.open().select_related("city").filter(secret_sha256=_digest(secret)).first()


@transaction.atomic
def accept(*, invitation: Invitation, user: User | None = None, name: str = "", password: str = "") -> Membership:
    """Take up an invitation: with the account one has, or with a new one.

    Having the link proves the address, so the address counts as confirmed: the link of now, not one that another took
    the place of since it was looked up. Raises Refused for an account with another address, or an account that has a
    password and did not sign in.
    """
    link = invitation.secret_sha256
    invitation = Invitation.objects.select_for_update().select_related("city").get(pk=invitation.pk)
    if not Invitation.objects.open().filter(pk=invitation.pk, secret_sha256=link).exists():
        raise Refused(_("This invitation is no longer valid. Ask whoever sent it for a new one."))
    if user is None:
        user = _new_account(invitation.email, name=name, password=password)
    elif user.email != invitation.email:
        raise Refused(_("This invitation was sent to another address than that of your account."))
    # Whoever came another way meanwhile keeps role and clearance: an old link changes neither, nor ends a suspension.
    if Membership.objects.lasting().filter(city=invitation.city, user=user).exists():
        raise Refused(_("%(email)s belongs to the city already.") % {"email": invitation.email})
    EmailAddress.objects.update_or_create(
        user=user, email=invitation.email, defaults={"verified": True, "primary": True}
    )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    with city_context(invitation.city_id, via="invitation", actor_id=user.pk):
        membership, _made = Membership.objects.update_or_create(
            city=invitation.city,
            user=user,
            defaults={"role": invitation.role, "clearance": invitation.clearance, "expires_at": None},
        )
        end_alone_where_more(invitation.city_id)
    return membership


def has_account(email: str) -> bool:
    """Whether somebody with this address can sign in already."""
    user = User.objects.filter(email=email).first()
    return user is not None and user.has_usable_password()


def _new_account(email: str, *, name: str, password: str) -> User:
    if has_account(email):
        raise Refused(_("There is an account with this address. Sign in to accept the invitation."))
    user = User.objects.filter(email=email).first() or User(email=email)
    user.name = name
    user.set_password(password)
    user.save()
    return user


def _still_pending(invitation: Invitation) -> Invitation:
    locked = Invitation.objects.select_for_update().select_related("city").get(pk=invitation.pk)
    if locked.accepted_at:
        raise Refused(_("%(email)s has accepted the invitation.") % {"email": locked.email})
    if locked.withdrawn_at:
        raise Refused(_("The invitation of %(email)s was withdrawn.") % {"email": locked.email})
    return locked


def _renew_and_send(invitation: Invitation) -> Invitation:
    secret = secrets.token_urlsafe(32)
    invitation.secret_sha256 = _digest(secret)
    invitation.sent_at = None
    invitation.expires_at = timezone.now() + datetime.timedelta(days=VALID_DAYS)
    invitation.save()
    language = translation.get_language()
    transaction.on_commit(lambda: _send(invitation, secret, language))
    return invitation


def _send(invitation: Invitation, secret: str, language: str) -> None:
    """The mail holds the link and who invites, nothing of what the city keeps."""
    with translation.override(language):
        facts = {
            "city": invitation.city.name,
            "link": settings.SITE_URL + reverse("invitation", args=[secret]),
            "days": VALID_DAYS,
        }
        subject = _("Invitation to %(city)s in Groundwork") % {"city": invitation.city.name}
        text = render_to_string("accounts/email/invitation.txt", facts)
    try:
        send_mail(subject, text, None, [invitation.email])
    except UNSENT:
        log.exception("An invitation could not be sent")
    else:
        # sent again meanwhile, it is not this link that somebody waits for
        Invitation.objects.filter(pk=invitation.pk, secret_sha256=_digest(secret)).update(sent_at=timezone.now())


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
