"""The mail server from one address."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.mail import settings_of


@pytest.mark.parametrize(
    ("url", "host", "port", "tls", "starttls"),
    [
        ("smtps://mail.example.org", "mail.example.org", 465, True, False),
        ("smtp+starttls://mail.example.org", "mail.example.org", 587, False, True),
        ("smtp+starttls://mail.example.org:2525/", "mail.example.org", 2525, False, True),
        ("smtp://127.0.0.1", "127.0.0.1", 25, False, False),
    ],
)
def test_the_scheme_says_when_tls_begins(url: str, host: str, port: int, tls: bool, starttls: bool) -> None:
    found = settings_of(url)
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == (host, port)
    assert (found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (tls, starttls)


def test_signs_in_a_password_are_escaped() -> None:
    found = settings_of("smtps://site%40example.org:p%40ss%3A%2F%23@mail.example.org")
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("site@example.org", "p@ss:/#")


@pytest.mark.parametrize(
    "url",
    ["mail.example.org", "https://mail.example.org", "smtp://", "smtp://u:p#w@mail.example.org", "smtps://u:hush@h:x"],
)
def test_what_cannot_be_understood_is_refused_without_telling_the_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="must look like smtp") as refusal:
        settings_of(url)
    assert "hush" not in str(refusal.value)
