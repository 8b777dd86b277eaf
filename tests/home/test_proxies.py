"""Behind a proxy: who asked, and whether over TLS, is believed of as many proxies as there are, and of nobody else."""

from pathlib import Path

import pytest
from allauth.account.adapter import get_adapter
from django.conf import LazySettings
from django.test import RequestFactory

from tests.browsing import Browser
from tests.serving import served

OVER_TLS = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7"}


@pytest.mark.parametrize(("proxies", "believed"), [("0", False), ("1", True)])
def test_tls_is_believed_of_a_proxy_that_is_said_to_be_there(
    process_environment: dict[str, str], tmp_path: Path, proxies: str, believed: bool
) -> None:
    environment = {**process_environment, "GROUNDWORK_TLS": "1", "GROUNDWORK_PROXIES": proxies}
    with served(tmp_path / "log", environment) as browser:
        plain = browser.get("/account/login/", follow=False)
        assert (plain.status, plain.headers["Location"]) == (
            301,
            f"{browser.address}/account/login/".replace("http:", "https:"),
        )
        forwarded = Browser(browser.address, **OVER_TLS).get("/account/login/", follow=False)
        assert (forwarded.status == 200) == believed
        assert ("Strict-Transport-Security" in forwarded.headers) == believed


@pytest.mark.parametrize(
    ("proxies", "forwarded", "same_as"),
    [
        (0, "203.0.113.1", "10.0.0.2"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.1, 198.51.100.7", "198.51.100.7"),  # the first is what the visitor made up
        (2, "203.0.113.1, 198.51.100.7, 10.0.0.9", "198.51.100.7"),
    ],
)
def test_guesses_are_counted_by_the_address_the_outermost_proxy_saw(
    settings: LazySettings, rf: RequestFactory, proxies: int, forwarded: str, same_as: str
) -> None:
    counted = get_adapter().get_client_ip
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    of_the_visitor = counted(rf.get("/", REMOTE_ADDR="10.0.0.2", headers={"x-forwarded-for": forwarded}))
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert of_the_visitor == counted(rf.get("/", REMOTE_ADDR=same_as))
