"""Tell every member of a change, and note who has read and acknowledged it."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from accounts.models import ADMINS, City, Membership, User
from jobs.actions import enqueue
from notices.models import ChangeNotice, Delivery
from records.reading import unusual_readings

if TYPE_CHECKING:
    from django.db.models import QuerySet

MAIL = "notice-mail"


@transaction.atomic
def notify_members(
    *, city: City, what: ChangeNotice.What, before: str, after: str, why: str, link: str, by: User | None
) -> ChangeNotice:
    """A notice to everybody who belongs to the city now; a worker sends the mails once this is committed."""
    return _notice_to(_members(city), city=city, what=what, before=before, after=after, why=why, link=link, made_by=by)


@transaction.atomic
def notify_admins(city: City, before: str, after: str, link: str, by: User) -> None:
    """A notice to every admin, whoever asked among them: a change waits for a second one."""
    what = ChangeNotice.What.SECOND_ADMIN
    _notice_to(_admins(city), city=city, what=what, before=before, after=after, link=link, made_by=by)


@transaction.atomic
def notify_of_account(city: City, before: str, after: str, link: str, by: User) -> None:
    """A notice to every admin: the host closed the account of one of them, or opened it again."""
    what = ChangeNotice.What.ACCOUNT
    _notice_to(_admins(city), city=city, what=what, before=before, after=after, link=link, made_by=by)


@transaction.atomic
def tell_unusual_reading(*, city: City) -> list[ChangeNotice]:
    """Tell the city's admins of everybody who read unusually much, once a person and day.

    The notice is `made_by` whoever read; before and after are their usual number of records a day, and today's.
    """
    told = ChangeNotice.objects.filter(city=city, what=ChangeNotice.What.READING, made_at__date=timezone.localdate())
    known = set(told.values_list("made_by", flat=True))
    return [
        _notice_to(
            _admins(city),
            city=city,
            what=ChangeNotice.What.READING,
            before=str(round(reading.usual)),
            after=str(reading.read),
            link=f"/city/{city.slug}/accesses/",
            made_by_id=reading.user_id,
        )
        for reading in unusual_readings(city_id=city.pk)
        if reading.user_id not in known
    ]


def _members(city: City) -> "QuerySet[Membership]":
    return Membership.objects.in_force().lasting().filter(city=city, user__is_active=True)


def _admins(city: City) -> "QuerySet[Membership]":
    """Also who is suspended, or whose account is closed for now: else one admin would shut out who is to be told."""
    return Membership.objects.belonging().lasting().filter(city=city, role__in=ADMINS)


def _notice_to(members: "QuerySet[Membership]", *, city: City, **said: Any) -> ChangeNotice:
    """Once this is committed a worker sends the mails."""
    notice = ChangeNotice.objects.create(city=city, **said)
    Delivery.objects.bulk_create(
        Delivery(city=city, notice=notice, user_id=user) for user in members.values_list("user", flat=True)
    )
    enqueue(city_id=city.pk, kind=MAIL, payload={"notice": notice.pk})
    return notice


@transaction.atomic
def read(*, delivery: Delivery) -> Delivery:
    """Its member has opened it; the first time counts."""
    if delivery.read_at is None and (delivery := _held(delivery)).read_at is None:
        delivery.read_at = timezone.now()
        delivery.save(update_fields=["read_at"])
    return delivery


@transaction.atomic
def acknowledge(*, delivery: Delivery) -> Delivery:
    """Its member says that they have taken note."""
    delivery = _held(delivery)
    if delivery.acknowledged_at is None:
        now = timezone.now()
        delivery.read_at, delivery.acknowledged_at = delivery.read_at or now, now
        delivery.save(update_fields=["read_at", "acknowledged_at"])
    return delivery


def _held(delivery: Delivery) -> Delivery:
    """As it is now: of the same said twice at once the second finds the first."""
    return Delivery.objects.select_for_update(no_key=True, of=("self",)).get(pk=delivery.pk)


def mark_sent(*, delivery: Delivery) -> None:
    delivery.sent_at = timezone.now()
    delivery.save(update_fields=["sent_at"])
