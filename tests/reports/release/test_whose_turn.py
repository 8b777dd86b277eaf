"""Whose turn it is between a diagnosis in review and its release: each case by hand."""

from itertools import product

import pytest

from accounts.models import City, Membership
from reports.models import Diagnosis
from reports.release.permissions import is_second, may_work_on
from tests.mapping.makers import inside


@pytest.mark.parametrize(
    ("role", "state", "is_leaving"),
    list(product(["admin", "officer", "reader"], Diagnosis.State.values, [False, True])),
)
def test_an_admin_works_on_what_is_in_review_and_not_on_its_way_out(
    role: str, state: str, is_leaving: bool, elverhavn: City
) -> None:
    diagnosis = Diagnosis(pk=1, city=elverhavn, state=state, released_by_id=2 if is_leaving else None)
    expected = role == "admin" and state == "in_review" and not is_leaving
    with inside(elverhavn):
        assert may_work_on(diagnosis, Membership(user_id=1, role=role)) is expected


@pytest.mark.parametrize(("checked_by", "may"), [(None, False), (1, False), (2, True)])
def test_whoever_made_the_check_does_not_release(checked_by: int | None, may: bool, elverhavn: City) -> None:
    with inside(elverhavn):
        assert is_second(Diagnosis(pk=1, checked_by_id=checked_by), 1) is may
