"""What is done for all cities, one after the other: where it fails for one, the others have their turn."""

import ast
import importlib
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from accounts.models import City
from tests.services import PROJECT

# Each task with what it asks to be done for a city.
TASKS = [
    ("records.tasks", "seal", "seal_city"),
    ("records.tasks", "retain", "erase_due"),
    ("records.tasks", "settle", "settle_due"),
    ("notices.tasks", "watch_reading", "tell_unusual_reading"),
    ("notices.tasks", "collect_changes", "collect"),
    ("notices.tasks", "ask_for_mails", "gather"),
    ("notices.tasks", "remind", "remind_by_rule"),
    ("notices.tasks", "look_at_days", "note_passed_days"),
    ("planning.tasks", "watch_projects", "look"),
    ("stakeholders.tasks", "look_at_memoranda", "close_questions"),
]


@pytest.mark.parametrize(("module", "task", "work"), TASKS)
def test_one_city_s_trouble_holds_up_no_other(  # noqa: PLR0917
    module: str, task: str, work: str, elverhavn: City, other_city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def failing(*args: Any, **kwargs: Any) -> int:
        asked.append(1)
        raise ZeroDivisionError

    tasks = importlib.import_module(module)
    monkeypatch.setattr(tasks, work, failing)
    getattr(tasks, task)()
    assert len(asked) == City.objects.count() == 2


def test_what_is_of_no_city_holds_up_none(elverhavn: City, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = importlib.import_module("records.tasks")
    erased: list[int] = []

    def erase(*, city_id: int, **_facts: Any) -> int:
        erased.append(city_id)
        return 0

    def failing() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(tasks, "forget_ended", failing)
    monkeypatch.setattr(tasks, "erase_due", erase)
    with pytest.raises(ZeroDivisionError):
        tasks.retain()
    assert erased == [elverhavn.pk]


def test_a_task_that_takes_too_long_ends(elverhavn: City, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = importlib.import_module("records.tasks")

    def slow(**_facts: Any) -> int:
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(tasks, "settle_due", slow)
    with pytest.raises(SoftTimeLimitExceeded):
        tasks.settle()


def test_every_task_that_goes_through_the_cities_gives_each_its_turn() -> None:
    found = 0
    for path in PROJECT.glob("*/tasks.py"):
        for loop in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(loop, ast.For) and ast.unparse(loop.iter).startswith("City.objects"):
                found += 1
                done = "\n".join(ast.unparse(each) for each in loop.body)
                assert "turn_of(" in done or ".delay(" in done, f"{path}:{loop.lineno}"
    assert found > len(TASKS)
