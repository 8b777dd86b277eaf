"""Tools that want the packages one by one name those that are there: import-linter, Docker, the page on the house."""

import re
import tomllib
from typing import Any

from tests.packages import PACKAGES
from tests.services import PROJECT

# Lines of a file that is served, and of one that tests it.
LONGEST, LONGEST_TEST = 400, 450


def _import_linter() -> Any:
    return tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]


def _order() -> list[str]:
    layers: list[str] = next(each["layers"] for each in _import_linter()["contracts"] if "containers" not in each)
    return layers


def test_every_package_stands_in_the_order() -> None:
    assert len(PACKAGES) >= 14
    assert sorted(_order()) == PACKAGES
    assert _import_linter()["root_packages"] == _order()


def test_every_package_has_an_order_of_its_own_modules() -> None:
    """But for config, where all is put together."""
    within = [each for each in _import_linter()["contracts"] if "containers" in each]
    assert sorted(name for each in within for name in each["containers"]) == sorted({*PACKAGES} - {"config"})
    assert all(each["exhaustive"] for each in within)


def test_the_page_on_the_house_tells_the_same_order() -> None:
    page = re.sub(r"\s+", " ", (PROJECT / "docs" / "architecture.md").read_text())
    assert f"`{' → '.join(_order())}`" in page


def test_an_image_holds_every_package_and_nothing_that_is_not_there() -> None:
    kept = {line[1:] for line in (PROJECT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert kept.issuperset(PACKAGES)
    assert [name for name in sorted(kept) if not (PROJECT / name).exists()] == []
    assert "tests" not in kept


def test_no_file_is_longer_than_one_reads_at_a_time() -> None:
    found = [file for name in (*PACKAGES, "static", "templates", "tests") for file in (PROJECT / name).rglob("*.*")]
    ours = [each.relative_to(PROJECT) for each in found if each.suffix in {".py", ".css", ".js", ".html", ".typ"}]
    assert len(ours) > 1000
    lines = {each: (PROJECT / each).read_text().count("\n") for each in ours if "migrations" not in each.parts}
    most = {"tests": LONGEST_TEST}
    assert [f"{each}" for each, count in lines.items() if count > most.get(each.parts[0], LONGEST)] == []
