"""What the form of a city promises beside its fields holds."""

import html

from django.test import Client

from accounts.models import Membership
from tests.factories import sign_in

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
