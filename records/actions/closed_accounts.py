"""What an account that the host closes, or opens again, means where its owner is an admin."""

from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.city import city_context
from accounts.models import Membership, User
from records.actions.pending import begin_anew
from records.registries.admin_notices import notify_of_account


@transaction.atomic
def closed_or_opened(user: User, by: User) -> None:
    """Every admin is told, that one too; what waits in the city waits its whole time again."""
    theirs = Membership.objects.belonging().lasting().admins().filter(user=user).select_related("city")
    for membership in theirs:
        city = membership.city
        with city_context(city.pk, via="host", actor_id=by.pk):
            begin_anew(city.pk)
            notify_of_account(city, partial(_told, user), reverse("people", args=[city.slug]), by)


def _told(user: User) -> dict[str, str]:
    said = {"name": user}
    return {"after": _("%(name)s can sign in again") % said if user.is_active else _("%(name)s cannot sign in") % said}
