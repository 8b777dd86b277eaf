"""Every address × method × role × own and foreign city; and what else holds for every page of each role.

Each page is asked for once (`looks.py`): how it answered, whether it shows a list, whether it is noted who saw it, and
which words stand on it are asserted of the same answer.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from pytest_django.plugin import DjangoDbBlocker

from accounts.middleware.city import CityMiddleware
from accounts.models import Membership, User
from tests.access import matrix
from tests.access.canaries import WORDS, put_every_word
from tests.access.ground import Ground
from tests.access.lists import EXPORTS, LISTS
from tests.access.looks import Looks, address_of
from tests.access.matrix import MATRIX, NOT_ALLOWED, PLACES
from tests.access.unseen import UNSEEN
from tests.addresses import ADMIN, names, patterns
from tests.factories import make_member, make_user
from tests.once import again, once, signed_in, undone

ROLES = {"a": "admin", "o": "officer", "r": "reader"}
OF_CITIES = [name for name, line in MATRIX.items() if isinstance(line, matrix.City)]
OF_PEOPLE = [name for name, line in MATRIX.items() if isinstance(line, matrix.Person)]
READ = [name for name in OF_CITIES if MATRIX[name].get != NOT_ALLOWED]
SHOWN = [name for name in OF_CITIES if MATRIX[name].get == 200]
TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)

# What no page takes. Each view is asked for itself; along the whole way each of these people is asked with one of them.
OTHER_METHODS = ("put", "patch", "delete")


@dataclass(frozen=True)
class People:
    """Who works in the first city, and who has no business there, signed in; what the former look at."""

    roles: dict[str, Client]
    others: dict[str, Client]
    looks: Looks
    # of what was made only for the words in it
    beside: list[tuple[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def people(ground: Ground, django_db_blocker: DjangoDbBlocker) -> Iterator[People]:
    yield from once(django_db_blocker, lambda: _signed_in(ground))


def _signed_in(ground: Ground) -> People:
    beside = put_every_word(ground.city)
    members = {role: make_member(ground.city, f"{role}@elverhavn.example", role) for role in ROLES.values()}
    others: dict[str, Membership | User] = {
        "foreign": make_member(ground.other, "foreign@sandvig.example", "admin"),
        "stranger": make_user("stranger@nowhere.example"),
        "host": make_user("host@host.example", is_staff=True, is_superuser=True, second_factor=True),
    }
    roles = {role: signed_in(who) for role, who in members.items()}
    return People(roles, {name: signed_in(who) for name, who in others.items()}, Looks(ground, roles), beside)


def _answer(client: Client, method: str, address: str) -> HttpResponse:
    call: Callable[..., Any] = getattr(client, method)
    with undone():
        answer: HttpResponse = call(address)
        if getattr(answer, "streaming", False):
            b"".join(answer)
    return answer


def _to_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith("/account/login/")


def test_every_address_has_a_line() -> None:
    assert names() == set(MATRIX), f"in tests/access/matrix.py: {sorted(names() ^ set(MATRIX))}"


def test_every_address_of_a_city_takes_the_city_from_its_address() -> None:
    of_cities = {each.name for address, each in patterns() if address.startswith("city/<slug:city>/")}
    assert of_cities == set(OF_CITIES)


@pytest.mark.parametrize("name", OF_CITIES)
def test_a_page_of_a_city_answers_each_role(name: str, ground: Ground, people: People, db: None) -> None:
    line = MATRIX[name]
    assert isinstance(line, matrix.City)
    address = address_of(name, ground)
    for (letter, role), other in zip(ROLES.items(), OTHER_METHODS, strict=True):
        client = again(people.roles[role])
        for method, said in (("get", line.get), ("post", line.post), (other, NOT_ALLOWED)):
            expected = said if letter in line.roles or said == NOT_ALLOWED else 403
            if (name, role, method) == ("processing_record", "officer", "post"):
                expected = 403  # officers read it
            is_look = method == "get"
            status = (people.looks.at(role, name) if is_look else _answer(client, method, address)).status_code
            assert status == expected, f"{method} {name} by {role}: {status}, not {expected}"


def test_every_page_that_shows_a_list_has_a_line(people: People, db: None) -> None:
    lists = {name for name in SHOWN if people.looks.at("admin", name).shows_a_list}
    # to put more records into a series, the list of observations stands on its page; a history is of many kinds; the
    # members of the network have pages to turn, and nothing to narrow them by
    assert lists == {*LISTS, "series", "histories", "network_bodies"}
    assert {name for name in MATRIX if name.endswith("_export")} == set(EXPORTS)


def test_every_page_that_shows_what_is_in_records_leaves_one_line(people: People, db: None) -> None:
    looks = {name: people.looks.at("admin", name) for name in SHOWN}
    seen = {name for name, look in looks.items() if look.lines and look.status_code == 200}
    unseen = set(SHOWN) - seen
    assert unseen == set(UNSEEN), (
        f"no line of who saw it (call record_access, or say why in UNSEEN): {sorted(unseen - set(UNSEEN))};"
        f" a line, but in UNSEEN: {sorted(set(UNSEEN) - unseen)}"
    )
    assert [name for name, look in looks.items() if look.lines > 1] == []
    assert {name for name in MATRIX if name.endswith("_export")} <= seen


def test_words_stay_where_they_belong(people: People, db: None) -> None:
    places: list[tuple[str, dict[str, Any] | None]] = [*((name, None) for name in READ), *people.beside]
    pages = {role: [(name, people.looks.at(role, name, place)) for name, place in places] for role in ROLES.values()}
    for word, (put, roles) in WORDS.items():
        for role, looks in pages.items():
            shown = {name: look.said for name, look in looks if word in look.said}
            assert bool(shown) == (role in roles), f"{put.__name__}: {role} sees it on {sorted(shown)}"
            assert not [name for name, said in shown.items() if word in "".join(TITLE.findall(said))], put.__name__
            assert not [name for name, look in looks if word in look.logged + look.mailed], put.__name__
    assert all(look.logged for looks in pages.values() for _name, look in looks)


def test_a_page_of_a_city_does_not_exist_for_anybody_else(ground: Ground, people: People, db: None) -> None:
    others = [(who, again(client)) for who, client in people.others.items()]
    nobody, wrong = again(Client()), []
    for name in OF_CITIES:
        address = address_of(name, ground)
        for (who, theirs), other in zip(others, OTHER_METHODS, strict=True):
            for method in ("get", "post", other):
                status = _answer(theirs, method, address).status_code
                wrong += [f"{method} {name} by {who}: {status}"] if status != 404 else []
        for method in ("get", "post", *OTHER_METHODS):
            answer = _answer(nobody, method, address)
            wrong += [f"{method} {name}: {answer.status_code}"] if not _to_sign_in(answer) else []
    assert wrong == []


@pytest.mark.parametrize("method", OTHER_METHODS)
def test_no_page_of_a_city_takes_another_method_whoever_asks(method: str, ground: Ground) -> None:
    """A view refuses it before it asks who it is: this request has nobody, and whoever asked for that would fail."""
    for name in OF_CITIES:
        address = address_of(name, ground)
        view, args, kwargs = resolve(address)
        assert view(RequestFactory().generic(method, address), *args, **kwargs).status_code == NOT_ALLOWED, name


@pytest.mark.parametrize("method", ["get", "post", *OTHER_METHODS])
def test_no_view_of_a_city_is_reached_without_a_membership_whatever_the_method(method: str, ground: Ground) -> None:
    middleware = CityMiddleware(lambda _request: HttpResponse())
    for name in OF_CITIES:
        address = address_of(name, ground)
        view, _args, kwargs = resolve(address)
        with pytest.raises(Http404):
            middleware.process_view(RequestFactory().generic(method, address), view, (), kwargs)


def test_what_another_city_has_cannot_be_reached_through_one_s_own(ground: Ground, people: People, db: None) -> None:
    client = again(people.roles["admin"])
    for name, place in ground.there.items():
        if place == ground.here[name]:
            continue  # nothing in it is of a city
        address = reverse(name, kwargs={"city": ground.city.slug, **place})
        for method in ("get", "post"):
            answer = _answer(client, method, address)
            line = MATRIX[name]
            allowed = line.get if method == "get" else line.post
            expected = 404 if allowed != NOT_ALLOWED else NOT_ALLOWED
            assert answer.status_code == expected, f"{method} {address}: {answer.status_code}"
            assert b"Secret of Sandvig" not in answer.content


@pytest.mark.parametrize("name", OF_PEOPLE)
def test_a_page_of_no_city_answers_who_signed_in_and_who_did_not(name: str, people: People, db: None) -> None:
    line = MATRIX[name]
    assert isinstance(line, matrix.Person)
    address = reverse(name, kwargs=PLACES.get(name, {}))
    client = again(people.roles["officer"])
    answers = {
        "anonymous get": (_answer(Client(), "get", address).status_code, line.anonymous),
        "anonymous post": (_answer(Client(), "post", address).status_code, line.anonymous_post),
        "get": (_answer(client, "get", address).status_code, line.get),
        "post": (_answer(client, "post", address).status_code, line.post),
    }
    assert {what: seen for what, (seen, _said) in answers.items()} == {
        what: said for what, (_seen, said) in answers.items()
    }


def test_the_admin_is_for_host_staff_alone(people: People, db: None) -> None:
    others, host = [again(client) for client in people.roles.values()], again(people.others["host"])
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
