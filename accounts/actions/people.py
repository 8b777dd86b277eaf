"""What people do with their own account."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import F

from accounts.actions.memberships import remove_member
from accounts.city import city_context
from accounts.models import Membership, User


@transaction.atomic
def close_account(*, user: User) -> None:
    """End every membership and empty the account of what says who it was.

    The row stays, without name and address, because records and history point at it ("who did this" must not
    start to point at nobody). Raises Refused where the person is a city's only admin.
    """
    for membership in Membership.objects.filter(user=user):
        with city_context(membership.city_id, via="account", actor_id=user.pk):
            remove_member(membership=membership)
    # the host's own list of what was done to accounts calls them by their names
    theirs = LogEntry.objects.filter(content_type__app_label="accounts", content_type__model="user", object_id=user.pk)
    theirs.update(object_repr="", change_message="")
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.email = f"closed-{user.pk}@invalid"
    user.name = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()


def end_all_sessions(*, user: User) -> None:
    """Sign a person out everywhere: every session made before this ends at its next request."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
