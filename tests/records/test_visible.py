"""Whom a record is for: officers and admins of its city, up to their clearance."""

import datetime

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.city import city_context
from accounts.models import City, Membership, User
from mapping.models import Observation
from tests.factories import make_member
from tests.records.makers import make_observation

MARKINGS = ["clear", "green", "amber", "amber_strict", "red"]


@pytest.fixture(autouse=True)
def _one_of_each_marking(elverhavn: City, alice: Membership) -> None:
    for marking in MARKINGS:
        make_observation(elverhavn, alice, marking=marking)


def _sees(city: City, user: User) -> set[str]:
    with city_context(city.pk, via="test"):
        return set(Observation.objects.visible_to(user).values_list("marking", flat=True))


@pytest.mark.parametrize("most", range(5))
def test_an_officer_reads_up_to_their_clearance(elverhavn: City, bob: Membership, most: int) -> None:
    with city_context(elverhavn.pk, via="test"):
        Membership.objects.filter(pk=bob.pk).update(clearance=MARKINGS[most])
    assert _sees(elverhavn, bob.user) == set(MARKINGS[: most + 1])


def test_a_reader_reads_no_record_whatever_their_clearance(elverhavn: City, rita: Membership) -> None:
    assert rita.clearance == "red"
    assert _sees(elverhavn, rita.user) == set()


def test_an_admin_of_another_city_reads_none(elverhavn: City, charlie: Membership) -> None:
    assert _sees(elverhavn, charlie.user) == set()


def test_a_membership_in_another_city_opens_nothing_here(elverhavn: City, other_city: City, rita: Membership) -> None:
    make_member(other_city, rita.user.email, "admin")
    assert _sees(elverhavn, rita.user) == set()


def test_a_visit_that_is_over_opens_nothing(elverhavn: City, bob: Membership) -> None:
    with city_context(elverhavn.pk, via="test"):
        Membership.objects.filter(pk=bob.pk).update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert _sees(elverhavn, bob.user) == set()


def test_it_is_one_query(elverhavn: City, alice: Membership, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with city_context(elverhavn.pk, via="test"), django_assert_num_queries(1):
        assert len(Observation.objects.visible_to(alice.user)) == 5
