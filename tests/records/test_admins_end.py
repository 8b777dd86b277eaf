"""That somebody is no admin any more, or may less, takes two people or seven days; whoever is shut out is told."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from accounts.actions import accept, close_account, invite, leave
from accounts.markings import ORDER
from accounts.models import City, Membership, ProcessingRecord
from core.errors import Refused
from jobs.attempts import execute
from notices.models import ChangeNotice, Delivery
from records.actions import (
    change_or_ask,
    confirm,
    invite_or_ask,
    keep_processing_record,
    refuse,
    remove_or_ask,
    settle_due,
    suspend_admin,
    withdraw_change,
)
from records.models import PendingChange
from records.models.pending import WAITS
from records.tasks import settle
from tests.factories import make_member, make_user, send, sign_in
from tests.mapping.makers import inside
from tests.records.conftest import bob_s_colleague
from tests.records.makers import make_observation
from tests.reports.release.meddling import claimed

PEOPLE = "/city/elverhavn/people/"


@pytest.fixture
def dora(elverhavn: City) -> Membership:
    return make_member(elverhavn, "dora@elverhavn.example", "admin", name="Dora")


@pytest.fixture
def running(elverhavn: City, bob: Membership, alice: Membership, carla: Membership) -> City:
    make_observation(elverhavn, bob, state="approved", approved_at=timezone.now(), approved_by=bob_s_colleague(bob))
    return elverhavn


Three = tuple[Membership, Membership, Membership]


@pytest.fixture
def three(alice: Membership, carla: Membership, dora: Membership) -> Three:
    return alice, carla, dora


def _officer(who: Membership, by: Membership) -> object:
    return change_or_ask(membership=who, role="officer", clearance=who.clearance, by=by.user)


def _reader(who: Membership, by: Membership) -> object:
    return change_or_ask(membership=who, role="reader", clearance="green", by=by.user)


def _lower(who: Membership, by: Membership) -> object:
    return change_or_ask(membership=who, role=who.role, clearance=ORDER[ORDER.index(who.clearance) - 1], by=by.user)


def _removed(who: Membership, by: Membership) -> object:
    return remove_or_ask(membership=who, by=by.user)


WAYS: list[Callable[[Membership, Membership], object]] = [_officer, _reader, _lower, _removed]


def _stands(who: Membership) -> tuple[str, str] | None:
    return Membership.objects.in_force().filter(pk=who.pk).values_list("role", "clearance").first()


@pytest.mark.parametrize("end", ["confirmed", "refused", "in time"])
@pytest.mark.parametrize("way", WAYS)
def test_an_admin_less_waits_and_every_admin_is_told(running: City, three: Three, way: Any, end: str) -> None:
    alice, carla, dora = three
    with inside(running):
        before = _stands(carla)
        asked = way(carla, alice)
        assert isinstance(asked, PendingChange)
        assert _stands(carla) == before == ("admin", "red")
        assert set(Delivery.objects.values_list("user", flat=True)) == {alice.user_id, carla.user_id, dora.user_id}
        for who in (alice, carla):
            with pytest.raises(Refused):
                confirm(change=asked, by=who.user)
        if end == "refused":
            refuse(change=asked, by=carla.user)  # whom it is about may say no
        if end == "confirmed":
            confirm(change=asked, by=dora.user)
        if end == "in time":
            PendingChange.objects.update(takes_effect_at=timezone.now() - datetime.timedelta(seconds=1))
            assert settle_due(city_id=running.pk) == 1
        assert (_stands(carla) == before) is (end == "refused")


@pytest.mark.parametrize("way", WAYS)
def test_oneself_and_who_is_no_admin_at_once(running: City, alice: Membership, bob: Membership, way: Any) -> None:
    with inside(running):
        assert not isinstance(way(bob, alice), PendingChange)
        assert not isinstance(way(alice, alice), PendingChange)
        assert not PendingChange.objects.exists()


@pytest.mark.parametrize("way", [*WAYS[:2], _removed])
def test_of_the_last_admin_who_can_come_in_nothing_goes(
    running: City, alice: Membership, carla: Membership, way: Any
) -> None:
    with inside(running):
        suspend_admin(membership=carla, by=alice.user)
        with pytest.raises(Refused, match="only admin"):
            way(alice, alice)
        with pytest.raises(Refused, match="only admin"):
            leave(membership=alice)
    with pytest.raises(Refused, match="only admin"):
        close_account(user=alice.user)


def test_one_admin_alone_never_comes_to_an_end_of_all_others(
    running: City, alice: Membership, carla: Membership, dora: Membership
) -> None:
    """Shut the others out, ask for a friend, wait: as long as somebody could not refuse no day counts."""
    with inside(running):
        for other in (carla, dora):
            suspend_admin(membership=other, by=alice.user)
        friend = invite_or_ask(city=running, email="m@home.example", role="admin", clearance="red", by=alice.user)
        assert isinstance(friend, PendingChange)
        for _week in range(3):
            PendingChange.objects.update(takes_effect_at=timezone.now() - datetime.timedelta(days=8))
            assert settle_due(city_id=running.pk) == 0
        # let in again a moment before the end: they have the whole time
        PendingChange.objects.update(takes_effect_at=timezone.now() + datetime.timedelta(seconds=1))
        for change in PendingChange.objects.waiting().filter(kind="suspension"):
            with pytest.raises(Refused, match="another admin confirms or lifts it"):
                confirm(change=change, by=alice.user)
            withdraw_change(change=change, by=alice.user)
        friend.refresh_from_db()
        assert friend.takes_effect_at > timezone.now() + WAITS - datetime.timedelta(minutes=1)
        refuse(change=friend, by=dora.user)


@pytest.mark.parametrize(("end", "is_there"), [("lifted", True), ("withdrawn", True), ("confirmed", False)])
def test_who_is_suspended_is_out_at_once_is_told_and_comes_back_or_goes_by_a_second_admin(
    running: City, three: Three, end: str, is_there: bool
) -> None:
    alice, carla, dora = three
    carlas = sign_in(Client(), carla)
    assert carlas.get(PEOPLE).status_code == 200
    page = sign_in(Client(), alice).get(f"{PEOPLE}{carla.pk}/remove/").content.decode()
    assert "Suspend at once" in page
    sign_in(Client(), alice).post(f"{PEOPLE}{carla.pk}/remove/", {"suspend": "1"})
    assert carlas.get(PEOPLE).status_code == 404
    assert "Suspended since" in sign_in(Client(), dora).get(PEOPLE).content.decode()
    with inside(running):
        change = PendingChange.objects.get()
        told = Delivery.objects.filter(notice__what=ChangeNotice.What.SECOND_ADMIN)
        assert carla.user_id in told.values_list("user", flat=True)
    _send_mails()
    (to_carla,) = [each for each in mail.outbox if each.to == [carla.user.email]]
    assert "You cannot come in there now" in to_carla.body
    assert "every member" not in to_carla.body
    assert all("cannot come in" not in each.body for each in mail.outbox if each is not to_carla)
    client = sign_in(Client(), dora)
    shown = client.get(f"/city/elverhavn/changes/{change.pk}/").content.decode()
    assert "takes effect on" not in shown
    assert "shut out until a second admin decides" in shown
    by = sign_in(Client(), alice) if end == "withdrawn" else client
    by.post(
        f"/city/elverhavn/changes/{change.pk}/",
        {"decision": {"lifted": "refuse", "withdrawn": "withdraw", "confirmed": "confirm"}[end]},
    )
    assert (carlas.get(PEOPLE).status_code == 200) is is_there
    assert Membership.objects.filter(pk=carla.pk).exists() is is_there


def _send_mails() -> None:
    while job := claimed():
        execute(job)


def test_an_old_link_neither_lowers_an_admin_nor_lets_one_in_again(
    running: City, alice: Membership, carla: Membership
) -> None:
    with inside(running):
        Membership.objects.filter(pk=carla.pk).delete()
        old = invite(city=running, email=carla.user.email, role="reader", clearance="green")
        again = make_member(running, carla.user.email, "admin")
        suspend_admin(membership=again, by=alice.user)
        with pytest.raises(Refused, match="belongs to the city already"):
            invite_or_ask(city=running, email=carla.user.email, role="reader", clearance="green", by=alice.user)
    with pytest.raises(Refused, match="belongs to the city already"):
        accept(invitation=old, user=carla.user)
    with inside(running):
        now = Membership.objects.get(pk=again.pk)
        assert (now.role, now.suspended_at is None) == ("admin", False)


@pytest.mark.parametrize("asker", ["the other", "they themselves", "a third"])
def test_no_wish_that_waits_keeps_anybody_from_being_shut_out(running: City, three: Three, asker: str) -> None:
    alice, carla, dora = three
    with inside(running):
        Membership.objects.filter(pk=carla.pk).update(clearance="green")
        carla.refresh_from_db()
        by = {"the other": alice, "they themselves": carla, "a third": dora}[asker]
        wish = change_or_ask(membership=carla, role="admin", clearance="amber", by=by.user)
        assert isinstance(wish, PendingChange)
        suspend_admin(membership=carla, by=alice.user)
        assert _stands(carla) is None
        wish.refresh_from_db()
        assert wish.state == ("withdrawn" if by is alice else "refused")
        assert [each.kind for each in PendingChange.objects.waiting()] == ["suspension"]


def test_only_another_admin_is_suspended(running: City, alice: Membership, bob: Membership) -> None:
    with inside(running):
        for nobody in (bob, alice):
            with pytest.raises(Refused, match="Only another admin"):
                suspend_admin(membership=nobody, by=alice.user)
        with pytest.raises(Refused, match="Only an admin"):
            suspend_admin(membership=alice, by=bob.user)


def test_the_host_closes_an_account_all_admins_hear_of_it_and_no_day_counts(
    running: City, alice: Membership, carla: Membership
) -> None:
    """Host staff who are an admin, or help one: the account of the others is closed, a friend asked for, seven days."""
    helen = make_user("helen@host.example", is_staff=True, is_superuser=True, second_factor=True)
    with inside(running):
        friend = invite_or_ask(city=running, email="m@home.example", role="admin", clearance="red", by=alice.user)
        assert isinstance(friend, PendingChange)
        PendingChange.objects.update(takes_effect_at=timezone.now() - datetime.timedelta(days=1))
    for is_active, said in ((False, "Carla cannot sign in"), (True, "Carla can sign in again")):
        client = sign_in(Client(), helen)
        sent = {"is_active": "on"} if is_active else {}
        answer = client.post(f"/admin/accounts/user/{carla.user_id}/change/", sent)
        assert answer.status_code == 302
        with inside(running):
            notice = ChangeNotice.objects.order_by("pk").last()
            assert notice is not None
            assert (notice.what, notice.after, notice.made_by) == ("account", said, helen)
            assert set(notice.deliveries.values_list("user", flat=True)) == {alice.user_id, carla.user_id}
            if not is_active:
                PendingChange.objects.update(takes_effect_at=timezone.now() - datetime.timedelta(days=1))
            assert settle_due(city_id=running.pk) == 0
            friend.refresh_from_db()
            assert friend.takes_effect_at > timezone.now() + WAITS - datetime.timedelta(minutes=1)


def test_no_page_names_a_day_while_no_day_counts(running: City, three: Three) -> None:
    """The first page and that of people named one, beside a page that says that the seven days begin anew; and so did
    that page itself, in the sentence before."""
    alice, carla, dora = three
    elsewhere = City.objects.create(slug="elsewhere", name="Elsewhere", country="DK", time_zone="Europe/Copenhagen")
    later = timezone.now() + WAITS
    # shut out as well, and none of them could refuse it
    for number, (city, role, until) in enumerate(
        ((elsewhere, "admin", None), (running, "officer", None), (running, "admin", later))
    ):
        user = make_user(f"{number}@elverhavn.example")
        with inside(city):
            Membership.objects.create(city=city, user=user, role=role, suspended_at=timezone.now(), expires_at=until)
    with inside(running):
        asked = invite_or_ask(city=running, email="m@home.example", role="admin", clearance="red", by=alice.user)
    client, own = sign_in(Client(), dora), f"/city/elverhavn/changes/{asked.pk}/"
    for address in (PEOPLE, "/city/elverhavn/"):
        assert "Asked for by Alice; takes effect on" in client.get(address).content.decode()
    assert "it takes effect on" in client.get(own).content.decode()
    with inside(running):
        Membership.objects.filter(pk=carla.pk).update(suspended_at=timezone.now())
    for address in (PEOPLE, "/city/elverhavn/"):
        page = client.get(address).content.decode()
        assert "Asked for by Alice; its seven days do not pass while an admin is shut out." in page
        assert "takes effect on" not in page
    page = client.get(own).content.decode()
    assert "It waits for a second admin, or for seven days in which nobody refuses." in page
    assert "the seven days begin anew" in page
    assert "takes effect on" not in page


def test_who_is_shut_out_until_a_second_admin_decides_is_told_so_and_no_days(running: City, three: Three) -> None:
    """While one is shut out, no days pass of anything else."""
    alice, carla, dora = three
    with inside(running):
        suspend_admin(membership=carla, by=alice.user)
    client = sign_in(Client(), dora)
    for address in (PEOPLE, "/city/elverhavn/"):
        page = client.get(address).content.decode()
        assert "Asked for by Alice; holds until a second admin decides." in page
        assert "seven days do not pass" not in page


DANISH = "Den, der bad om den, er ikke længere administrator."
ENGLISH = "Whoever asked for it is no longer an admin."


def test_why_a_change_came_to_nothing_is_read_in_each_reader_s_language(running: City, three: Three) -> None:
    """Whoever decided, and beat: in the history it is in the city's own."""
    alice, carla, dora = three
    City.objects.filter(pk=running.pk).update(languages=["de", "da", "en"])
    with inside(running):
        invite_or_ask(city=running, email="m@home.example", role="admin", clearance="red", by=alice.user)
        PendingChange.objects.update(takes_effect_at=timezone.now() - datetime.timedelta(days=1))
        Membership.objects.filter(pk=alice.pk).update(role="officer")
    settle()
    with inside(running):
        change = PendingChange.objects.get()
    assert change.outcome == DANISH
    client, page = sign_in(Client(), dora), f"/city/elverhavn/changes/{change.pk}/"
    assert ENGLISH in client.get(page).content.decode()
    dora.user.language = "da"
    dora.user.save()
    assert DANISH in client.get(page).content.decode()
    with inside(running), override("de"):  # which nobody translated yet
        assert change.outcome_in_words == DANISH
        PendingChange.objects.update(state="waiting", decided_at=None, outcome="", worded={})
    with inside(running), override("en"):
        decided = confirm(change=change, by=carla.user)
        assert (decided.outcome, decided.outcome_in_words) == (DANISH, ENGLISH)


def test_so_is_a_rule_whose_words_are_looked_up_when_they_are_read(running: City, three: Three) -> None:
    alice, carla, _dora = three
    with inside(running), override("en"):
        record = ProcessingRecord.objects.get()
        most = record.retention["history"]
        record.retention |= {"history": most - 1}
        asked = keep_processing_record(city=running, record=record, by=alice.user)
        assert isinstance(asked, PendingChange)
        # records longer than their history would be: longer is nobody asked about
        kept = ProcessingRecord.objects.get()
        kept.retention |= {"observation": most}
        keep_processing_record(city=running, record=kept, by=carla.user)
        decided = confirm(change=asked, by=carla.user)
    assert decided.state == PendingChange.State.OVERTAKEN
    assert decided.worded["en"].startswith("History is kept at least as long as observations")
    assert decided.worded["da"].startswith("Historikken gemmes mindst lige så længe som observationerne")


def test_before_anything_was_approved_one_admin_is_enough(
    elverhavn: City, alice: Membership, carla: Membership
) -> None:
    with inside(elverhavn):
        assert remove_or_ask(membership=carla, by=alice.user) is None
        assert not Membership.objects.filter(pk=carla.pk).exists()


def test_pages_ask_and_say_so(running: City, alice: Membership, carla: Membership) -> None:
    client = sign_in(Client(), alice)
    page = client.get(f"{PEOPLE}{carla.pk}/remove/").content.decode()
    assert "waits for a second admin, or for seven days" in page
    client.post(f"{PEOPLE}{carla.pk}/remove/")
    assert Membership.objects.filter(pk=carla.pk).exists()
    answer = send(client, f"{PEOPLE}{carla.pk}/", {"role": "officer", "clearance": "amber"}, follow=True)
    assert "waits for a second admin already" in answer.content.decode()
