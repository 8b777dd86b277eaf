"""Tell every member of a change, and note who has read and acknowledged it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts.markings import Marking, highest, up_to
from accounts.models import ADMINS, City, Membership, User
from jobs.actions import enqueue
from notices.actions.letters import write_letters
from notices.composing import newest_sources
from notices.models import ChangeNotice, Delivery
from records.reading import unusual_readings
from records.registries.admin_notices import Say

if TYPE_CHECKING:
    from django.db.models import QuerySet

MAIL = "notice-mail"


@transaction.atomic
def notify_members(
    *,
    city: City,
    what: ChangeNotice.What,
    say: Say,
    link: str,
    by: User | None,
    about: Sequence[Model] = (),
    **more: Any,
) -> ChangeNotice:
    """A notice to everybody who belongs to the city now, and a letter to each member on paper; a worker sends the mails
    once this is committed.

    For what people have released already, with a reason: nobody needs to release it once more. `about` are the records
    it tells of, as they are now; what waits to be told of them goes with it. `say` gives its texts, `more` are further
    fields of the notice.
    """
    said: dict[str, Any] = {"sources": dict(newest_sources(*about)), **more}
    if about:
        said |= {"model": about[0]._meta.label_lower, "record": about[0].pk}
        for each in about:
            ChangeNotice.objects.pending().about(each._meta.label_lower, each.pk).delete()
    notice = _notice_to(members_of(city), say, city=city, what=what, link=link, made_by=by, **said)
    write_letters(notice=notice)
    return notice


@transaction.atomic
def notify_admins(city: City, say: Say, link: str, by: User) -> None:
    """A notice to every admin, whoever asked among them: a change waits for a second one."""
    what = ChangeNotice.What.SECOND_ADMIN
    _notice_to(_admins(city), say, city=city, what=what, link=link, made_by=by)


@transaction.atomic
def notify_of_account(city: City, say: Say, link: str, by: User) -> None:
    """A notice to every admin: the host closed the account of one of them, or opened it again."""
    what = ChangeNotice.What.ACCOUNT
    _notice_to(_admins(city), say, city=city, what=what, link=link, made_by=by)


@transaction.atomic
def tell_unusual_reading(*, city: City) -> list[ChangeNotice]:
    """Tell the city's admins of everybody who read unusually much, once a person and day.

    The notice is `made_by` whoever read; before and after are their usual number of records a day, and today's. That
    it was much is told to every admin; how much says how many records there are, up to what that person may read.
    """
    told = ChangeNotice.objects.filter(city=city, what=ChangeNotice.What.READING, made_at__date=timezone.localdate())
    known = set(told.values_list("made_by", flat=True))
    return [
        _notice_to(
            _admins(city),
            None,
            city=city,
            what=ChangeNotice.What.READING,
            before=str(round(reading.usual)),
            after=str(reading.read),
            figures_marking=_read_up_to(city, reading.user_id),
            link=f"/city/{city.slug}/accesses/",
            made_by_id=reading.user_id,
        )
        for reading in unusual_readings(city_id=city.pk)
        if reading.user_id not in known
    ]


def _read_up_to(city: City, user: int) -> Marking:
    """The highest marking that somebody was ever cleared for in the city."""
    events = Membership.pgh_event_model.objects.filter(city=city, user=user)  # type: ignore[attr-defined]
    return highest(events.order_by().values_list("clearance", flat=True).distinct())


def members_of(city: City) -> "QuerySet[Membership]":
    return Membership.objects.in_force().lasting().filter(city=city, user__is_active=True)


def _admins(city: City) -> "QuerySet[Membership]":
    """Also who is suspended, or whose account is closed for now: else one admin would shut out who is to be told."""
    return Membership.objects.belonging().lasting().filter(city=city, role__in=ADMINS)


def _notice_to(members: "QuerySet[Membership]", say: Say | None, *, city: City, **facts: Any) -> ChangeNotice:
    """Once this is committed a worker sends the mails."""
    notice = ChangeNotice(city=city, **facts)
    if say is not None:
        notice.say(say, city.language)
    notice.save()
    deliver(notice, members)
    return notice


def deliver(notice: ChangeNotice, members: "QuerySet[Membership]") -> None:
    """In the app at once, to each once; a worker sends the mails once this is committed."""
    told = (
        Delivery(city_id=notice.city_id, notice=notice, user_id=user) for user in members.values_list("user", flat=True)
    )
    Delivery.objects.bulk_create(told, ignore_conflicts=True, batch_size=2_000)
    enqueue(city_id=notice.city_id, kind=MAIL, payload={"notice": notice.pk})


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


@transaction.atomic
def follow_marking(_city_id: int, model: str, numbers: Sequence[int], marking: str) -> None:
    """What was told of records that are marked higher now is marked no lower."""
    lower = [each for each in up_to(marking) if each != marking]
    told = ChangeNotice.objects.filter(model=model, record__in=numbers, marking__in=lower)
    told.exclude(what=ChangeNotice.What.RELEASE).update(marking=marking)
