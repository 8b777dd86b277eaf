"""What is wrong with a file: gathered by place and said at once, so that one correction round is enough."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# So many are shown; all are counted.
MOST_SHOWN = 20
# So many different ones are remembered, however long the file is.
MOST_REMEMBERED = 1000
ROWS_NAMED = 5


class Problems:
    """Problems of rows: the same one in many rows is one entry with the first of its rows."""

    def __init__(self) -> None:
        self.count = 0
        self._rows: dict[str, list[int]] = {}
        self._counts: dict[str, int] = {}

    def __bool__(self) -> bool:
        return self.count > 0

    def add(self, message: str, row: int) -> None:
        self.count += 1
        if message not in self._counts:
            if len(self._counts) >= MOST_REMEMBERED:
                return
            self._counts[message], self._rows[message] = 0, []
        self._counts[message] += 1
        if len(self._rows[message]) < ROWS_NAMED:
            self._rows[message].append(row)

    def refuse(self) -> None:
        """Raise what was gathered, if anything was."""
        if self:
            raise refusal([self._line(message) for message in self._counts], total=self.count)

    def _line(self, message: str) -> str:
        rows, count = self._rows[message], self._counts[message]
        if count == 1:
            return _("Row %(row)d, %(message)s") % {"row": rows[0], "message": message}
        if count == len(rows):
            return _("Rows %(rows)s, %(message)s") % {"rows": ", ".join(map(str, rows)), "message": message}
        return _("Rows %(rows)s and %(more)d more, %(message)s") % {
            "rows": ", ".join(map(str, rows)),
            "more": count - len(rows),
            "message": message,
        }


def refusal(messages: Iterable[str], *, total: int | None = None) -> ValidationError:
    """The refusal of a file: the first messages, the number of all problems, and that nothing was saved."""
    lines = list(messages)
    total = max(total or 0, len(lines))
    shown = lines[:MOST_SHOWN]
    if total > 1:
        heading = ngettext("%(count)d problem, nothing was saved.", "%(count)d problems, nothing was saved.", total)
        shown.insert(0, heading % {"count": total})
    if len(lines) > MOST_SHOWN:
        shown.append(_("The first %(shown)d kinds are listed. Correct them and try again.") % {"shown": MOST_SHOWN})
    return ValidationError(shown)
