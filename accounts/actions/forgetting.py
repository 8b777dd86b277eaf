"""What accounts need not know any more."""

from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from accounts.models import Invitation


@transaction.atomic
def forget_ended() -> None:
    """Sessions that ran out, and invitations that ended long ago."""
    SessionStore.clear_expired()
    Invitation.objects.long_over().delete()
