"""What is wrong with a file: gathered by place and said at once, so that one correction round is enough."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# So many are shown; all are counted.
MOST_SHOWN = 20
# So many kinds are remembered, however long the file is.
MOST_REMEMBERED = 1000
ROWS_NAMED = 5
# Of a cell and of a message, characters: a file may hold a book in one cell.
LONGEST_QUOTED, LONGEST = 200, 1_000
QUOTED = re.compile("“[^”]*”")
NUMBERS = re.compile(r"[+-]?\d[\d.,e+-]*")


class Problems:
    """Problems of rows: the same one in many rows is one entry with the first of its rows.

    They are of one kind where they differ only in what they quote. Of each kind some are shown, so that sixty dates
    that nobody can read do not keep the one unknown district from sight.
    """

    def __init__(self) -> None:
        self.count = 0
        # What is to be done about all of them, said last.
        self.remedies: list[str] = []
        self._kinds: dict[str, _Kind] = {}

    def __bool__(self) -> bool:
        return self.count > 0

    def add(self, message: str, row: int, *, is_one: bool = False) -> None:
        """`is_one` where one remedy mends all rows of the kind, whatever they quote: an example is enough then."""
        self.count += 1
        if len(message) > LONGEST_QUOTED:
            message = QUOTED.sub(_shortened, message)[:LONGEST]
        kind = QUOTED.sub("“”", message)
        if kind in self._kinds or len(self._kinds) < MOST_REMEMBERED:
            self._kinds.setdefault(kind, _Kind(is_one=is_one)).add(message, row)

    def refuse(self) -> None:
        """Raise what was gathered, if anything was."""
        if self:
            shown = self._shown()
            lines = [line for kind, most in zip(self._kinds.values(), shown, strict=True) for line in kind.lines(most)]
            are_all = all(map(_Kind.is_all, self._kinds.values(), shown))
            raise refusal(lines, total=self.count, are_all=are_all, remedies=self.remedies)

    def _shown(self) -> list[int]:
        """How many of each kind: all where they fit, else as many as leave room for the others."""
        kinds = list(self._kinds.values())
        shown = [0] * len(kinds)
        for _turn in range(MOST_SHOWN):
            for place, kind in enumerate(kinds):
                if sum(shown) < MOST_SHOWN and shown[place] < (1 if kind.is_one else len(kind.rows)):
                    shown[place] += 1
        return [most or 1 for most in shown]


def _shortened(quoted: re.Match[str]) -> str:
    text = quoted[0]
    return text if len(text) <= LONGEST_QUOTED else f"{text[: LONGEST_QUOTED - 1]}…”"


class _Kind:
    def __init__(self, *, is_one: bool = False) -> None:
        self.is_one = is_one
        self.rows: dict[str, list[int]] = {}
        self._counts: Counter[str] = Counter()

    def add(self, message: str, row: int) -> None:
        if message not in self.rows and len(self.rows) >= MOST_SHOWN:
            message = ""
        self._counts[message] += 1
        if message and len(self.rows.setdefault(message, [])) < ROWS_NAMED:
            self.rows[message].append(row)

    def is_all(self, most: int) -> bool:
        return self.is_one or self._counts.total() == sum(self._counts[message] for message in list(self.rows)[:most])

    def lines(self, most: int) -> list[str]:
        if self.is_one and self._counts.total() > self._counts[next(iter(self.rows))]:
            return [self._example()]
        messages = list(self.rows)[:most]
        lines = [self._line(message) for message in messages]
        if more := self._counts.total() - sum(self._counts[message] for message in messages):
            told = ngettext("; and %(count)d more row like it", "; and %(count)d more rows like it", more)
            lines[-1] += told % {"count": more}
        return lines

    def _example(self) -> str:
        """Rows that differ in what they quote alone, by the first of them."""
        message, rows = next(iter(self.rows.items()))
        return _("%(count)d rows, for example row %(row)d, %(message)s") % {
            "count": self._counts.total(),
            "row": rows[0],
            "message": message,
        }

    def _line(self, message: str) -> str:
        rows, count = self.rows[message], self._counts[message]
        if count == 1:
            return _("Row %(row)d, %(message)s") % {"row": rows[0], "message": message}
        if count == len(rows):
            return _("Rows %(rows)s, %(message)s") % {"rows": ", ".join(map(str, rows)), "message": message}
        return _("Rows %(rows)s and %(more)d more, %(message)s") % {
            "rows": ", ".join(map(str, rows)),
            "more": count - len(rows),
            "message": message,
        }


def examples(messages: Sequence[str]) -> list[str]:
    """Messages where they are few; else one of each kind, so that none keeps another from sight. They are of one kind
    where they differ in numbers and in what they quote alone."""
    if len(messages) <= MOST_SHOWN:
        return list(messages)
    kinds: dict[str, list[str]] = {}
    for message in messages:
        kinds.setdefault(NUMBERS.sub("", QUOTED.sub("", message)), []).append(message)
    return [_with_others(alike[0], len(alike) - 1) for alike in kinds.values()]


def _with_others(message: str, more: int) -> str:
    if not more:
        return message
    told = ngettext("There is %(count)d more like it.", "There are %(count)d more like it.", more) % {"count": more}
    return f"{message} {told}"


def refusal(
    messages: Iterable[str], *, total: int | None = None, are_all: bool = True, remedies: Iterable[str] = ()
) -> ValidationError:
    """The refusal of a file: the first messages, the number of all problems, and that nothing was saved."""
    lines = list(messages)
    total = max(total or 0, len(lines))
    shown = lines[:MOST_SHOWN]
    if total > 1:
        heading = ngettext("%(count)d problem, nothing was saved.", "%(count)d problems, nothing was saved.", total)
        shown.insert(0, heading % {"count": total})
    if len(lines) > MOST_SHOWN or not are_all:
        shown.append(_("The first %(shown)d kinds are listed. Correct them and try again.") % {"shown": MOST_SHOWN})
    return ValidationError([*shown, *remedies])
