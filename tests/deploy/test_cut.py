"""The numbers of docs/deploy.md stand in the files it names, and each of those in the files is told."""

import re

import pytest

from tests.deploy.compose import SERVICES
from tests.services import PROJECT

DOCUMENT = (PROJECT / "docs" / "deploy.md").read_text()
TABLE = DOCUMENT.partition("## What is cut, and where")[2].partition("\n## ")[0]
ROW = re.compile(r"^\| ([^|]+) \| ([\d,]+) ?([^|]*) \| `([^`]+)`: `([^`]+)` \|$", re.MULTILINE)
ROWS = ROW.findall(TABLE)
CADDYFILE = (PROJECT / "deploy" / "Caddyfile").read_text()
LIMITS_OF_CADDY = re.compile(
    r"^\s*((?:read_header|read_body|write|idle|max_\w+|\w+_buffers|\w+_timeout) \d\w+)$", re.MULTILINE
)


def test_every_line_of_the_table_is_read() -> None:
    assert len(ROWS) == len([line for line in TABLE.splitlines() if line.startswith("| ")]) - 1
    assert len(ROWS) >= 20


@pytest.mark.parametrize(("what", "number", "unit", "file", "line"), ROWS, ids=[row[0] for row in ROWS])
def test_a_number_is_what_the_file_says(what: str, number: str, unit: str, file: str, line: str) -> None:
    assert re.search(rf"(?:^\s*|[{{ ]){re.escape(line)}(?:$|[,}}])", (PROJECT / file).read_text(), re.MULTILINE), what
    written = int(number.replace(",", ""))
    said = re.search(r"(?:= |: int = | )([\d_]+)(\w*)", line)
    assert said
    in_file = int(said[1].replace("_", ""))
    assert written == in_file
    if said[2]:
        short = {"s": "s", "min": "m", "KB": "KB", "MB": "MB", "MiB": "MiB"}[unit.strip()]
        assert said[2] == short


def test_nothing_is_cut_by_the_proxy_that_is_not_told() -> None:
    told = {row[4] for row in ROWS}
    assert set(LIMITS_OF_CADDY.findall(CADDYFILE)) <= told
    assert len(LIMITS_OF_CADDY.findall(CADDYFILE)) == 10


def test_every_container_has_its_limits() -> None:
    for name, service in SERVICES.items():
        assert re.fullmatch(r"\d+[mg]", service["mem_limit"]), name
        assert 0 < service["pids_limit"] <= 256, name
        for space in service["tmpfs"]:
            assert re.search(r":size=\d+m", space), name
