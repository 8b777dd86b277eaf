"""What the form of a city promises beside its fields holds."""

import html

from django.test import Client

from accounts.models import City, Membership
from tests.factories import sign_in
from tests.home.as_sent import form_of

SETTINGS = "/city/elverhavn/settings/"


def test_the_form_of_a_city_says_which_languages_its_texts_are_written_in(client: Client, alice: Membership) -> None:
    page = html.unescape(sign_in(client, alice).get(SETTINGS).content.decode())
    assert "Groundwork writes en (English), da (Dansk): notices in the first of these that stands here" in page
    # Arabic first, and what nobody asked for is written in Danish all the same
    alice.city.languages = ["ar", "da"]
    assert alice.city.language == "da"


def test_nothing_is_said_of_the_whole_form_that_holds_for_some_of_its_fields(client: Client, alice: Membership) -> None:
    page = sign_in(client, alice).get(SETTINGS).content.decode()
    assert "printed in every diagnosis." in page
    assert "Shown on every entry form" not in page
    assert "Days and times are told in it, on pages, in files and in mails." in page


def test_a_name_is_one_line_whoever_sends_it(client: Client, alice: Membership) -> None:
    """It stands in the subject of every mail of the city, none of which would have gone out any more."""
    sent, _texts = form_of(sign_in(client, alice), SETTINGS)
    for name in ("Elverhavn\r\nBcc: x@evil.example", "Elver\x0bhavn", "Elver\u2028havn"):
        page = html.unescape(client.post(SETTINGS, {**sent, "name": name, "languages": "en"}).content.decode())
        assert "There is a character in it that cannot be kept. Type it again." in page
    client.post(SETTINGS, {**sent, "name": "Elver\thavn", "languages": "en"})
    assert City.objects.get().name == "Elver\thavn"
