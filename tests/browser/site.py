"""The site as it runs on a server, with a city, its people and something of everything in it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from accounts.city import city_context
from accounts.middleware.sessions import SEEN_AT
from accounts.models import City, User
from notices.models import Asked, Delivery, NetworkBody
from records.models import Draft
from tests.access.ground import Addresses, furnish
from tests.browser.led import lead_somewhere
from tests.databases import environment_of_processes
from tests.factories import TOTP_SECRET, make_member, make_user, sign_in
from tests.serving import served
from tests.workers import end_at_once

LONG_NAME = "Maximiliane-Konstantina von Obergurgl-Unterthannhausen"


@dataclass(frozen=True, slots=True)
class Site:
    address: str
    city: City
    places: Addresses
    cast: dict[str, User]

    def cookie(self, who: str) -> str:
        """The session of somebody who has just signed in."""
        return sign_in(Client(), self.cast[who]).cookies[settings.SESSION_COOKIE_NAME].value

    def left_alone(self, session_key: str, *, seconds: int) -> None:
        """As if nobody had used a session for so long."""
        session = SessionStore(session_key)
        session[SEEN_AT] = int(time.time()) - seconds
        session.save()


def make_cast(city: City) -> dict[str, User]:
    """Who looks at pages. Each is called something long: names are not short everywhere."""
    cast = {
        "admin": make_member(city, "admin-of-the-coordination-unit@elverhavn.example", "admin", name=LONG_NAME).user,
        "officer": make_member(city, "officer@elverhavn.example", "officer", name="Odd").user,
        "reader": make_member(city, "reader@elverhavn.example", "reader", clearance="green", name="Rita").user,
        "reader_with_codes": make_member(city, "codes@elverhavn.example", "reader", name="Cora").user,
        "newcomer": make_member(city, "newcomer@elverhavn.example", "officer", second_factor=False, name="Nora").user,
        "stranger": make_user("stranger@nowhere.example"),
    }
    # a city of one admin, where one person may decide
    small = City.objects.create(slug="lilleby", name="Lilleby", country="DK", time_zone="Europe/Copenhagen")
    cast["alone"] = make_member(small, "admin@lilleby.example", "admin", name="Sol").user
    TOTP.activate(cast["reader_with_codes"], TOTP_SECRET)
    RecoveryCodes.activate(cast["reader_with_codes"])
    return cast


def furnished_site(address: str) -> Site:
    """What the web server at that address shows: a city with its people and one of everything."""
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK", time_zone="Europe/Copenhagen")
    cast = make_cast(city)
    places = furnish(city)
    with city_context(city.pk, via="test"):
        words = {"controller": ["Town of Elverhavn, half written"]}
        gone = {"former_purpose": ["Typed in a field that was renamed since"]}
        left = Draft.objects.create(
            city=city, owner=cast["admin"], form="accounts.processingrecord", data=words, beside=gone
        )
        places["draft"] = places["draft_throw_away"] = {"pk": left.pk}
        told = Delivery.objects.get(pk=places["notice"]["pk"]).notice
        for who in ("admin", "reader"):
            places["notice"] = {"pk": Delivery.objects.create(city=city, notice=told, user=cast[who]).pk}
            Asked.objects.create(city=city, notice=told, user=cast[who])
        # nobody but who speaks for a member is asked to sign for it
        theirs = NetworkBody.objects.create(city=city, name="Readers of the harbour", person=cast["reader"])
        places["memorandum_sign"] |= {"body": theirs.pk}
    places |= lead_somewhere(city, cast["admin"])
    return Site(address, city, places, cast)


@contextmanager
def web_server(log: Path, mirror: Path) -> Iterator[str]:
    """The site's own web server, with its error pages, the page of its style and every page in a mirror, of which
    the folder `mirror` has the texts."""
    environment = {
        **environment_of_processes(),
        "DJANGO_SETTINGS_MODULE": "tests.browser.erring.settings",
        "MIRROR": str(mirror),
        "GROUNDWORK_STYLE_PAGE": "1",
        # one person looks at one page: each process more would load the site, and make every template, once more
        "GROUNDWORK_WEB_PROCESSES": "1",
    }
    # ended warmly it would wait two seconds for what a Chromium might still ask on a connection it keeps
    with served(log, environment, leave=end_at_once) as browser:
        yield browser.address
