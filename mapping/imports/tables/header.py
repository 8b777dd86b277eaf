"""What a table is known by: its header, the columns that are wanted of it, and how its cells are meant."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mapping.imports.fields import AROUND, as_it_looks, folded, letters, plainly
from mapping.imports.files import File
from mapping.imports.problems import Problems, refusal
from mapping.imports.tables.sheets import Row

DELIMITERS = ",;\t|"
# Of columns that are named twice.
NAMED = 10
# So many lines are looked at for a header that stands below titles.
MOST_ABOVE_HEADER = 20
# How a text is kept from becoming a number on its way through a spreadsheet.
GUARD = '="'
GUARDED = re.compile(r'="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Table:
    """An open table: its header, and its rows with their numbers, read as one goes.

    Rows of another width than the header are left out, and told to `problems`, which whoever reads has to refuse. What
    only looks wrong is `told` once all rows were read. A workbook has no delimiter.
    """

    header: list[str]
    rows: Iterator[Row]
    delimiter: str = ","
    # On which row the header stands.
    header_row: int = 1
    problems: Problems = field(default_factory=Problems)
    told: list[str] = field(default_factory=list)
    # Of several of a workbook, the one that is read.
    sheet: str = ""

    @property
    def is_of_workbook(self) -> bool:
        return not self.delimiter

    def position(self, column: str) -> int:
        """Where a column stands. Raises ValidationError that names the columns there are."""
        if plainly(column) not in self.header:
            raise ValidationError(
                _("There is no column “%(column)s”. The columns are: %(columns)s.")
                % {"column": column, "columns": ", ".join(self.header)}
            )
        return self.header.index(plainly(column))

    def check(self, columns: Iterable[str], lacking: str) -> None:
        """Raises ValidationError with all columns that are not there, said by `lacking`, and what they could be."""
        missing = [column for column in dict.fromkeys(columns) if plainly(column) not in self.header]
        if missing:
            facts = {"row": self.header_row, "columns": ", ".join(self.header)}
            raise refusal(lacking % {**facts, "column": column} + nearly(column, self.header) for column in missing)


def nearly(column: str, header: Iterable[str]) -> str:
    """What a column may be called that is not there."""
    for form, said in (
        (folded, _("“%(name)s” differs by letter case or spaces only.")),
        (_looks, _("“%(name)s” differs by letters of another alphabet that look alike.")),
        (letters, _("“%(name)s” differs by marks and spaces only.")),
    ):
        if alike := next((name for name in header if form(name) == form(column) != ""), ""):
            return " " + said % {"name": alike}
    return ""


def _looks(name: str) -> str:
    return folded(as_it_looks(name))


@dataclass(frozen=True, slots=True)
class Layout:
    """What is known of a file beforehand: its delimiter, on which row its header stands, and the columns that are
    `wanted` of it; where these stand on another row, or another `sheet`, the refusal names it, and `state` and
    `state_sheet` how to say so."""

    delimiter: str = ""
    header_row: int = 0
    wanted: tuple[str, ...] = ()
    state: str = ""
    sheet: str = ""
    state_sheet: str = ""


def as_meant(cell: str) -> str:
    """Without what stands around it that nobody sees; a text that was kept from becoming a number on its way through a
    spreadsheet, ="007", is 007."""
    guarded = GUARDED.fullmatch(cell.strip())
    return (guarded[1] if guarded else cell).strip(AROUND)


def without_empty_end(header: list[str]) -> list[str]:
    """Without columns that have no name behind the last that has one: spreadsheets write those that were once used."""
    named = [place for place, name in enumerate(header, start=1) if name]
    return header[: named[-1]] if named else header


def look_elsewhere(file: File, heads: Iterable[tuple[int, set[str]]], header_row: int, layout: Layout) -> None:
    """Titles stand above the header of many tables. Raises ValidationError where the wanted columns stand on another
    row."""
    for number, cells in heads:
        if set(layout.wanted) <= cells:
            raise ValidationError(
                _("Row %(row)d of %(file)s looks like the header, not row %(header)d: state %(how)s.")
                % {"row": number, "file": file.name, "header": header_row, "how": layout.state % {"row": number}}
            )


def is_all_in_one(header: Sequence[str], layout: Layout) -> bool:
    """Whether all wanted columns stand in one cell."""
    return len(header) == 1 and len(layout.wanted) > 1 and all(name in header[0] for name in layout.wanted)


def check_header(file: File, header: Sequence[str], layout: Layout) -> None:
    """Raises ValidationError. Where it is known which columns are read, others may stand there twice."""
    read = layout.wanted or tuple(filter(None, header))
    repeated = sorted(name for name, count in Counter(header).items() if count > 1 and name in read)[:NAMED]
    if repeated:
        raise ValidationError(
            _("%(file)s has more than one column “%(columns)s”. Rename all but one.")
            % {"file": file.name, "columns": "”, “".join(repeated)}
        )


def once(file: str, header: Sequence[str], rows: Iterator[Row]) -> Iterator[Row]:
    """Tables of several years are put below each other with a header each. Raises ValidationError at the second, which
    names all of them: as rows they would be refused for what their cells say, one column after the other."""
    for number, row in rows:
        if _is_header(row, header):
            more = [number, *(other for other, cells in rows if _is_header(cells, header))]
            said = ", ".join(map(str, more[:NAMED])) + (" …" if len(more) > NAMED else "")
            raise ValidationError(
                ngettext(
                    "Row %(rows)s of %(file)s is its header once more, as where tables were put below each other. Take "
                    "that row out and try again; the rows below it stay.",
                    "Rows %(rows)s of %(file)s are its header once more, as where tables were put below each other. "
                    "Take those rows out and try again; the rows below them stay.",
                    len(more),
                )
                % {"rows": said, "file": file}
            )
        yield number, row


def _is_header(row: Sequence[str], header: Sequence[str]) -> bool:
    """Nothing else is in it, however it is written, but empty cells behind it."""
    is_alike = folded(row[0]) == folded(header[0])
    return is_alike and list(map(folded, without_empty_end(list(row)))) == list(map(folded, header))
