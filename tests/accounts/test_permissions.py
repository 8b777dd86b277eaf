"""Who may do what in a city: every role against every requirement, and what a refusal says."""

import datetime

import pytest
from django.utils import timezone

from accounts.city import city_context
from accounts.models import ADMINS, EVERYBODY, STAFF, City, Membership
from accounts.permissions import (
    has_processing_record,
    is_admin_of,
    is_theirs,
    member_of,
    require_admin,
    require_processing_record,
    require_staff,
)
from core.errors import Refused
from tests.factories import make_member
from tests.mapping.makers import with_record

# role: works here, is an admin
BY_HAND = {"admin": (True, True), "officer": (True, False), "reader": (False, False)}


def _allowed(require: object, city: City, who: Membership) -> bool:
    try:
        return require(city.pk, who.user) == who  # type: ignore[operator,no-any-return]
    except Refused:
        return False


@pytest.mark.parametrize("role", BY_HAND)
def test_what_each_role_may(elverhavn: City, other_city: City, role: str) -> None:
    who = make_member(elverhavn, "who@elverhavn.example", role)
    works_here, is_admin = BY_HAND[role]
    assert (role in EVERYBODY, role in STAFF, role in ADMINS) == (True, works_here, is_admin)
    assert (who.works_here, who.is_admin) == (works_here, is_admin)
    assert _allowed(require_staff, elverhavn, who) is works_here
    assert _allowed(require_admin, elverhavn, who) is is_admin
    assert is_admin_of(elverhavn.pk, who.user) is is_admin
    mine = Membership.objects.of(who.user)
    assert (mine.staff().exists(), mine.admins().exists()) == (works_here, is_admin)
    # elsewhere nobody is anything
    assert member_of(other_city.pk, who.user) is None
    assert not _allowed(require_staff, other_city, who)
    assert not _allowed(require_admin, other_city, who)


def test_a_visit_that_is_over_is_no_membership(elverhavn: City, alice: Membership) -> None:
    with city_context(elverhavn.pk, via="test"):
        Membership.objects.filter(pk=alice.pk).update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    with pytest.raises(Refused, match="Only officers and admins of the city"):
        require_staff(elverhavn.pk, alice.user)
    with pytest.raises(Refused, match="Only an admin does this"):
        require_admin(elverhavn.pk, alice.user)


def test_a_refusal_says_what_only_admins_do(elverhavn: City, bob: Membership) -> None:
    with pytest.raises(Refused, match="Only an admin says who looked where"):
        require_admin(elverhavn.pk, bob.user, "Only an admin says who looked where.")


def test_without_a_processing_record_nothing_is_kept(elverhavn: City) -> None:
    with city_context(elverhavn.pk, via="test"):
        assert not has_processing_record(elverhavn.pk)
        with pytest.raises(Refused, match="Fill in the processing record of Elverhavn first"):
            require_processing_record(elverhavn)
    with_record(elverhavn)
    with city_context(elverhavn.pk, via="test"):
        assert has_processing_record(elverhavn.pk)
        require_processing_record(elverhavn)


@pytest.mark.parametrize(
    ("role", "author", "theirs"),
    [("admin", 1, True), ("admin", 2, True), ("admin", None, True), ("officer", 1, True), ("officer", 2, False),
     ("officer", None, False), ("reader", 2, False)],
)  # fmt: skip
def test_what_somebody_asked_for_is_theirs_and_every_admins(role: str, author: int | None, theirs: bool) -> None:
    assert is_theirs(Membership(user_id=1, role=role), author) is theirs
