"""Events that stand on several rows, such as one for each offence: gathered by key, told as one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from mapping.actions.staging import NULL, copy_text
from mapping.imports.problems import Problems

Cells = tuple[str, ...]


class Line(NamedTuple):
    """What a row says of its event: key, days with their precision, hour, day of the report, and its other cells."""

    number: int
    key: str
    day: str
    hour: str
    report: str
    cells: Cells


@dataclass(slots=True)
class _Event:
    first: Line
    hour: str
    report: str
    rows: list[int]
    cells: dict[Cells, None] = field(default_factory=dict)


class SeveralRows:
    """Gathers rows that share a key; what makes one event of them impossible is a problem of its row."""

    def __init__(self, column_of_days: str, column_of_hours: str) -> None:
        self._columns = {"day": column_of_days, "hour": column_of_hours}
        self._events: dict[str, _Event] = {}

    def add(self, line: Line, problems: Problems) -> None:
        event = self._events.setdefault(line.key, _Event(line, line.hour, line.report, []))
        event.rows.append(line.number)
        event.cells[line.cells] = None
        if line.day != event.first.day:
            problems.add(self._differs("day", line, event), line.number)
        if NULL not in {line.hour, event.hour} and line.hour != event.hour:
            problems.add(self._differs("hour", line, event), line.number)
        event.hour = line.hour if event.hour == NULL else event.hour
        event.report = min(line.report, event.report)  # what is not known, a backslash, comes after all digits

    def _differs(self, what: str, line: Line, event: _Event) -> str:
        return _(
            "column %(column)s: the row has the key “%(key)s” as row %(first)d and says something else; rows of one "
            "event are of one day. Correct them, or name as external_key a column that is different for every event."
        ) % {"column": self._columns[what], "key": line.key, "first": event.first.number}

    def events(self) -> Iterator[tuple[Line, list[int], list[Cells]]]:
        """Each event as its first row, with all its rows and the cells in which they differ."""
        for event in self._events.values():
            first = event.first
            yield (
                Line(first.number, first.key, first.day, event.hour, event.report, first.cells),
                event.rows,
                list(event.cells),
            )

    def counted(self) -> tuple[int, int]:
        """How many events stand on several rows, and on how many."""
        several = [len(event.rows) for event in self._events.values() if len(event.rows) > 1]
        return len(several), sum(several)


def as_copied(line: Line, kind: int) -> str:
    """A line for COPY."""
    return f"{line.number}\t{copy_text(line.key)}\t{line.day}\t{line.hour}\t{line.report}\t{kind}\n"
