"""What documents say a test holds is held by a test that is there; so is every file, module and figure they name."""

import ast
import pkgutil
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.bench.named import BENCHES
from tests.packages import PACKAGES
from tests.services import PROJECT

DOCUMENTS = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md")])
NAMED = re.compile(r"(?<![\w/])(tests/[\w/]+\.py|(?<!/)test_\w+\.py)(?:::(\w+))?")
EXAMPLES = {"tests/x/test_y.py"}
FILE = re.compile(r"(?<![\w/.*<-])((?:[\w-]+/)+[\w-]+\.(?:py|html|css|js|json|md|sh|toml))(?!\w)")
MODULE = re.compile(rf"(?<![\w/.-])((?:{'|'.join(PACKAGES)})(?:\.(?!json|py|csv)[a-z]\w*)+(?:\.[A-Z]\w*)?)(?![\w(/])")
FIGURES = re.compile(r"make bench ONLY=(\w+)")
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


def test_every_file_that_a_document_names_is_there() -> None:
    for document in DOCUMENTS:
        gone = list(_gone(document.read_text()))
        assert not gone, f"{document.name} names {gone}, which are not there."


def _gone(text: str) -> Iterator[str]:
    """Files of ours, as they lie or as they lie in some app; modules and what is in them; figures of `make bench`."""
    files, folders = _files()
    for path in {*FILE.findall(text)} - EXAMPLES:
        if path.partition("/")[0] in folders and f"/{path}\n" not in files:
            yield path
    yield from (name for name in {*MODULE.findall(text)} if not _is_there(name))
    yield from (part for part in {*FIGURES.findall(text)} if not any(part in name for name in BENCHES))


@cache
def _files() -> tuple[str, set[str]]:
    """All of them, one a line; and what any of their folders is called."""
    asked = ["git", "ls-files", "-co", "--exclude-standard"]
    names = subprocess.run(asked, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.splitlines()
    return "".join(f"/{name}\n" for name in names), {part for name in names for part in Path(name).parts[:-1]}


def _is_there(name: str) -> bool:
    try:
        pkgutil.resolve_name(name)
    except (AttributeError, ImportError):
        return False
    return True


def test_every_promise_names_the_test_that_holds_it() -> None:
    assert [promise for promise in PROMISES if not A_TEST.search(promise)] == []


def test_a_document_that_names_what_is_not_there_is_found() -> None:
    assert _named("held by (`tests/a/test_b.py`, `test_c.py::test_d`), not `make test-one`") == [
        ("tests/a/test_b.py", ""),
        ("tests/a/test_c.py", "test_d"),
    ]
    assert len(PROMISES) > 25
    text = (
        "`records/gone.py`, `models/gone.py`, `models/services.py`, `core.gone`, `core.search.words_of`, an `app/x.py`"
    )
    assert set(_gone(f"{text}, `make bench ONLY=gone`")) == {"records/gone.py", "models/gone.py", "core.gone", "gone"}
