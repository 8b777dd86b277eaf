"""What documents say a test holds is held by a test that is there."""

import ast
import re
from functools import cache
from pathlib import Path

from tests.services import PROJECT

DOCUMENTS = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md")])
NAMED = re.compile(r"(?<![\w/])(tests/[\w/]+\.py|(?<!/)test_\w+\.py)(?:::(\w+))?")
EXAMPLES = {"tests/x/test_y.py"}
HELD = (PROJECT / "SECURITY.md").read_text().partition("## What Groundwork holds against")[2].partition("\n## ")[0]
PROMISES = [f"- {promise}" for promise in re.split(r"^- ", HELD, flags=re.MULTILINE)[1:]]
A_TEST = re.compile(r"`(tests/[\w/]+\.py|test_\w+\.py)(?:::\w+)?`")


def _named(text: str) -> list[tuple[str, str]]:
    """Paths of tests, and of each the test of it that is named; a bare name lies where the path before it does."""
    found, folder = [], ""
    for path, test in NAMED.findall(re.sub(r"/\n *", "/", text)):
        folder = path.rpartition("/")[0] or folder
        found.append((path if "/" in path else f"{folder}/{path}", test))
    return [each for each in found if each[0] not in EXAMPLES]


def test_every_test_that_a_document_names_is_there() -> None:
    named = [(document.name, *each) for document in DOCUMENTS for each in _named(document.read_text())]
    assert named
    for document, path, test in named:
        assert (PROJECT / path).is_file(), f"{document} names {path}, which is not there."
        assert not test or test in _functions(PROJECT / path), f"{document} names {path}::{test}, which is not there."


@cache
def _functions(path: Path) -> set[str]:
    return {each.name for each in ast.walk(ast.parse(path.read_text())) if isinstance(each, ast.FunctionDef)}


def test_every_promise_names_the_test_that_holds_it() -> None:
    assert [promise for promise in PROMISES if not A_TEST.search(promise)] == []


def test_a_document_that_names_what_is_not_there_is_found() -> None:
    assert _named("held by (`tests/a/test_b.py`, `test_c.py::test_d`), not `make test-one`") == [
        ("tests/a/test_b.py", ""),
        ("tests/a/test_c.py", "test_d"),
    ]
    assert len(PROMISES) > 25
