"""Tell every member of a change, and note who has read and acknowledged it."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from accounts.models import City, Membership, User
from jobs.actions import enqueue
from notices.models import ChangeNotice, Delivery

if TYPE_CHECKING:
    from django.db.models import QuerySet

MAIL = "notice-mail"


@transaction.atomic
def notify_members(
    *, city: City, what: ChangeNotice.What, before: str, after: str, why: str, link: str, by: User | None
) -> ChangeNotice:
    """A notice to everybody who belongs to the city now; a worker sends the mails once this is committed."""
    members = Membership.objects.in_force().lasting().filter(city=city, user__is_active=True)
    return _notice_to(members, city=city, what=what, before=before, after=after, why=why, link=link, made_by=by)


@transaction.atomic
def notify_admins(city: City, before: str, after: str, link: str, by: User) -> None:
    """A notice to every admin, whoever asked among them: a change waits for a second one."""
    admins = Membership.objects.in_force().lasting().admins().filter(city=city, user__is_active=True)
    what = ChangeNotice.What.SECOND_ADMIN
    _notice_to(admins, city=city, what=what, before=before, after=after, link=link, made_by=by)


def _notice_to(members: "QuerySet[Membership]", *, city: City, **said: Any) -> ChangeNotice:
    notice = ChangeNotice.objects.create(city=city, **said)
    Delivery.objects.bulk_create(
        Delivery(city=city, notice=notice, user_id=user) for user in members.values_list("user", flat=True)
    )
    enqueue(city_id=city.pk, kind=MAIL, payload={"notice": notice.pk})
    return notice


def read(*, delivery: Delivery) -> Delivery:
    """Its member has opened it; the first time counts."""
    if delivery.read_at is None:
        delivery.read_at = timezone.now()
        delivery.save(update_fields=["read_at"])
    return delivery


def acknowledge(*, delivery: Delivery) -> Delivery:
    """Its member says that they have taken note."""
    if delivery.acknowledged_at is None:
        now = timezone.now()
        delivery.read_at, delivery.acknowledged_at = delivery.read_at or now, now
        delivery.save(update_fields=["read_at", "acknowledged_at"])
    return delivery


def mark_sent(*, delivery: Delivery) -> None:
    delivery.sent_at = timezone.now()
    delivery.save(update_fields=["sent_at"])
