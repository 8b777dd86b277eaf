"""A table of counts: each row stands for several events, and a column that nobody reads says for how many."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mapping.imports.doubts import Doubts
from mapping.imports.tables.header import Table

_EVENTS = (
    r"(?:sager|tilfælde|anmeldelser|hændelser|hendelser|händelser|brott|brottsanmälningar|anmälningar|rikoksia|fälle"
    r"|straftaten|delikte|vorfälle|ereignisse|forhold|lovovertrædelser|incidents|cases|events|offen[cs]es|crimes"
    r"|records|reports|faits|délits|infractions|actes|incidenten|misdrijven|zdarzeń|przestępstw|incidentes|delitos|hechos|casos|reati|casi)"
)
# One alone is the number or the code of an event; with a word of counting it is a count.
_EVENT = r"(?:incident|case|event|offen[cs]e|crime|record|report|sags|fall)"
COUNTED = re.compile(
    rf"counts?|antal|anzahl|aantal|nombre|quantity|liczba|počet|broj|cantidad|lukumäärä|{_EVENTS}"
    rf"|(?:n(?:o|r|umber)?\.?(?: of)?|#|antal|anzahl(?: der)?|aantal|nombre d['’e]|liczba|count of|num) ?{_EVENTS}"
    rf"|(?:antal|anzahl|aantal|number of)(?: [^\W\d]+){{1,2}} {_EVENTS}"
    rf"|(?:{_EVENTS}|{_EVENT})[ -]?(?:counts?|antal|anzahl)",
    re.IGNORECASE,
)
# Behind a whole number that passed through a spreadsheet.
NOUGHTS = re.compile(r"[.,]0{1,2}$")


@dataclass(slots=True)
class _Column:
    name: str
    position: int
    count: int = 0
    row: int = 0
    number: str = ""


class Counts:
    """Looks at columns that are called so and that a mapping does not name."""

    def __init__(self, table: Table, named: Collection[str]) -> None:
        self._columns = [
            _Column(name, place)
            for place, name in enumerate(table.header)
            if name not in named and COUNTED.fullmatch(name.replace("_", " "))
        ]

    def __bool__(self) -> bool:
        return bool(self._columns)

    def look(self, row: Sequence[str], number: int) -> None:
        for column in self._columns:
            cell = NOUGHTS.sub("", row[column.position].strip())
            if cell.isdecimal() and len(cell) < 10 and int(cell) > 1:
                column.count += 1
                if not column.row:
                    column.row, column.number = number, cell

    def tell(self, rows: int, doubts: Doubts) -> None:
        for column in self._columns:
            if column.count:
                doubts.tell(
                    _(
                        "Column %(column)s, which the mapping does not read, has numbers above one in %(count)d of "
                        "%(total)d rows (row %(row)d, “%(number)s”). If such a row stands for several events, they "
                        "count as one here: export a row for each event."
                    )
                    % {
                        "column": column.name,
                        "count": column.count,
                        "total": rows,
                        "row": column.row,
                        "number": column.number,
                    }
                )
