"""Whatever stands in an address, a query or a form is answered: with a page, a way on, or what is wrong; never 500."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import City
from tests.access import matrix
from tests.access.ground import Addresses, furnish
from tests.access.matrix import MATRIX, NOT_ALLOWED, PLACES
from tests.factories import make_member
from tests.hostile.requests import VALUES, addresses_like, encoded, fields_of, parameters_of
from tests.once import again, once, signed_in, undone
from tests.sizes import in_full_by_soak

FORM = "application/x-www-form-urlencoded"
FINE = {200, 302, 400, 403, 404, 405, 410, 413, 414, 429}
# Asked of every page, whatever it takes; those its own links and forms name come on top.
USUAL = {"page", "q", "sort", "from", "to", "record", "shown", "who", "kind", "district", "next"}
SIGN_OUT = {"account_logout", "account_sign_out_everywhere", "account_close", "city_leave"}


@dataclass
class Asked:
    """An admin of a city with one of everything, and what its pages hold: read once, whatever is then sent to them."""

    client: Client
    places: Addresses
    read: dict[str, str] = field(default_factory=dict)

    def page(self, address: str) -> str:
        if address not in self.read:
            answer = ask(self.client, "get", address)
            # of a file nothing is read
            is_page = answer["Content-Type"].startswith("text/html") and not answer.streaming
            self.read[address] = answer.content.decode() if is_page else ""
        return self.read[address]


@pytest.fixture(scope="module")
def furnished(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Asked]:
    with override_settings(ARTEFACTS=tmp_path_factory.mktemp("files")):
        yield from once(django_db_blocker, _furnished)


def _furnished() -> Asked:
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK", time_zone="Europe/Copenhagen")
    admin = make_member(city, "admin@elverhavn.example", "admin")
    client = signed_in(admin)
    client.raise_request_exception = False
    return Asked(client, furnish(city))


@pytest.fixture
def asked(furnished: Asked, db: None) -> Asked:
    client = again(furnished.client)
    client.raise_request_exception = False
    return Asked(client, furnished.places, furnished.read)


def ask(client: Client, method: str, address: str, sent: str = "") -> Any:
    with undone():
        answer: Any = client.get(address) if method == "get" else client.post(address, sent, content_type=FORM)
        if getattr(answer, "streaming", False):
            b"".join(answer)
    return answer


def pages(places: Addresses) -> Iterator[tuple[str, str, bool, bool]]:
    """Name, address, whether it is read, whether it is written to."""
    for name, line in MATRIX.items():
        if name in SIGN_OUT:
            continue
        kwargs = {**places.get(name, {}), **PLACES.get(name, {})}
        if isinstance(line, matrix.City):
            kwargs["city"] = "elverhavn"
        yield name, reverse(name, kwargs=kwargs), line.get != NOT_ALLOWED, line.post != NOT_ALLOWED


def drawn(values: list[Any], most: int, seed: str) -> list[Any]:
    """The same few each time, others for another page."""
    return random.Random(seed).sample(values, min(most, len(values)))


# How many of the values each page is tried with, of each kind; for every page others, for one the same each time.
TRIES = in_full_by_soak("tries", 10)


@TRIES
def test_no_query_ends_in_an_error(asked: Asked, tries: int) -> None:
    broken = []
    for name, address, is_read, _written in pages(asked.places):
        if not is_read:
            continue
        names = sorted(USUAL | parameters_of(asked.page(address)))
        # sixty times, of which those who ask for one value read the last
        many = "&".join(f"{each}={number}" for number in range(60) for each in names)
        queries = [f"{many}&{encoded(dict.fromkeys(names, value))}" for value in drawn(list(VALUES), tries, name)]
        queries += [
            encoded({each: value}) for each, value in drawn([(n, v) for n in names for v in VALUES], tries, name + "1")
        ]
        for query in queries:
            status = ask(asked.client, "get", f"{address}?{query[:70_000]}").status_code
            if status not in FINE:
                broken.append(f"{status} {address}?{query[:150]}")
    assert not broken, "\n".join(broken)


@TRIES
def test_no_number_or_word_of_an_address_ends_in_an_error(asked: Asked, tries: int) -> None:
    broken = []
    for name, address, is_read, is_written in pages(asked.places):
        for other in drawn(list(addresses_like(address)), tries, name):
            for method in ["get"] * is_read + ["post"] * is_written:
                status = ask(asked.client, method, other).status_code
                if status not in FINE:
                    broken.append(f"{status} {method} {other[:150]}")
    assert not broken, "\n".join(broken)


@TRIES
def test_no_form_ends_in_an_error(asked: Asked, tries: int) -> None:
    broken = []
    for name, address, is_read, is_written in pages(asked.places):
        if not is_written:
            continue
        fields = fields_of(asked.page(address)) if is_read else {"text": b"", "record": b""}
        everything = [dict.fromkeys(fields, value) for value in drawn(list(VALUES), tries, name)]
        one = [{**fields, n: v} for n, v in drawn([(n, v) for n in fields for v in VALUES], 2 * tries, name + "1")]
        for sent in [*everything, *one]:
            status = ask(asked.client, "post", address, encoded(sent)[:2_000_000]).status_code
            if status not in FINE:
                broken.append(f"{status} {address} {[(n, v[:20]) for n, v in sent.items() if v != fields[n]][:3]}")
    assert not broken, "\n".join(broken)
