"""No command says `1 rows` or `1 events were`: a number stands with its word by `counted`, which knows both."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from core.formats import counted
from tests.services import PROJECT

# What follows a number and is said of many: a noun, or a verb of several.
OF_MANY = re.compile(
    r" (?!(?:is|was|has|needs|does|holds|this)\b)(?:[a-z]{2,}s|were|are|have|of them (?:differ|are|were))\b"
)
COMMANDS = sorted(
    file for file in PROJECT.glob("*/management/**/*.py") if file.parent.name == "commands" and file.name[0] != "_"
)
# A limit that is never one, an account, a name.
NO_COUNT = {"MOST_BYTES", "path.name", "options['email']", "options['file']", "code", "city.name", "len(catalogue)"}


def _told(tree: ast.AST) -> Iterator[str]:
    """Where a value in braces is followed by words of many."""
    for text in ast.walk(tree):
        parts = text.values if isinstance(text, ast.JoinedStr) else []
        for value, words in pairwise(parts):
            if not isinstance(value, ast.FormattedValue) or not isinstance(words, ast.Constant):
                continue
            if OF_MANY.match(str(words.value)) and ast.unparse(value.value) not in NO_COUNT:
                yield f"{{{ast.unparse(value.value)}}}{words.value!s}"


@pytest.mark.parametrize("file", COMMANDS, ids=lambda file: file.stem)
def test_no_command_says_many_of_one(file: Path) -> None:
    assert list(_told(ast.parse(file.read_text(encoding="utf-8")))) == []


def test_it_would_be_found() -> None:
    assert len(COMMANDS) >= 17
    for text in ("f'{n} rows read'", "f'{n} were kept'", "f'{n} of them differ'", "f'{len(rows)} events'"):
        assert list(_told(ast.parse(text))), text
    assert not list(_told(ast.parse("f'{name} is there'")))


@pytest.mark.parametrize(("count", "said"), [(0, "0 events"), (1, "1 event"), (2, "2 events"), (1234, "1234 events")])
def test_a_count_stands_with_its_word(count: int, said: str) -> None:
    assert counted(count, "event", "events") == said
