"""Cells of a file that hold a line for each row that belongs to a record.

Behind a word of a vocabulary its code stands in brackets; days and figures are as they are recorded.
"""

from collections.abc import Callable, Iterable
from typing import Any

from core.lists.columns import FileColumn, fact


def in_lines(name: str, label: str, lines: Callable[[Any], Iterable[str]]) -> "FileColumn[Any]":
    return fact(name, label, lambda row: "\n".join(lines(row)))


def line(*parts: str) -> str:
    """Of what there is."""
    return " · ".join(part for part in parts if part)


def with_code(word: str, code: str) -> str:
    return f"{word} [{code}]" if code else ""
