"""A feed and a calendar by a secret link: title and link only, up to what its member may read, dead with them."""

import datetime
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core import mail
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from accounts.actions import end_all_sessions
from accounts.models import City, Membership, User
from notices.actions.following import digest_of, make_link
from notices.models import Asked, ChangeNotice, FeedLink
from tests.factories import PASSWORD, make_member, send, sign_in, today_in
from tests.mapping.makers import inside

HERE = "/city/elverhavn/notices/follow/"
CITIES = ("elverhavn", "sandvig", "nowhere")
NEW_PASSWORD = "meadow-copper-violin"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def told(elverhavn: City) -> None:
    soon = today_in(elverhavn) + datetime.timedelta(days=5)
    facts = {"city": elverhavn, "what": "change", "before": "Secret before", "after": "Secret after",
             "why": "Secret why", "question": "Secret question", "answer_by": soon}  # fmt: skip
    with inside(elverhavn):
        ChangeNotice.objects.create(title="The hall moves", marking="green", **facts)
        ChangeNotice.objects.create(title="Above green", marking="amber", **facts)
        ChangeNotice.objects.create(title="Not released", state="pending", **facts)
        ChangeNotice.objects.create(title="For admins", **{**facts, "what": "second"})


def _links(client: Client) -> list[str]:
    page = client.post(HERE).content.decode()
    return [re.sub(r"^https?://[^/]+", "", each) for each in re.findall(r"<code>([^<]+)</code>", page)]


@pytest.mark.usefixtures("told")
def test_it_names_titles_and_links_of_what_its_member_may_read(elverhavn: City, rita: Membership) -> None:
    feed, calendar = _links(sign_in(Client(), rita))
    said = Client().get(feed)
    entries = ET.fromstring(said.content).findall(f"{ATOM}entry")  # noqa: S314  (our own)
    assert [each.findtext(f"{ATOM}title") for each in entries] == ["The hall moves"]
    days = Client().get(calendar)
    (event,) = Calendar.from_ical(days.content).walk("VEVENT")
    assert str(event["summary"]) == "The hall moves"
    assert event.decoded("dtstart") == today_in(elverhavn) + datetime.timedelta(days=5)
    for answer in (said, days):
        assert "Secret" not in answer.content.decode()
        assert "no-store" in answer.headers["Cache-Control"]
    with inside(elverhavn):
        secret = feed.split("/")[3]
        assert len(secret) * 6 >= 128
        assert secret not in str(FeedLink.objects.values())


@pytest.mark.usefixtures("told")
def test_characters_that_nobody_sees_in_one_title_end_nobody_s_feed(elverhavn: City, rita: Membership) -> None:
    with inside(elverhavn):
        odd = "The\x01 hall\x0b moves\r\nEND:VEVENT\ufffe\uffff\x7f \x1b& <b>"
        ChangeNotice.objects.filter(title="The hall moves").update(title=odd)
    feed, calendar = _links(sign_in(Client(), rita))
    (entry,) = ET.fromstring(Client().get(feed).content).findall(f"{ATOM}entry")  # noqa: S314  (our own)
    (event,) = Calendar.from_ical(Client().get(calendar).content).walk("VEVENT")
    assert entry.findtext(f"{ATOM}title") == str(event["summary"]) == "The hall moves END:VEVENT & <b>"


@pytest.mark.usefixtures("told")
def test_what_is_asked_no_more_has_no_day(elverhavn: City, rita: Membership) -> None:
    _feed, calendar = _links(sign_in(Client(), rita))
    with inside(elverhavn):
        notice = ChangeNotice.objects.get(title="The hall moves")
        row = Asked.objects.create(city=elverhavn, notice=notice, user=rita.user)
    assert b"VEVENT" in Client().get(calendar).content
    with inside(elverhavn):
        Asked.objects.filter(pk=row.pk).update(closed_as="replaced", settled_at=timezone.now())
    assert b"VEVENT" not in Client().get(calendar).content


def _answers(links: list[str]) -> set[int]:
    return {Client().get(each).status_code for each in links}


def test_where_nothing_is_asked_there_is_no_day(elverhavn: City, alice: Membership, rita: Membership) -> None:
    """The form took a day by which nothing was asked, and the calendar said that something is."""
    _feed, calendar = _links(sign_in(Client(), rita))
    with inside(elverhavn):
        notice = ChangeNotice.objects.create(
            city=elverhavn, what="change", state="pending", title="It moves", after="There", marking="green"
        )
    sent = {"title": "It moves", "after": "There", "notice_class": "must", "answer_by": "2100-01-01"}
    answer = send(sign_in(Client(), alice), f"/city/elverhavn/what-changed/{notice.pk}/edit/", sent)
    assert list(answer.context["writing"].form.errors) == ["question"]
    with inside(elverhavn):
        ChangeNotice.objects.update(state="released", answer_by="2100-01-01")
    assert b"VEVENT" not in Client().get(calendar).content
    with inside(elverhavn):
        ChangeNotice.objects.update(question="Does it suit you?")
    assert b"VEVENT" in Client().get(calendar).content
    # nor does the last day there is, after which there is none
    with inside(elverhavn):
        ChangeNotice.objects.update(answer_by=datetime.date.max)
    assert b"DTSTART;VALUE=DATE:99991231" in Client().get(calendar).content


@pytest.mark.usefixtures("told")
def test_feed_and_calendar_are_dead_once_renewed_or_ended_or_their_member_is_gone(
    elverhavn: City, rita: Membership
) -> None:
    client = sign_in(Client(), rita)
    old, new = _links(client), _links(client)
    assert len(old) == len(new) == 2
    assert (_answers(old), _answers(new)) == ({404}, {200})
    memberships, users = Membership.objects.filter(pk=rita.pk), User.objects.filter(pk=rita.user_id)
    with inside(elverhavn):
        memberships.update(clearance="clear")
    assert all(b"The hall moves" not in Client().get(each).content for each in new)
    for rows, name, ended, undone in (
        (users, "is_active", False, True),
        (memberships, "suspended_at", "2026-01-01T00:00Z", None),
        (memberships, "expires_at", "2026-01-01T00:00Z", None),
    ):
        for value, status in ((ended, 404), (undone, 200)):
            with inside(elverhavn):
                rows.update(**{name: value})
            assert _answers(new) == {status}, name
    assert client.post(HERE, {"end": "1"}).status_code == 302
    assert _answers(new) == {404}
    again = _links(client)
    assert _answers(again) == {200}
    with inside(elverhavn):
        memberships.delete()
    assert _answers(again) == {404}


@pytest.mark.usefixtures("told")
def test_whoever_signs_out_everywhere_ends_the_link_that_somebody_else_may_have_made(
    elverhavn: City, rita: Membership
) -> None:
    client = sign_in(Client(), rita)
    links = _links(client)
    assert _answers(links) == {200}
    end_all_sessions(user=rita.user)
    assert _answers(links) == {404}
    client = sign_in(Client(), rita)
    assert _answers(_links(client)) == {200}


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(("epoch", "status"), [(0, 200), (1, 404)])
def test_a_link_from_before_this_was_asked_ends_so_too(
    elverhavn: City, rita: Membership, epoch: int, status: int
) -> None:
    """It has no number in it, and held on."""
    User.objects.filter(pk=rita.user_id).update(session_epoch=epoch)
    with inside(elverhavn):
        FeedLink.objects.create(city=elverhavn, user=rita.user, secret_sha256=digest_of("as-it-was-made-then"))
    assert _answers(["/follow/elverhavn/as-it-was-made-then/changes.atom"]) == {status}


def _by_the_page(client: Client, rita: Membership, _sending: Any) -> None:
    sent = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post("/account/password/change/", sent).status_code == 302
    assert client.get(HERE).status_code == 200  # the session in which it was changed goes on


def _by_the_mail(_client: Client, rita: Membership, sending: Any) -> None:
    other = Client()
    with sending(execute=True):
        other.post("/account/password/reset/", {"email": rita.user.email})
    link = re.search(r"https?://[^/\s]+(/account/\S+)", str(mail.outbox[-1].body))
    assert link
    form = other.get(link[1], follow=True)
    set_anew = other.post(form.redirect_chain[-1][0], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert set_anew.status_code == 302


def _by_a_program(_client: Client, rita: Membership, _sending: Any) -> None:
    """Begun before a number was counted elsewhere, which is not counted back."""
    user = User.objects.get(pk=rita.user_id)
    end_all_sessions(user=User.objects.get(pk=rita.user_id))
    user.set_password(NEW_PASSWORD)
    user.save(update_fields=["password"])
    assert (user.session_epoch, User.objects.get(pk=rita.user_id).session_epoch) == (2, 2)


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("change", [_by_the_page, _by_the_mail, _by_a_program])
def test_a_new_password_ends_the_link_that_somebody_else_may_have_made(
    rita: Membership, change: Callable[[Client, Membership, Any], None], django_capture_on_commit_callbacks: Any
) -> None:
    client = sign_in(Client(), rita)
    links = _links(client)
    change(client, rita, django_capture_on_commit_callbacks)
    assert User.objects.get(pk=rita.user_id).check_password(NEW_PASSWORD)
    assert _answers(links) == {404}
    page = sign_in(Client(), User.objects.get(pk=rita.user_id)).get(HERE).content.decode()
    assert "it leads nowhere any more" in " ".join(page.split())


@pytest.mark.usefixtures("told")
def test_a_password_that_is_hashed_anew_ends_nothing(rita: Membership) -> None:
    """With a version of Django that hashes longer: whoever signs in next would have lost their calendar."""
    links = _links(sign_in(Client(), rita))
    user = User.objects.get(pk=rita.user_id)
    user.password = PBKDF2PasswordHasher().encode(PASSWORD, "salt", iterations=2)
    user.save()
    before = user.password
    assert user.check_password(PASSWORD)
    assert User.objects.get(pk=rita.user_id).password != before
    assert _answers(links) == {200}


@pytest.mark.usefixtures("told")
def test_who_left_and_comes_back_has_no_link_of_then(elverhavn: City, rita: Membership) -> None:
    links = _links(sign_in(Client(), rita))
    with inside(elverhavn):
        Membership.objects.filter(pk=rita.pk).delete()
        assert FeedLink.objects.exists()
    make_member(elverhavn, rita.user.email, "reader")
    assert _answers(links) == {404}
    assert _answers(_links(sign_in(Client(), rita))) == {200}


def test_whoever_sits_at_somebody_s_browser_makes_no_link_that_lasts(elverhavn: City, rita: Membership) -> None:
    client = sign_in(Client(), rita, fresh=False)
    asked = client.post(HERE)
    assert asked["Location"].startswith("/account/reauthenticate/")
    with inside(elverhavn):
        assert not FeedLink.objects.exists()
    page = client.post(asked["Location"], {"password": PASSWORD}, follow=True).content.decode()
    assert "changes.atom" in page
    assert f'action="{HERE}"' in page
    with inside(elverhavn):
        assert FeedLink.objects.count() == 1


def test_a_link_of_one_city_opens_no_other(elverhavn: City, other_city: City, rita: Membership) -> None:
    with inside(elverhavn):
        secret = make_link(city=elverhavn, user=rita.user)
    for kind in ("changes.atom", "dates.ics"):
        found = {each: Client().get(f"/follow/{each}/{secret}/{kind}").status_code for each in CITIES}
        assert found == {"elverhavn": 200, "sandvig": 404, "nowhere": 404}
