"""The page of who belongs to no city says to each what they can do."""

import pytest
from django.test import Client

from tests.factories import make_user, sign_in


@pytest.mark.parametrize("is_staff", [True, False])
def test_host_staff_are_led_to_where_they_ask_and_others_to_whom(client: Client, db: None, is_staff: bool) -> None:
    page = sign_in(client, make_user("dora@home.example", is_staff=is_staff, second_factor=True)).get("/")
    text = page.content.decode()
    assert ('href="/admin/"' in text) is is_staff
    assert ("An admin of a city can invite you by e-mail." in text) is not is_staff
