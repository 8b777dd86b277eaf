"""What a form says to whoever goes without a script: nothing is kept before it is sent, so until when it has to be."""

import re
import time

import pytest
from django.conf import settings
from django.test import Client

from accounts.middleware.sessions import SIGNED_IN_AT
from accounts.models import City, Membership
from tests.factories import sign_in
from tests.mapping.makers import with_districts, with_record

NEW = "/city/elverhavn/observations/new/"


@pytest.fixture
def client(elverhavn: City, bob: Membership) -> Client:
    with_districts(with_record(elverhavn), "1")
    return sign_in(Client(), bob)


def test_without_a_script_a_form_says_until_when_it_has_to_be_sent(client: Client, bob: Membership) -> None:
    """Sent after the session has ended it leads to the sign-in page, and what was typed stands in the form again."""
    told = client.get(NEW).content.decode().partition("<noscript>")[2].partition("</noscript>")[0]
    said = re.search(r"nothing you type here is kept before you send it. Send it within (\d+) minutes", told)
    assert said, told
    assert int(said[1]) in {29, 30}
    assert "stands in the form again, not saved" in told


def test_in_the_last_minute_of_a_session_it_says_to_sign_in_first(client: Client, bob: Membership) -> None:
    """“Send it within 0 minutes”, it said."""
    session = client.session
    session[SIGNED_IN_AT] = int(time.time()) - settings.SESSION_LONGEST_SECONDS + 40
    session.save()
    told = client.get(NEW).content.decode().partition("<noscript>")[2].partition("</noscript>")[0]
    assert "in less than a minute you are asked to sign in" in told
    assert "Send it within" not in told
