"""Telling ten thousand members, against a bare insert of as many rows."""

import time

from django.db.models.functions import Now

from accounts.models import City, Membership, User
from notices.actions import notify_members
from notices.models import ChangeNotice, Delivery
from tests.bench.figures import Figure
from tests.factories import QUICK_HASH
from tests.mapping.makers import inside

MEMBERS = 10_000
ROUNDS = 3


def notice_fanout() -> Figure:
    """From the action to the commit, the best of three in turn: a notice that every member has, and the same number of
    rows into the same table by `bulk_create` alone."""
    city = City.objects.create(slug="bench-notices", name="Bench", country="DK")
    emails = (f"member-{number}@bench-notices.example" for number in range(MEMBERS))
    users = User.objects.bulk_create((User(email=each, password=QUICK_HASH) for each in emails), batch_size=2000)
    with inside(city):
        members = (Membership(city=city, user=each, role="reader", clearance="green") for each in users)
        Membership.objects.bulk_create(members, batch_size=2000)
    ours, bare = [], []
    for _round in range(ROUNDS):
        bare.append(_bare(city, users))
        ours.append(_ours(city))
    with inside(city):  # or the worker of another measurement would send mails for minutes
        Delivery.objects.update(sent_at=Now())
    best, reference = min(ours), min(bare)
    return Figure(
        name="notice_fanout",
        value=MEMBERS / best,
        unit="members/s",
        reference="bare bulk_create of as many rows (ours / bare)",
        ratio=best / reference,
        target="≤ 4",
        details={"ours": f"{best * 1000:.0f} ms", "bare": f"{reference * 1000:.0f} ms"},
    )


def _ours(city: City) -> float:
    began = time.perf_counter()
    with inside(city):
        notify_members(city=city, what=ChangeNotice.What.CHANGE, say=lambda: {"after": "It moves"}, link="/", by=None)
    return time.perf_counter() - began


def _bare(city: City, users: list[User]) -> float:
    with inside(city):
        notice = ChangeNotice.objects.create(city=city, what="change", title="It moves")
    rows = [Delivery(city=city, notice=notice, user=each) for each in users]
    began = time.perf_counter()
    with inside(city):
        Delivery.objects.bulk_create(rows)
    return time.perf_counter() - began
