"""The job that mails a notice: one member a step, so that a worker that is killed sends nobody a second mail. And what
beat asks for: whether somebody read unusually much."""

from typing import TYPE_CHECKING

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.city import city_context
from accounts.models import City, Membership
from jobs.runs import Run
from notices.actions import MAIL, collect, mark_sent, tell_unusual_reading
from notices.models import ChangeNotice, Delivery

if TYPE_CHECKING:
    from django.db.models import QuerySet

__all__ = ["MAIL", "collect_changes", "send", "watch_reading"]


@shared_task
def watch_reading() -> None:
    for city in City.objects.all():
        with city_context(city.pk, via="watch"):
            tell_unusual_reading(city=city)


@shared_task
def collect_changes() -> None:
    """What was sealed since the last visit and is to be told becomes notices that wait, a city in a transaction."""
    for city in City.objects.all():
        with city_context(city.pk, via="collector"):
            collect(city=city)


def send(run: Run) -> None:
    """The handler. The mail says that there is news and where, never what it is."""
    pk = run.payload["notice"]
    with run.step(_("Looking up who is told")):
        waiting = list(Delivery.objects.to_send().filter(notice=pk).values_list("pk", flat=True))
    for done, each in enumerate(waiting):
        with run.step(_("Sending mails"), percent=round(100 * done / len(waiting))):
            delivery = _still_to_send().filter(pk=each).first()
            if delivery is not None:
                # marked first: where sending fails the step is undone, and tried again
                mark_sent(delivery=delivery)
                mail_of(delivery).send()


def _still_to_send() -> "QuerySet[Delivery]":
    """Locked, of those who belong to the city still: who left meanwhile is not written to. Admins who are shut out are:
    the mail says that there is something, and not what."""
    here = Membership.objects.belonging().filter(city=OuterRef("city"), user=OuterRef("user"))
    comes_in = Q(user__is_active=True) & Exists(here.in_force())
    waiting = Delivery.objects.to_send().filter(comes_in | Exists(here.admins()))
    return waiting.select_related("user", "city", "notice").select_for_update(no_key=True, of=("self",))


def mail_of(delivery: Delivery) -> EmailMessage:
    here = Membership.objects.filter(city=delivery.city_id, user=delivery.user_id)
    with translation.override(delivery.user.language or settings.LANGUAGE_CODE):
        link = f"{settings.SITE_URL}/city/{delivery.city.slug}/notices/{delivery.pk}/"
        return EmailMessage(
            subject=_("News from %(city)s in Groundwork") % {"city": delivery.city.name},
            body=render_to_string(
                "notices/email/notice.txt",
                {
                    "link": link,
                    "city": delivery.city.name,
                    "for_admins": delivery.notice.what in ChangeNotice.FOR_ADMINS,
                    "is_held_up": here.held_up().exists(),
                },
            ),
            to=[delivery.user.email],
        )
