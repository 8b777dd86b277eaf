"""What the form of a city promises beside its fields holds."""

import html
import re

from django.test import Client

from accounts.models import City, Membership
from tests.factories import send, sign_in
from tests.home.as_sent import form_of

SETTINGS = "/city/elverhavn/settings/"


def test_notices_are_in_the_first_language_of_the_city_that_we_write(alice: Membership) -> None:
    """Arabic first, and what nobody asked for is written in Danish all the same."""
    alice.city.languages = ["ar", "da"]
    assert alice.city.language == "da"


def test_languages_are_chosen_by_name_and_keep_their_order(client: Client, alice: Membership) -> None:
    def save(**sent: object) -> list[str]:
        said = {"name": "Elverhavn", "country": "DK", "time_zone": "Asia/Calcutta", "emergency_number": "112"}
        send(client, SETTINGS, {**said, **sent})
        return City.objects.get().languages

    City.objects.update(languages=["ar", "da"], time_zone="Asia/Calcutta")
    page = html.unescape(sign_in(client, alice).get(SETTINGS).content.decode())
    assert re.search(r'value="ar"[^>]*checked', page)
    assert re.search(r'value="da" selected', page[page.index('name="written_in"') :])
    assert re.search(r'value="Asia/Calcutta"\s+selected', page)
    # as ticked boxes are sent: by name, and nothing is another than before
    assert save(languages=["da", "ar"], written_in="da") == ["ar", "da"]
    assert save(languages=["da", "en", "ar"], written_in="da") == ["ar", "da", "en"]
    assert save(languages=["da", "en", "ar"], written_in="en") == ["en", "ar", "da"]
    assert City.objects.get().language == "en"
    # that nobody ticked is one of them all the same
    assert save(languages=["ar"], written_in="da") == ["da", "ar"]
    assert City.objects.get().time_zone == "Asia/Calcutta"
    assert save(languages=["klingon"]) == ["da", "ar"]
    assert save(languages=["fr", "fr"], written_in="da") == ["da", "fr"]


def test_where_boxes_are_ticked_nobody_is_asked_to_type(client: Client, alice: Membership) -> None:
    sent, _texts = form_of(sign_in(client, alice), SETTINGS)
    page = html.unescape(client.post(SETTINGS, {**sent, "languages": []}).content.decode())
    assert "Choose at least one language." in page


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
