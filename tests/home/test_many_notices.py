"""Of very many notices the pages read the first ones through an index, and count no further than a list does."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory

from accounts.models import City, Membership
from notices.lists import rows_of_changes, rows_of_notices
from notices.models import ChangeNotice, Delivery
from tests.factories import make_member, sign_in
from tests.mapping.makers import inside
from tests.plans import count_again

HOME = "/city/elverhavn/"


def told(member: Membership, count: int, **fields: Any) -> list[Delivery]:
    city = member.city
    with inside(city):
        notices = ChangeNotice.objects.bulk_create(
            ChangeNotice(city=city, marking="clear", title=f"It moves {number}", after="Højvang", **fields)
            for number in range(count)
        )
        return Delivery.objects.bulk_create(Delivery(city=city, notice=each, user=member.user) for each in notices)


@pytest.mark.parametrize("what", ChangeNotice.What.values)
def test_each_kind_of_notice_waits_for_an_admin_in_words_of_its_own(alice: Membership, what: str) -> None:
    told(alice, 1, what=what)
    assert "It moves 0" in sign_in(Client(), alice).get(HOME).content.decode()


def test_many_are_counted_as_far_as_a_list_counts(alice: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    told(alice, 7, what="change")
    client = sign_in(Client(), alice)
    assert "Notices to read or answer: 7" in client.get(HOME).content.decode()
    monkeypatch.setattr("core.lists.pages.COUNTED", 6)
    assert "Notices to read or answer: 6+" in client.get(HOME).content.decode()


def test_what_is_read_and_still_asks_waits_beside_what_is_new_the_newest_first(alice: Membership) -> None:
    first, *_others = told(alice, 2, what="second")
    told(alice, 1, what="change")
    with inside(alice.city):
        Delivery.objects.filter(pk=first.pk).update(read_at="2026-01-01T00:00Z")
    page = sign_in(Client(), alice).get(HOME)
    assert [each.hint for each in page.context["inbox"] if each.kind == "Notice"] == [
        "What changed, and why.",
        "What is to change, and who asked. Acknowledge it.",
        "What is to change, and who asked. Acknowledge it.",
    ]
    with inside(alice.city):
        Delivery.objects.update(read_at="2026-01-01T00:00Z", acknowledged_at="2026-01-01T00:00Z")
    page = sign_in(Client(), alice).get(HOME)
    assert not [each for each in page.context["inbox"] if each.kind == "Notice"]


@pytest.mark.parametrize(
    ("rows", "index"),
    [(rows_of_changes, "notices_changenotice_told"), (rows_of_notices, "notices_delivery_of_member")],
)
def test_a_list_is_read_in_its_order_from_an_index(committed_db: None, rows: Any, index: str) -> None:
    """Committed, many, most of them somebody else's, and counted: of what the tests before left of the tables' pages
    and rows all indexes may look alike to whoever plans."""
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    alice, bob = (make_member(city, f"{name}@elverhavn.example", "admin") for name in ("alice", "bob"))
    told(bob, 3000, what="change")
    told(alice, 1000, what="change")
    count_again()
    asked: Any = RequestFactory().get("/")
    asked.user, asked.city, asked.membership = alice.user, alice.city, alice
    with inside(city), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")  # of so few both are as cheap
        plan = rows(asked).matching[:51].explain()
    assert index in plan
    assert "Sort" not in plan


def test_of_what_somebody_may_not_read_it_is_not_said_what_it_tells(
    elverhavn: City, alice: Membership, bob: Membership
) -> None:
    """“What changed, and why”, it said of what bob may not read, and “how much” to admins who are not told."""
    with inside(elverhavn):
        Membership.objects.filter(pk__in=[alice.pk, bob.pk]).update(clearance="green")
        facts = {"city": elverhavn, "title": "", "before": "3", "after": "900"}
        amber = ChangeNotice.objects.create(what="change", marking="amber", **facts)
        read = ChangeNotice.objects.create(what="reading", made_by=bob.user, figures_marking="red", **facts)
        Delivery.objects.create(city=elverhavn, notice=amber, user=bob.user)
        Delivery.objects.create(city=elverhavn, notice=read, user=alice.user)
    for member, said, not_said in (
        (bob, "You are not cleared to read it.", "What changed, and why."),
        (alice, "Who it is. Acknowledge it.", "Who, and how much."),
    ):
        page = sign_in(Client(), member).get("/city/elverhavn/").content.decode()
        assert said in page
        assert not_said not in page
