"""A form that is sent after its session has ended, without a script: nothing is saved, and what was typed is kept for
whose session it was, and for nobody else."""

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.middleware.sessions import SEEN_AT
from accounts.models import City, Membership
from mapping.models import Observation
from records.actions import keep_draft
from records.models import Draft
from tests.factories import sign_in
from tests.home.as_sent import form_of
from tests.mapping.makers import inside, with_districts, with_record
from tests.records.makers import make_observation

HERE = "/city/elverhavn/"
NEW = f"{HERE}observations/new/"
TYPED = "Stickers, typed for half an hour"
KEPT = "what you typed is kept"


@pytest.fixture
def city(elverhavn: City) -> City:
    with_record(elverhavn)
    return with_districts(elverhavn, "1")


def _sent(client: Client, address: str, **typed: Any) -> dict[str, Any]:
    found, _texts = form_of(client, address)
    return {**found, **typed}


def _end(client: Client, minutes: int = 31) -> None:
    session = client.session
    session[SEEN_AT] = session.get(SEEN_AT, 0) - minutes * 60
    session.save()


def _drafts(city: City) -> list[Draft]:
    with inside(city):
        return list(Draft.objects.exclude(data={}).select_related("owner"))


def test_what_was_typed_stands_in_the_form_again_after_signing_in(city: City, bob: Membership) -> None:
    client = sign_in(Client(), bob)
    sent = _sent(client, NEW, title=TYPED)
    _end(client)
    answer = client.post(NEW, sent, follow=True)
    assert answer.request["PATH_INFO"] == "/account/login/"
    assert KEPT in answer.text
    # neither in the page that asks to sign in, nor in what is left of the session, nor in the way back
    assert TYPED not in answer.text
    assert TYPED not in str([each.get_decoded() for each in Session.objects.all()])
    back = answer.redirect_chain[-1][0]
    assert "Stickers" not in back
    with inside(city):
        assert not Observation.objects.exists()
    (draft,) = _drafts(city)
    assert (draft.owner, draft.data["title"]) == (bob.user, [TYPED])
    assert not [name for name in draft.data if name.startswith(("draft", "csrf", "base"))]  # of the page, not typed
    again = sign_in(Client(), bob).get(re.sub(r".*next=", "", back).replace("%3F", "?").replace("%3D", "="))
    assert TYPED in again.text


def test_of_a_record_that_is_there_it_is_its_draft_and_a_decision_is_not_taken(
    city: City, alice: Membership, bob: Membership
) -> None:
    row = make_observation(city, bob, state="submitted")
    change, back = (
        f"{HERE}observations/{row.pk}/change/",
        reverse("record_step", args=["elverhavn", "observation", row.pk, "return"]),
    )
    for member, address, name in ((alice, back, "review_comment"), (bob, change, "title")):
        with inside(city):
            Observation.objects.filter(pk=row.pk).update(state="submitted" if member == alice else "draft")
        client = sign_in(Client(), member)
        sent = _sent(client, address, **{name: TYPED})
        _end(client)
        assert client.post(address, sent).status_code == 302
        with inside(city):
            row.refresh_from_db()
        assert (row.title == TYPED, row.state) == (False, "submitted" if member == alice else "draft")
        assert TYPED in sign_in(Client(), member).get(address).text


def test_nobody_else_finds_it(city: City, alice: Membership, bob: Membership) -> None:
    client = sign_in(Client(), bob)
    sent = _sent(client, NEW, title=TYPED)
    _end(client)
    client.post(NEW, sent)
    other = sign_in(Client(), alice)
    for page in (NEW, f"{NEW}?draft={sent['draft'][0]}", f"{HERE}drafts/"):
        assert TYPED not in other.get(page).text


@pytest.mark.parametrize(
    "how",
    ["another site", "no session", "by a script", "no member any more", "not their form", "no such form", "elsewhere"],
)
def test_of_no_other_sending_anything_is_kept(how: str, city: City, bob: Membership, rita: Membership) -> None:
    who = rita if how == "not their form" else bob
    client = sign_in(Client(enforce_csrf_checks=how == "another site"), who)
    sent = _sent(sign_in(Client(), bob), NEW, title=TYPED)
    address = NEW
    _end(client)
    if how == "no session":
        client.cookies.clear()
    if how == "no member any more":
        bob.delete()
    if how == "no such form":
        sent["draft_form"] = "accounts.user"
    if how == "elsewhere":
        address, sent = "/account/logout/", {"title": TYPED}
    headers = {"X-By-Script": ""} if how == "by a script" else {}
    client.post(address, sent, headers=headers)
    assert _drafts(city) == []


def test_what_our_page_sent_is_told_by_its_token(city: City, bob: Membership) -> None:
    client = sign_in(Client(enforce_csrf_checks=True), bob)
    page = client.get(NEW).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    sent = {**_sent(client, NEW, title=TYPED), "csrfmiddlewaretoken": token[1]}
    _end(client)
    client.post(NEW, sent)
    assert len(_drafts(city)) == 1


def test_a_draft_that_another_tab_kept_meanwhile_stays_and_this_is_set_aside(city: City, bob: Membership) -> None:
    row = make_observation(city, bob)
    address = f"{HERE}observations/{row.pk}/change/"
    client = sign_in(Client(), bob)
    sent = _sent(client, address, title=TYPED)
    with inside(city):
        whose: dict[str, Any] = {"city": city, "owner": bob.user, "form": "mapping.observation", "record": str(row.pk)}
        keep_draft(**whose, data={"title": ["Of another tab"]}, version=0, base_version="")
    _end(client)
    answer = client.post(address, {**sent, "draft_version": "7"}, follow=True)
    assert KEPT in answer.text
    again = sign_in(Client(), bob)
    assert "Of another tab" in again.get(address).text
    assert TYPED in str([draft.beside for draft in _drafts_of(city, bob)])


def _drafts_of(city: City, member: Membership) -> list[Draft]:
    with inside(city):
        return list(Draft.objects.filter(owner=member.user))
