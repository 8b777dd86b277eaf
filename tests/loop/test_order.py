"""The files that are named for their turn are there."""

from tests.order import LONG_FILES, WAITING_FILES
from tests.services import PROJECT


def test_every_file_that_has_a_turn_of_its_own_is_there_and_has_one() -> None:
    named = [*WAITING_FILES, *LONG_FILES]
    assert [file for file in named if not (PROJECT / file).is_file()] == []
    assert len(named) == len(set(named))
