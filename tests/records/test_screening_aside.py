"""Long texts are looked through in a thread that gives way to pages, and no less is found in them."""

import os
import threading

import pytest

from records import screening
from records.screening.aside import NICENESS, giving_way


def test_the_thread_gives_way_and_whoever_waits_for_it_does_not() -> None:
    own = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    assert giving_way(lambda: os.getpriority(os.PRIO_PROCESS, threading.get_native_id())) == max(own, NICENESS)
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == own


def test_what_goes_wrong_there_is_told_to_whoever_waits() -> None:
    def breaks() -> None:
        raise ZeroDivisionError("at the end")

    with pytest.raises(ZeroDivisionError, match="at the end"):
        giving_way(breaks)


def test_no_connection_is_opened_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be one more for each long text: this test has no database, and a text with known names passes."""
    text = "Ask Mette Hansen, Nørregade 12. " * 400
    long = screening.screen(text, country="DK", known=["Nørregade School"])
    monkeypatch.setattr(screening, "LONG", len(text))
    assert long == screening.screen(text, country="DK", known=["Nørregade School"])
    assert len({each.text for each in long}) >= 2
