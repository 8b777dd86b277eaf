"""Every address × method × role × own and foreign city."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import City as CityModel
from tests.access import matrix
from tests.access.ground import Addresses, furnish
from tests.access.matrix import MATRIX, NOT_ALLOWED, PLACES
from tests.addresses import ADMIN, names, patterns
from tests.factories import make_member, make_user, sign_in

ROLES = {"a": "admin", "o": "officer", "r": "reader"}
OF_CITIES = [name for name, line in MATRIX.items() if isinstance(line, matrix.City)]
OF_PEOPLE = [name for name, line in MATRIX.items() if isinstance(line, matrix.Person)]


@pytest.fixture(autouse=True)
def _files_of_this_test(settings: Any, tmp_path: Path) -> None:
    settings.ARTEFACTS = tmp_path


@pytest.fixture
def here(elverhavn: CityModel) -> Addresses:
    return furnish(elverhavn)


@pytest.fixture
def there(other_city: CityModel) -> Addresses:
    return furnish(other_city)


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _answer(client: Client, method: str, address: str) -> HttpResponse:
    call: Callable[..., Any] = getattr(client, method)
    with _undone():
        answer: HttpResponse = call(address)
        if getattr(answer, "streaming", False):
            b"".join(answer)
    return answer


def _to_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith("/account/login/")


def test_every_address_has_a_line() -> None:
    assert names() == set(MATRIX)


def test_every_address_of_a_city_takes_the_city_from_its_address() -> None:
    of_cities = {each.name for address, each in patterns() if address.startswith("city/<slug:city>/")}
    assert of_cities == set(OF_CITIES)


@pytest.mark.parametrize("name", OF_CITIES)
def test_a_page_of_a_city_answers_each_role(name: str, elverhavn: CityModel, here: Addresses) -> None:
    line = MATRIX[name]
    assert isinstance(line, matrix.City)
    address = reverse(name, kwargs={"city": elverhavn.slug, **here.get(name, {}), **PLACES.get(name, {})})
    for letter, role in ROLES.items():
        client = sign_in(Client(), make_member(elverhavn, f"{role}@elverhavn.example", role))
        for method, said in (("get", line.get), ("post", line.post), *_other_methods()):
            expected = said if letter in line.roles or said == NOT_ALLOWED else 403
            if (name, role, method) == ("processing_record", "officer", "post"):
                expected = 403  # officers read it
            status = _answer(client, method, address).status_code
            assert status == expected, f"{method} {name} by {role}: {status}, not {expected}"


@pytest.mark.parametrize("name", OF_CITIES)
def test_a_page_of_a_city_does_not_exist_for_anybody_else(
    name: str, elverhavn: CityModel, other_city: CityModel, here: Addresses
) -> None:
    address = reverse(name, kwargs={"city": elverhavn.slug, **here.get(name, {}), **PLACES.get(name, {})})
    for who in (
        make_member(other_city, "foreign@sandvig.example", "admin"),
        make_user("stranger@nowhere.example"),
        make_user("host@host.example", is_staff=True, is_superuser=True, second_factor=True),
    ):
        client = sign_in(Client(), who)
        for method in ("get", "post", "put", "patch", "delete"):
            assert _answer(client, method, address).status_code == 404, f"{method} {name} by {who}"
    for method in ("get", "post", "put", "patch", "delete"):
        answer = _answer(Client(), method, address)
        assert _to_sign_in(answer), f"{method} {name}: {answer.status_code}"


def test_what_another_city_has_cannot_be_reached_through_one_s_own(
    elverhavn: CityModel, here: Addresses, there: Addresses
) -> None:
    client = sign_in(Client(), make_member(elverhavn, "admin@elverhavn.example", "admin"))
    for name, place in there.items():
        address = reverse(name, kwargs={"city": elverhavn.slug, **place})
        for method in ("get", "post"):
            answer = _answer(client, method, address)
            line = MATRIX[name]
            allowed = line.get if method == "get" else line.post
            expected = 404 if allowed != NOT_ALLOWED else NOT_ALLOWED
            assert answer.status_code == expected, f"{method} {address}: {answer.status_code}"
            assert b"Secret of Sandvig" not in answer.content


@pytest.mark.parametrize("name", OF_PEOPLE)
def test_a_page_of_no_city_answers_who_signed_in_and_who_did_not(name: str, elverhavn: CityModel) -> None:
    line = MATRIX[name]
    assert isinstance(line, matrix.Person)
    address = reverse(name, kwargs=PLACES.get(name, {}))
    client = sign_in(Client(), make_member(elverhavn, "officer@elverhavn.example", "officer"))
    answers = {
        "anonymous get": (_answer(Client(), "get", address).status_code, line.anonymous),
        "anonymous post": (_answer(Client(), "post", address).status_code, line.anonymous_post),
        "get": (_answer(client, "get", address).status_code, line.get),
        "post": (_answer(client, "post", address).status_code, line.post),
    }
    assert {what: seen for what, (seen, _said) in answers.items()} == {
        what: said for what, (_seen, said) in answers.items()
    }


def test_the_admin_is_for_host_staff_alone(elverhavn: CityModel) -> None:
    others = [sign_in(Client(), make_member(elverhavn, f"{role}@elverhavn.example", role)) for role in ROLES.values()]
    host = sign_in(Client(), make_user("host@host.example", is_staff=True, is_superuser=True, second_factor=True))
    seen_by_host = 0
    for address in _of_the_admin():
        for method in ("get", "post"):
            assert _answer(Client(), method, address).status_code == 302, f"{method} {address} by nobody"
            for client in others:
                status = _answer(client, method, address).status_code
                assert status in {302, 403}, f"{method} {address}: {status}"
        seen_by_host += _answer(host, "get", address).status_code == 200
    assert seen_by_host >= 6


def _of_the_admin() -> list[str]:
    fillings = {"<path:object_id>": "1", "<path:content_type_id>": "1", "(?P<url>.*)$": "nothing/"}
    addresses = []
    for address, _each in patterns():
        if address.startswith(ADMIN):
            for placeholder, filling in fillings.items():
                address = address.replace(placeholder, filling)  # noqa: PLW2901
            if "(?P" not in address:
                addresses.append("/" + address)
    return addresses


def _other_methods() -> list[tuple[str, int]]:
    return [(method, NOT_ALLOWED) for method in ("put", "patch", "delete")]
