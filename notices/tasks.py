"""The job that mails: each mail a row that is taken before it is sent, so that a worker that is killed sends nobody a
second one but where the server's yes was lost. And what beat asks for: the collector, mails whose turn has come,
whether somebody read unusually much."""

import logging
from typing import Any

from celery import shared_task
from django.core.mail import get_connection
from django.utils.translation import gettext as _

from accounts.city import city_context, turn_of
from accounts.models import City
from core.mail import UNSENT
from jobs.actions import enqueue
from jobs.models import Job
from jobs.runs import Run
from notices.actions import MAIL, collect, tell_unusual_reading
from notices.actions.asking import remind_by_rule
from notices.actions.mailing import drop, due_mailings, gather, mark_sent, put_off, refuse, take
from notices.actions.waiting import note_passed_days
from notices.mails import is_for_good, mail_of

log = logging.getLogger(__name__)

__all__ = ["MAIL", "ask_for_mails", "collect_changes", "look_at_days", "remind", "send", "watch_reading"]


@shared_task
def watch_reading() -> None:
    for city in City.objects.all():
        with turn_of(city.pk), city_context(city.pk, via="watch"):
            tell_unusual_reading(city=city)


@shared_task
def collect_changes() -> None:
    """What was sealed since the last visit and is to be told becomes notices that wait, a city in a transaction."""
    for city in City.objects.all():
        with turn_of(city.pk), city_context(city.pk, via="collector"):
            collect(city=city)


@shared_task
def ask_for_mails() -> None:
    """Where a mail's turn has come and no worker is at it, one is asked to send."""
    for city in City.objects.all():
        with turn_of(city.pk), city_context(city.pk, via="mailer"):
            gather(city=city)
            if due_mailings() and not Job.objects.filter(city=city, kind=MAIL).unfinished().exists():
                enqueue(city_id=city.pk, kind=MAIL, payload={})


@shared_task
def remind() -> None:
    """Who was asked and has not answered is reminded once, some days before the answer is due."""
    for city in City.objects.all():
        with turn_of(city.pk), city_context(city.pk, via="reminder"):
            remind_by_rule(city=city)


@shared_task
def look_at_days() -> None:
    """Whose records were to be looked at again by yesterday."""
    for city in City.objects.all():
        with turn_of(city.pk), city_context(city.pk, via="days"):
            note_passed_days(city=city)


def send(run: Run) -> None:
    """The handler: all mails of a city that are due. Taken first, then sent, then noted, each in a transaction of its
    own, so that nothing is held while the server thinks about it."""
    with run.step(_("Looking up who is told")):
        gather(city=City.objects.get(pk=run.city_id))
        waiting = due_mailings()
    connection = get_connection()
    try:
        for done, each in enumerate(waiting):
            _send_one(run, connection, each, percent=round(100 * done / len(waiting)))
    finally:
        connection.close()


def _send_one(run: Run, connection: Any, number: int, *, percent: int) -> None:
    with run.step(_("Sending mails"), percent=percent):
        mailing = take(number=number)
        message = mail_of(mailing) if mailing is not None else None
        if mailing is not None and message is None:
            drop(mailing=mailing)
    if mailing is None or message is None:
        return
    try:
        connection.send_messages([message])
    except UNSENT as problem:
        log.warning("A mail was not taken: %s", type(problem).__name__)
        connection.close()
        with run.step(""):
            (refuse if is_for_good(problem) else put_off)(mailing=mailing)
    else:
        with run.step(""):
            mark_sent(mailing=mailing)
