"""Every member is told, whatever happens on the way: a real worker, a real mail server that is busy and does not know
everybody, and a worker that is killed between the server's yes and ours.

In the app exactly once; by mail at least once under one Message-ID, at most one duplicate a kill; nothing of what
changed in any mail, nothing to who is not cleared.
"""

import datetime
import os
import signal
import subprocess
import time
from collections import Counter

import pytest
from django.utils import timezone

from accounts.models import City, Membership, User
from notices.actions import notify_members
from notices.models import ChangeNotice, Delivery, Mailing, NoticePace, Pace
from tests.conftest import StartWorker
from tests.factories import QUICK_HASH
from tests.mapping.makers import inside
from tests.notices.server import Post, mail_server, moody
from tests.sizes import in_full_by_soak

KILLS = 3
PACES = tuple(Pace)


def _with_members(city: City, count: int) -> None:
    """Readers up to green, of each pace the same number; one in 25 has an address that is gone."""
    emails = [f"{'gone' if not number % 25 else 'member'}-{number}@network.example" for number in range(count)]
    users = User.objects.bulk_create(User(email=each, password=QUICK_HASH) for each in emails)
    with inside(city):
        Membership.objects.bulk_create(
            Membership(city=city, user=each, role="reader", clearance="green") for each in users
        )
        NoticePace.objects.bulk_create(
            NoticePace(city=city, user=each, pace=PACES[number % 3]) for number, each in enumerate(users)
        )


def _tell(city: City) -> None:
    """Three notices of last week, the third above what the members read."""
    for name, marking in (("One", "clear"), ("Two", "green"), ("Three", "amber")):
        with inside(city):
            texts = {"title": f"Secret {name}", "after": f"Secret {name}", "why": "Secret why"}
            made = notify_members(city=city, what=ChangeNotice.What.CHANGE, say=texts.copy, link="/", by=None)
            long_ago = timezone.now() - datetime.timedelta(days=8)
            ChangeNotice.objects.filter(pk=made.pk).update(made_at=long_ago, marking=marking)


class Killing:
    """Kills the worker when the server has kept a mail and its yes is not on its way yet."""

    def __init__(self, every: int) -> None:
        self.kills, self._seen, self._every = 0, 0, every
        self.worker: subprocess.Popen[bytes] | None = None

    def __call__(self) -> None:
        self._seen += 1
        if self.kills < KILLS and self._seen % self._every == 0 and self.worker is not None:
            self.kills += 1
            os.killpg(self.worker.pid, signal.SIGKILL)
            self.worker.wait()


@pytest.mark.kills
@in_full_by_soak("members", 1500)
def test_every_member_is_told_once_in_the_app_and_by_mail_whatever_happens(
    members: int, committed_db: None, start_worker: StartWorker
) -> None:
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK", time_zone="Europe/Copenhagen")
    _with_members(city, members)
    _tell(city)
    with mail_server() as (post, port):
        killing = Killing(every=max(members // 5, 1))
        post.mood, post.before_yes = moody(1, busy=0.05), killing
        environment = {"GROUNDWORK_SMTP": f"smtp://127.0.0.1:{port}", "GROUNDWORK_MAIL_LEASE": "2",
                       "GROUNDWORK_MAIL_RETRY": "1", "GROUNDWORK_MAIL_SWEEP": "1"}  # fmt: skip
        killing.worker = start_worker(slots=1, **environment)
        deadline = time.monotonic() + 60 + members
        while _is_going_on(city):
            assert time.monotonic() < deadline, f"{len(post.taken)} of {members} were mailed"
            if killing.worker.poll() is not None:
                killing.worker = start_worker(slots=1, **environment)
            time.sleep(0.1)
        _all_were_told(city, members, post, killing.kills)


def _is_going_on(city: City) -> bool:
    with inside(city):
        readable = Delivery.objects.exclude(notice__marking="amber")
        return readable.filter(mailing=None).exists() or Mailing.objects.open().exists()


def _all_were_told(city: City, members: int, post: Post, kills: int) -> None:
    assert kills == KILLS
    with inside(city):
        told = Counter(Delivery.objects.values_list("user", "notice"))
        assert (len(told), set(told.values())) == (3 * members, {1})
        mailings = {f"<{each.number}@localhost>": each for each in Mailing.objects.select_related("user")}
        gone = [each for each in mailings.values() if each.refused_at]
        assert {each.user.email.partition("-")[0] for each in gone} == {"gone"}
        assert len(gone) == -(-members // 25)
        assert not Delivery.objects.filter(mailing__sent_at__isnull=False, sent_at=None).exists()
    # two changes, one mail each; of the third nobody is mailed
    assert len(mailings) == members
    assert set(post.copies) == {name for name, each in mailings.items() if each.sent_at}
    assert sum(post.copies.values()) - len(post.copies) <= kills
    for mail in post.taken:
        payload = mail.get_payload(decode=True)
        assert isinstance(payload, bytes)
        text = payload.decode() + str(mail["Subject"])
        assert "Secret" not in text
        assert text.count("/notices/") == 2
        assert mail["To"] == mailings[str(mail["Message-ID"])].user.email
