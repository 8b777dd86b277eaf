"""A list for which the database had not the time: the page is there, says so, and never that nothing fits."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import City
from core.lists import cut
from tests.factories import make_member
from tests.once import signed_in

LISTS = [
    "observations", "organisations", "consultations", "projects", "services", "factors", "people", "accesses",
    "jobs",
    "population-groups",
]  # fmt: skip


def _no_time(_milliseconds: int, _read: Callable[[], Any]) -> None:
    return None


@pytest.mark.parametrize("of", LISTS)
def test_a_list_that_was_cut_says_what_to_do(elverhavn: City, monkeypatch: pytest.MonkeyPatch, of: str) -> None:
    monkeypatch.setattr(cut, "within", _no_time)
    client = signed_in(make_member(elverhavn, "astrid@elverhavn.example", "admin"))
    answer = client.get(f"/city/elverhavn/{of}/?q=nowhere")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "There was not the time to look through all" in page
    assert "Not all were looked through" in page
    assert 'value="nowhere"' in page
    assert "Nothing fits this search" not in page
    assert "0 found" not in page
    assert "Narrow the list as well by one of: " in page
    # all of it in its own order is read from an index, but for what is looked up row by row
    whole = client.get(f"/city/elverhavn/{of}/").content.decode()
    assert ("There was not the time" in whole) == (of == "accesses")


def test_an_order_that_was_cut_says_what_to_do(elverhavn: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cut, "within", _no_time)
    client = signed_in(make_member(elverhavn, "astrid@elverhavn.example", "admin"))
    page = client.get("/city/elverhavn/observations/?sort=title").content.decode()
    assert "They are too many to be sorted this way. Narrow the list by words or by one of: " in page
    assert "It is not known whether something fits" not in page
    assert "too many to be sorted" not in client.get("/city/elverhavn/observations/?sort=-when").content.decode()
    narrowed = client.get("/city/elverhavn/observations/?sort=title&state=approved").content.decode()
    assert "too many to be sorted" not in narrowed
    assert "It is not known whether something fits" in narrowed
    # then there is nothing more to show
    whole = client.get("/city/elverhavn/accesses/").content.decode()
    assert "There was not the time to look through all" in whole
    assert "Narrow the list by words or by one of: From, Until, What, Did what." in whole
    assert "Show all" not in whole
