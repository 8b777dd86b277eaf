"""Since when what a check found has been so, as far as the checks tell."""

import datetime

import pytest

from records.models import Verification
from records.views.verification import _since

THEN = datetime.datetime(2026, 3, 2, 3, 15, tzinfo=datetime.UTC)
CLEAN = Verification(started_at=THEN, holds=True)


@pytest.mark.parametrize("newest", [CLEAN, Verification(holds=False, error="The disk is full.")])
@pytest.mark.parametrize("before", [None, CLEAN])
def test_of_nothing_found_nothing_is_said(newest: Verification, before: Verification | None) -> None:
    assert _since(newest, before) == ""


def test_what_was_found_became_so_since_the_last_check_without_a_finding() -> None:
    said = _since(Verification(holds=False, found=3), CLEAN)
    assert said.startswith("All of this became so since the last check without a finding")
    assert "2 March 2026" in said


def test_where_no_check_was_ever_without_one_nobody_knows() -> None:
    assert "not known" in _since(Verification(holds=False, found=3), None)
