"""The navigation says where one is on every page of a city, and why a step has no page for somebody."""

import re

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import City, Membership, Role
from home.navigation import city_pages, steps
from tests.access.matrix import MATRIX
from tests.access.matrix import City as CityPage
from tests.factories import sign_in
from tests.records.makers import make_factor, make_observation
from tests.stakeholders.makers import make_consultation, make_service

# Pages that belong to no step and to no page of the menu.
ELSEWHERE = {
    "search",
    "city_leave",
    "record_step",
    "record_erase",
    "review_several",
    "stands_on",
    "draft_discard",
    "screening",
    "invitation_join",
}
# No page of its own: what it answers is a file, or a part of a page.
NO_PAGES = re.compile(r"export|edition$|_state|_of_job|draft_keep")


def _places(page: str, role: str) -> list[str]:
    member = Membership(city=City(slug="elverhavn"), role=role)
    links = [*steps(member, page), *city_pages(member, page)]
    return [str(link.label) for link in links if link.is_current]


def test_every_page_of_a_city_stands_somewhere_in_the_navigation() -> None:
    named = [name for name, each in MATRIX.items() if isinstance(each, CityPage) and each.get == 200]
    pages = [name for name in named if name not in ELSEWHERE and not NO_PAGES.search(name)]
    lost = {page: places for page in pages if len(places := _places(page, Role.ADMIN)) != 1}
    assert pages
    assert lost == {}, "name it in home.navigation"


@pytest.mark.parametrize(
    ("page", "step"),
    [
        ("judgement", "Diagnose"), ("judgements", "Diagnose"), ("release_check", "Diagnose"),
        ("release_now", "Diagnose"), ("edition_page", "Diagnose"), ("observation_change", "Map"),
        ("consultation_part", "Consult"), ("conversation_new", "Consult"), ("host_access_decide", "People"),
        # what a page of any kind of record is called after
        ("need", "Consult"), ("priority", "Diagnose"), ("source", "Map"),
    ],
)  # fmt: skip
def test_the_step_of_a_page_is_marked(page: str, step: str) -> None:
    assert _places(page, Role.ADMIN) == [step]


def test_a_step_of_a_review_stands_where_its_record_does(elverhavn: City, alice: Membership, bob: Membership) -> None:
    records = {
        "observation": (make_observation(elverhavn, bob, state="submitted"), "Map"),
        "factor": (make_factor(elverhavn, bob, state="submitted"), "Map"),
        "consultation": (make_consultation(elverhavn, bob, state="submitted"), "Consult"),
        "service": (make_service(elverhavn, bob, state="submitted"), "Consult"),
    }
    client = sign_in(Client(), alice)
    for kind, (record, step) in records.items():
        for address in (f"{kind}/{record.pk}/return/", f"{kind}/"):
            page = client.get(f"/city/elverhavn/review/{address}").content.decode()
            current = page[page.index('aria-current="true"') :]
            assert step in current[: current.index("</a>")]
    for kind in ("observation", "consultation"):
        record, step = records[kind]
        page = client.get(f"/city/elverhavn/diagnoses/standing-on/{kind}/{record.pk}/").content.decode()
        current = page[page.index('aria-current="true"') :]
        assert step in current[: current.index("</a>")]
    # what anybody may type into an address is no kind of record
    assert 'aria-current="true"' not in client.get("/city/elverhavn/review/map/").content.decode()


@pytest.mark.parametrize(
    ("role", "closed"),
    [("reader", {"Consult": "(for those who record)"}), ("admin", {})],
)
def test_a_step_without_an_address_says_why(role: str, closed: dict[str, str]) -> None:
    member = Membership(city=City(slug="elverhavn"), role=role)
    assert {str(link.label): str(link.closed) for link in steps(member, "") if not link.url} == closed


def test_one_english_word_with_two_meanings_is_two_danish_words(client: Client, alice: Membership) -> None:
    """A step is what one does, a map what one sees."""
    sign_in(client, alice)
    alice.user.language = "da"
    alice.user.save(update_fields=["language"])
    with translation.override("da"):
        assert str(steps(alice, "")[0].label) == "Kortlæg"
    page = client.get("/city/elverhavn/map/").content.decode()
    tabs = page[page.index('class="tabs"') :]
    assert re.search(r">\s*Kort\s*</a>", tabs[: tabs.index("</nav>")])
    assert "Kortlæg" not in tabs[: tabs.index("</nav>")]
