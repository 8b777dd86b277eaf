"""The page that compares two diagnoses: who may read it, that it was read, and what it takes."""

from collections.abc import Iterator
from copy import copy

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import City
from records.models import Access
from records.models.accesses import Called
from reports.actions import create_diagnosis, keep_edition
from reports.models import Diagnosis, Edition
from tests.access.marked import inside
from tests.factories import make_member, sign_in
from tests.once import once
from tests.reports.test_comparing import PAGE_OF_TWO, _released, _year, ten_districts

__all__ = ["ten_districts"]

Both = tuple[Diagnosis, Diagnosis]


@pytest.fixture(scope="module")
def both(ten_districts: City, django_db_blocker: DjangoDbBlocker) -> Iterator[Both]:
    """Of 2024 and of 2025, released one after the other."""

    def made() -> Both:
        with inside(ten_districts):
            return _released(ten_districts, 2024), _released(ten_districts)

    yield from once(django_db_blocker, made)


@pytest.fixture
def elver(ten_districts: City, db: None) -> City:
    return copy(ten_districts)


@pytest.mark.parametrize(
    ("query", "status"), [("?a=1&b=2", 200), ("?a=1&b=9", 404), ("?a=x", 404), ("?b=99999999999", 404), ("?a=²", 404)]
)
def test_what_one_may_not_read_is_not_there(elver: City, both: Both, query: str, status: int) -> None:
    officer = sign_in(Client(), make_member(elver, "bob@elverhavn.example", "officer", clearance="amber"))
    assert officer.get(f"{PAGE_OF_TWO}{query}").status_code == status


def test_who_may_read_both_reads_it_and_nobody_else(elver: City, both: Both) -> None:
    """A member cleared to amber does; one cleared to green, or who may read one of the two, finds nothing of it."""
    cleared = sign_in(Client(), make_member(elver, "in@elverhavn.example", "reader", clearance="amber"))
    green = sign_in(Client(), make_member(elver, "out@elverhavn.example", "reader", clearance="green"))
    assert "beside no. 1" in cleared.get(PAGE_OF_TWO).content.decode()
    nothing = green.get(PAGE_OF_TWO).content.decode()
    assert "Nothing to compare yet" in nothing
    assert "beside" not in nothing
    assert green.get(f"{PAGE_OF_TWO}?a=1&b=2").status_code == 404
    with inside(elver):
        for model, of_it in ((Diagnosis, {"pk": both[0].pk}), (Edition, {"diagnosis": both[0]})):
            model._default_manager.filter(**of_it).update(marking="red")
    assert cleared.get(f"{PAGE_OF_TWO}?a=1&b=2").status_code == 404
    assert "beside" not in cleared.get(PAGE_OF_TWO).content.decode()


def test_where_one_was_released_it_is_compared_with_the_one_in_review(elver: City, both: Both) -> None:
    """No page that asks to compare the first with itself."""
    officer = sign_in(Client(), make_member(elver, "bob@elverhavn.example", "officer", clearance="amber"))
    with inside(elver):
        Diagnosis.objects.filter(pk=both[1].pk).update(state="in_review", released_on=None, released_by=None)
    page = officer.get(PAGE_OF_TWO)
    assert (page.context["before"].diagnosis.number, page.context["now"].diagnosis.number) == (1, 2)
    assert "beside no. 1" in page.content.decode()


def test_the_list_leads_to_the_comparison_where_there_are_two_to_read(elver: City, both: Both) -> None:
    cleared = sign_in(Client(), make_member(elver, "in@elverhavn.example", "reader", clearance="amber"))
    green = sign_in(Client(), make_member(elver, "out@elverhavn.example", "reader", clearance="green"))
    address = "/city/elverhavn/diagnoses/"
    assert PAGE_OF_TWO in cleared.get(address).content.decode()
    assert PAGE_OF_TWO not in green.get(address).content.decode()
    with inside(elver):
        Edition.objects.filter(diagnosis=both[0]).update(marking="red")
    assert PAGE_OF_TWO not in cleared.get(address).content.decode()


def test_of_one_and_the_same_nothing_is_listed(elver: City, both: Both) -> None:
    officer = sign_in(Client(), make_member(elver, "bob@elverhavn.example", "officer", clearance="amber"))
    page = officer.get(f"{PAGE_OF_TWO}?a=1&b=1").content.decode()
    assert "It is the same diagnosis: nothing differs." in page
    assert "<section" not in page


def test_that_it_was_read_is_seen_once(elver: City, both: Both) -> None:
    officer = sign_in(Client(), make_member(elver, "bob@elverhavn.example", "officer", clearance="amber"))
    officer.get(PAGE_OF_TWO)
    with inside(elver):
        seen = Access.objects.get()
        assert (seen.verb, seen.model, seen.object_id, seen.records) == (
            "opened", "reports.comparison", str(both[1].pk), 2,
        )  # fmt: skip
        assert seen.what(Called(elver.pk)) == "Comparison of two, with diagnosis 2"


def test_the_page_takes_as_many_queries_for_eight_as_for_two(elver: City, both: Both) -> None:
    officer = sign_in(Client(), make_member(elver, "bob@elverhavn.example", "officer", clearance="amber"))
    taken = []
    for _more in range(2):
        officer.get(PAGE_OF_TWO)
        with CaptureQueriesContext(connection) as queries:
            officer.get(f"{PAGE_OF_TWO}?a=1&b=2")
        taken.append(len(queries))
        with inside(elver):
            for _n in range(6 if len(taken) == 1 else 0):
                _bare(elver)
    assert taken[0] == taken[1]


def _bare(city: City) -> None:
    made = create_diagnosis(city_id=city.pk, period=_year(2025))
    keep_edition(diagnosis=made, audience="restricted", sha256=f"{made.number:064}", size=1, engine="test")
    Diagnosis.objects.filter(pk=made.pk).update(state="released")
