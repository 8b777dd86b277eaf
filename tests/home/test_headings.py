"""A page is called once: none of its parts has the page's own name."""

import html
import re
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
    return [" ".join(html.unescape(each.partition(">")[2] or each).split()).strip("?:. ").casefold() for each in texts]


@pytest.mark.parametrize("role", ["admin", "reader"])
def test_no_part_of_a_page_is_called_what_the_page_is(elverhavn: City, role: str, settings: Any, tmp_path: Any) -> None:
    settings.ARTEFACTS = tmp_path
    places = furnish(elverhavn)
    client = signed_in(make_member(elverhavn, "looks@elverhavn.example", role))
    wrong = {}
    for name in (name for name, line in MATRIX.items() if isinstance(line, OfCity)):
        address = reverse(name, kwargs={"city": "elverhavn", **places.get(name, {}), **PLACES.get(name, {})})
        answer = again(client).get(address)
        if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        main = answer.content.decode().partition("<main")[2]
        titles = _called("h1", main)
        if len(titles) != 1 or {*titles} & {*_called("h2", main), *_called("h3", main), *_called("legend", main)}:
            wrong[address] = titles
    assert not wrong
