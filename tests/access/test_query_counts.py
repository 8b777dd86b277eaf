"""How many queries every list takes: pinned, and the same for 3 rows and for 60.

A new list gets a line in LISTS (`lists.py`): how many queries its page takes, and a function that makes as many rows as
it is told. A page that shows a list and has no line fails the suite (`test_matrix.py`). When a number there grows, say
why in the commit.
"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.middleware import sessions
from accounts.models import City
from tests.access.ground import Ground
from tests.access.lists import EXPORTS, SHOWN
from tests.factories import make_member
from tests.once import signed_in

FEW, MANY = 3, 60


@pytest.fixture(autouse=True)
def _session_is_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session writes every half minute that it was used: making sixty rows takes longer on a busy machine, and the
    page that came next took three queries more than the one before."""
    monkeypatch.setattr(sessions, "WRITE_AGAIN_SECONDS", 86_400)


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as taken:
        answer = client.get(address)
        assert answer.getvalue()
    assert answer.status_code == 200
    return len(taken)


def _by_maker() -> list[list[str]]:
    """The pages that are tried with the same rows, which are made once for all of them."""
    pages: dict[object, list[str]] = {}
    for name, each in SHOWN.items():
        pages.setdefault(each.make, []).append(name)
    return list(pages.values())


@pytest.mark.parametrize("names", _by_maker(), ids=" ".join)
def test_a_list_takes_as_many_queries_for_sixty_rows_as_for_three(
    names: list[str], ground: Ground, furnished: City
) -> None:
    client = signed_in(make_member(furnished, "admin@elverhavn.example", "admin"))
    addresses: dict[str, str] = {}
    for name in names:
        page = reverse(name, kwargs={"city": furnished.slug, **ground.here.get(name, {})})
        client.get(page)  # what is asked for once in a session and once in a process
        files = [reverse(each, args=[furnished.slug]) for each in _exports_of(name)]
        addresses |= {name: page, **{each: each for file in files for each in (file, f"{file}?format=xlsx")}}
    taken = []
    for more in (range(FEW), range(FEW, MANY)):
        for number in more:
            SHOWN[names[0]].make(furnished, number)
        taken.append({name: _queries(client, address) for name, address in addresses.items()})
    assert taken[0] == taken[1]
    assert {name: taken[1][name] for name in names} == {name: SHOWN[name].queries for name in names}


def _exports_of(name: str) -> list[str]:
    return [export for export, of in EXPORTS.items() if of == name]
