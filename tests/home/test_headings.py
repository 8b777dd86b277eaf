"""A page is called once: none of its parts has the page's own name. What is said of a thing begins like a name."""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import City
from tests.access.ground import furnish
from tests.access.matrix import MATRIX, PLACES
from tests.access.matrix import City as OfCity
from tests.factories import make_member
from tests.once import again, signed_in


def _called(kind: str, page: str) -> list[str]:
    """Without regard to how it ends: a question is no other name."""
    texts = (re.sub(r"<[^>]+>", " ", each) for each in re.findall(rf"<{kind}[ >].*?</(?:{kind})>", page, re.DOTALL))
    return [" ".join(html.unescape(each.partition(">")[2] or each).split()).strip("?:. ") for each in texts]


def _pages(city: City, role: str) -> Iterator[tuple[str, str]]:
    """What somebody of a role reads: the address, and what stands in `main`."""
    places = furnish(city)
    client = signed_in(make_member(city, "looks@elverhavn.example", role))
    for name in (name for name, line in MATRIX.items() if isinstance(line, OfCity)):
        address = reverse(name, kwargs={"city": city.slug, **places.get(name, {}), **PLACES.get(name, {})})
        answer = again(client).get(address)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            yield address, answer.content.decode().partition("<main")[2]


@pytest.mark.parametrize("role", ["admin", "officer", "reader"])
def test_no_part_of_a_page_is_called_what_the_page_is_and_every_fact_begins_like_a_name(
    elverhavn: City, role: str, settings: Any, tmp_path: Any
) -> None:
    settings.ARTEFACTS = tmp_path
    wrong = []
    for address, main in _pages(elverhavn, role):
        titles = [each.casefold() for each in _called("h1", main)]
        parts = {each.casefold() for kind in ("h2", "h3", "legend") for each in _called(kind, main)}
        wrong += [f"{address} h1: {titles}"] if len(titles) != 1 or {*titles} & parts else []
        wrong += [f"{address} dt: {each}" for each in _called("dt", main) if each[:1].islower()]
    assert not wrong
