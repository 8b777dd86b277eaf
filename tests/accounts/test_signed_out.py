"""What somebody sends who is signed out by then: not saved, there to be copied, and led on to a page that opens."""

import re

import pytest
from django.test import Client

from accounts.middleware.by_script import HEADER
from accounts.models import Membership, User
from tests.factories import make_user, sign_in

TELL = "/city/elverhavn/projects/1/tell/"
PAGE = "/city/elverhavn/observations/same-event/?shown=all"
DECIDE = "/city/elverhavn/observations/same-event/decide/"
LONG = "They say that people are asked at the door where they come from, and that some went home."
NOT_SAVED = "What you sent is not saved."


@pytest.mark.django_db
def test_a_text_that_was_sent_signed_out_can_be_copied_before_one_signs_in() -> None:
    """It was gone without a word."""
    answer = Client().post(TELL, {"what": LONG, "kind": "harm", "base_version": "W1syNSw5LDYs" * 9})
    assert answer.status_code == 403
    assert NOT_SAVED in answer.text
    assert f"{LONG}</textarea>" in answer.text
    assert answer.text.count("<textarea") == 1
    # the texts stay: coming back to what was sent is not possible
    assert re.search(rf'href="/account/login/\?next={TELL}"\s+target="_blank"', answer.text)


@pytest.mark.django_db
def test_a_button_pressed_signed_out_leads_to_the_page_it_stood_on_and_not_to_an_empty_one() -> None:
    here = "http://testserver"
    client = Client()
    answer = client.post(DECIDE, {"same": "yes"}, headers={"referer": f"{here}{PAGE}"}, follow=True)
    assert answer.redirect_chain == [
        ("/account/login/?next=/city/elverhavn/observations/same-event/%3Fshown%3Dall", 302)
    ]
    assert "You are signed out: what you sent is not saved." in answer.text
    for elsewhere in ("https://elsewhere.example/city/x/", "//elsewhere.example/x", "not an address", "http://[", ""):
        asked = client.post(DECIDE, {"same": "yes"}, headers={"referer": elsewhere})
        assert asked["Location"] == f"/account/login/?next={DECIDE}"


@pytest.mark.django_db
def test_what_a_script_sends_or_another_site_made_up_is_not_given_back() -> None:
    assert Client().post(TELL, {"what": LONG}, headers={HEADER: "1"}).status_code == 401
    foreign = Client(enforce_csrf_checks=True).post(TELL, {"what": LONG})
    assert foreign.status_code == 403
    assert LONG not in foreign.text
    assert LONG not in Client().post("/account/password/change/", {"oldpassword": "x", "what": LONG}).text


def test_an_address_that_only_takes_in_forms_is_a_page_when_it_is_opened(bob: Membership) -> None:
    """It was an empty one, to which signing in led."""
    answer = sign_in(Client(), bob.user).get("/account/sign-out-everywhere/")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "It only takes in what a form sends. Nothing was changed." in answer.text
    assert 'href="/"' in answer.text


def test_what_is_said_of_such_an_address_is_in_the_language_a_person_chose(bob: Membership) -> None:
    """It was in that of the browser, and every other page was not."""
    User.objects.filter(pk=bob.user_id).update(language="da")
    answer = sign_in(Client(), bob.user).get("/account/sign-out-everywhere/", headers={"accept-language": "en"})
    assert answer.status_code == 405
    assert answer["Content-Language"] == "da"
    assert '<html lang="da"' in answer.text
    assert "It only takes in what a form sends" not in answer.text


def test_what_is_closed_to_an_account_without_a_city_is_said_of_no_city(bob: Membership) -> None:
    """A page of no city was closed by “your role in this city”."""
    of_the_host = sign_in(Client(), make_user("hanna@host.example", is_staff=True, second_factor=True)).get(
        "/admin/accounts/city/add/"
    )
    assert of_the_host.status_code == 403
    assert "ask whoever runs this installation" in of_the_host.text
    assert "this city" not in of_the_host.text
    of_the_city = sign_in(Client(), bob.user).get("/city/elverhavn/people/invite/")
    assert of_the_city.status_code == 403
    assert "Your role in this city does not include" in of_the_city.text
