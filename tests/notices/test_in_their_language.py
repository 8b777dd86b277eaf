"""What the program writes everybody reads in their own language; what a person wrote is one text for all."""

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from accounts.models import City, Membership, User
from notices.actions import edit_notice, notify_members, release_notice, standing
from notices.actions.following import make_link
from notices.models import ChangeNotice, Delivery, Letter, NetworkBody
from records.actions import invite_or_ask
from records.models import PendingChange
from tests.factories import make_member, sign_in
from tests.mapping.makers import inside
from tests.notices.conftest import collected
from tests.records.makers import make_factor

AIM = "Nobody is alone here."


@pytest.fixture
def danish(rita: Membership) -> Client:
    User.objects.filter(pk=rita.user_id).update(language="da")
    return sign_in(Client(), rita)


@pytest.fixture
def english(elverhavn: City) -> Client:
    eva = make_member(elverhavn, "eva@elverhavn.example", "reader", clearance="green", name="Eva")
    User.objects.filter(pk=eva.user_id).update(language="en")
    return sign_in(Client(), eva)


def _told(city: City, by: Membership, **written: str) -> ChangeNotice:
    """That the city's mission is another, as somebody wrote parts of it anew."""
    with inside(city):
        City.objects.filter(pk=city.pk).update(mission=AIM)
    collected(city)
    with inside(city):
        notice = ChangeNotice.objects.pending().get()
        for name, text in written.items():
            setattr(notice, name, text)
        if written:
            edit_notice(notice=notice, by=by.user)
        assert release_notice(notice=notice, by=by.user, as_read=standing(ChangeNotice.objects.get(pk=notice.pk)))
    return notice


def _page(reader: Client, city: City, notice: ChangeNotice) -> str:
    return reader.get(f"/city/{city.slug}/what-changed/{notice.pk}/").text


def test_a_change_is_read_in_each_reader_s_language(
    elverhavn: City, alice: Membership, danish: Client, english: Client
) -> None:
    collected(elverhavn)
    notice = _told(elverhavn, alice)
    with override("en"):
        title = str(notice)
    with override("da"):
        titel = str(notice)
    assert title != titel
    for reader, mine, other in ((danish, titel, title), (english, title, titel)):
        for page in ("what-changed/", "notices/", "", f"what-changed/{notice.pk}/"):
            said = reader.get(f"/city/elverhavn/{page}").text
            assert mine in said, page
            assert other not in said, page
        for page in ("what-changed/export/", "notices/export/"):
            said = reader.get(f"/city/elverhavn/{page}?format=csv").getvalue().decode()
            assert mine in said
            assert other not in said


def test_it_is_found_by_the_words_that_its_reader_reads(
    elverhavn: City, alice: Membership, danish: Client, english: Client
) -> None:
    """And by those of the city's own language, in which it is kept; by those of nobody's it is not."""
    City.objects.filter(pk=elverhavn.pk).update(languages=["en"])
    collected(elverhavn)
    notice = _told(elverhavn, alice)
    with override("da"):
        titel = str(notice)
    for page in ("what-changed/?q=", "notices/?q=", "search/?words="):
        for reader, is_found in ((danish, True), (english, False)):
            found = reader.get(f"/city/elverhavn/{page}{titel}").text
            links = (f"/what-changed/{notice.pk}/", f"/notices/{_delivery(elverhavn, reader)}/")
            assert any(each in found for each in links) == is_found, page


def test_no_word_finds_what_was_told_above_one_s_clearance(
    elverhavn: City, alice: Membership, rita: Membership
) -> None:
    """Their list names it “a change above your clearance”, and was narrowed down to it by what it says."""
    with inside(elverhavn):
        notify_members(
            city=elverhavn, what=ChangeNotice.What.CHANGE, link="", by=alice.user, marking="amber",
            say=lambda: {"title": "The hall moves", "after": "Højvang"},
        )  # fmt: skip
    reader = sign_in(Client(), rita)
    for words, is_found in (("", True), ("hall", False), ("Højvang", False)):
        page = reader.get(f"/city/elverhavn/notices/?q={words}").text
        assert ("A change above your clearance" in page) == is_found, words


def _delivery(city: City, reader: Client) -> int:
    with inside(city):
        return Delivery.objects.get(user=reader.session["_auth_user_id"]).pk


def test_what_a_person_wrote_is_one_text_for_all_and_the_rest_stays_each_reader_s(
    elverhavn: City, alice: Membership, danish: Client, english: Client
) -> None:
    collected(elverhavn)
    notice = _told(elverhavn, alice, title="Vi har et nyt mål")
    kept = ChangeNotice.objects
    for reader in (danish, english):
        assert "Vi har et nyt mål" in _page(reader, elverhavn, notice)
    with inside(elverhavn):
        # what was written anew is nowhere in the words of before, where a search would find it
        assert all("title" not in said and "after" in said for said in kept.get(pk=notice.pk).worded.values())


def test_a_letter_is_in_the_city_s_own_language_whoever_prints_it(
    elverhavn: City, alice: Membership, danish: Client
) -> None:
    with inside(elverhavn):
        body = NetworkBody.objects.create(city=elverhavn, name="Traders", address="Torvet 1")
        City.objects.filter(pk=elverhavn.pk).update(languages=["da"])
        elverhavn.refresh_from_db()
        notice = notify_members(
            city=elverhavn, what=ChangeNotice.What.CHANGE, link="", by=alice.user,
            say=lambda: {"title": "Flytning", "after": "Højvang", "why": "Tag"},
        )  # fmt: skip
        letter = Letter.objects.get(notice=notice, body=body)
    User.objects.filter(pk=alice.user_id).update(language="en")
    page = sign_in(Client(), alice).get(f"/city/elverhavn/what-changed/{notice.pk}/letters/{letter.pk}/").text
    printed = page[page.index('<div lang="da">') : page.index("not-printed", page.index('<div lang="da">'))]
    assert "Hvorfor" in printed
    assert "Why" not in printed


def test_feed_and_calendar_are_in_their_reader_s_language(
    elverhavn: City, alice: Membership, rita: Membership, danish: Client
) -> None:
    collected(elverhavn)
    notice = _told(elverhavn, alice, question="Er det godt?")
    with inside(elverhavn):
        secret = make_link(city=elverhavn, user=rita.user)
        ChangeNotice.objects.filter(pk=notice.pk).update(answer_by="2099-01-01")
    with override("da"):
        titel = str(notice)
    for page in (f"/follow/elverhavn/{secret}/changes.atom", f"/follow/elverhavn/{secret}/dates.ics"):
        assert titel in Client(headers={"accept-language": "en"}).get(page).content.decode(), page


def test_a_change_that_waits_is_told_in_the_language_of_whoever_reads_it(
    elverhavn: City, alice: Membership, bob: Membership
) -> None:
    """Asked for by an admin who reads Danish, read by one who reads English; and the other way round."""
    carla = make_member(elverhavn, "carla@elverhavn.example", "admin", clearance="red", name="Carla")
    make_approved(elverhavn, bob, alice)
    for language, other, role in (("da", "en", "City officer"), ("en", "da", "Kommunal medarbejder")):
        with inside(elverhavn), override(language):
            PendingChange.objects.all().delete()
            ChangeNotice.objects.all().delete()
            invite_or_ask(city=elverhavn, email="m@home.example", role="officer", clearance="red", by=alice.user)
            change = PendingChange.objects.get()
        User.objects.filter(pk=carla.user_id).update(language=other)
        reader = sign_in(Client(), carla)
        with override(other):
            mine = change.change_in_words
        assert role in mine
        with inside(elverhavn):
            delivery = Delivery.objects.get(user=carla.user)
        for page in ("", "people/", f"changes/{change.pk}/", f"notices/{delivery.pk}/"):
            assert mine in reader.get(f"/city/elverhavn/{page}").text, (other, page)


def make_approved(city: City, by: Membership, approver: Membership) -> Any:
    return make_factor(city, by, state="approved", approved_by=approver.user, approved_at="2026-01-01T00:00Z")
