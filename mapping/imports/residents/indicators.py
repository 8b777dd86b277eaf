"""Residents per district from a table. Nothing else is read: indicators of ethnicity, language, religion or migration
are never stored beside what is recorded."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mapping.actions.alone import import_alone
from mapping.actions.boundaries import set_populations
from mapping.imports.doubts import Doubts, among
from mapping.imports.fields import folded
from mapping.imports.files import TABLES, look_at
from mapping.imports.names import Near
from mapping.imports.places import Both, Lookup, Names, tell_shortened
from mapping.imports.residents.doubts import Row, check_populations, is_of_part
from mapping.imports.residents.populations import NoPopulation, Notation
from mapping.imports.tables.header import Layout, Table
from mapping.imports.tables.reading import no_rows, open_table
from mapping.imports.totals import is_total
from mapping.models import BoundarySet, District

Say = Callable[[str], None]
LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Populations:
    """What a table said: changed districts, districts it does not name, codes that are no district's."""

    changed: int
    without: tuple[str, ...]
    unknown: tuple[str, ...]
    told: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@transaction.atomic
def import_indicators(
    *,
    boundary_set: BoundarySet,
    path: Path,
    code: str,
    population: str,
    source: str = "",
    header_row: int = 0,
    sheet: str = "",
    encoding: str = "",
    by: str = "",
    where: Mapping[str, str] | None = None,
    accepted: Collection[str] = (),
    dry_run: bool = False,
    say: Say = lambda _line: None,
) -> Populations:
    """Write the residents of a set's districts from a table. Runs inside the city's transaction.

    `by` says whether the column of the code holds codes or names; else names are taken where no cell is a code. Of a
    table with several rows for each district `where` keeps those of certain values, by column.

    Raises ValidationError by row and column; nothing is saved then. What only looks wrong is told in what comes back.
    """
    file = look_at(
        path, wanted=TABLES, encoding=encoding, country=boundary_set.city.country, state="--encoding %(encoding)s"
    )
    if file.guessed:
        say(_("%(file)s is not UTF-8; read as %(encoding)s.") % {"file": file.name, "encoding": file.encoding})
    import_alone(boundary_set.city_id)
    districts = {district.code: district for district in District.objects.filter(boundary_set=boundary_set)}
    codes, doubts = list(districts), Doubts(accepted)
    where = where or {}
    layout = Layout("", header_row, (code, population, *where), "--header-row %(row)d", sheet, '--sheet "%(sheet)s"')
    with open_table(file, layout) as table:
        table.check(
            (code, population, *where), _("Row %(row)d has no column “%(column)s”. The columns are: %(columns)s.")
        )
        header = table.header
        kept = _where(table, where, file.name)
        given = [row[table.position(code)] for _number, row in kept]
        lookup = _lookup(districts, given, by)
        for text in table.told:
            doubts.tell(text)
        notation = Notation(table.delimiter)
        rows, unknown = _read(table, kept, (code, population), _finder(lookup, districts, by), notation)
        numbers = {
            number: table_row[table.position(population)] for number, table_row in kept if unknown.get(number) == ""
        }
    if not rows and not unknown:
        raise no_rows(file)
    found = {row.code: row.residents for row in rows}
    if not found:
        raise _none_found(file.name, code, list(unknown.values()), districts, by)
    if isinstance(lookup, Names) and not by:
        doubts.note(_("Column %(column)s holds names of districts, and was read by name.") % {"column": code})
    _check_empty(code, numbers, notation, rows, doubts)
    _tell_near(code, unknown, [each for each in districts.values() if each.code not in found], doubts)
    check_populations(rows, header, population, districts, doubts)
    if isinstance(lookup, Lookup):
        tell_shortened(code, lookup, doubts)
    doubts.refuse()
    _note_boundaries(boundary_set, doubts)
    changed = set_populations(boundary_set=boundary_set, populations=found, source=(source or file.name)[:255])
    if dry_run:
        transaction.set_rollback(True)
    without = tuple(text for text in codes if text not in found)
    others = tuple(filter(None, unknown.values()))
    return Populations(changed, without, others, tuple(doubts.told), tuple(doubts.notes))


def _check_empty(
    column: str, numbers: Mapping[int, str], notation: Notation, rows: Collection[Row], doubts: Doubts
) -> None:
    """Rows that say of no district that they are of it: of merged cells only the first has what stands there, so that
    a district would have the number of its first row. One that adds up all others is the total."""
    if not numbers:
        return
    total = sum(row.residents for row in rows)
    facts = {"column": column, "count": len(numbers), "row": next(iter(numbers))}
    if not any(_holds_other(text, notation, total) for text in numbers.values()):
        doubts.tell(
            _("Column %(column)s: rows left out because the cell is empty: %(count)d (first row %(row)d).") % facts
        )
    else:
        doubts.must_not(
            _(
                "Column %(column)s: the cell is empty in rows that have a number of residents: %(count)d (first row "
                "%(row)d). If cells were merged, fill them in on every row; take rows of no district out."
            )
            % facts
        )


def _holds_other(text: str, notation: Notation, total: int) -> bool:
    """Whether a cell holds something else than the total, or nothing."""
    try:
        return notation.residents(text) != total
    except NoPopulation:
        return bool(text.strip(" -–.:"))


def _tell_near(column: str, unknown: Mapping[int, str], lacking: Collection[District], doubts: Doubts) -> None:
    """Rows of no district that nearly have the name of one which no row has."""
    near = Near(lacking)
    for number, text in unknown.items():
        meant = near.find(text) if text and lacking and not is_total(text) else []
        if meant:
            doubts.tell(
                _(
                    "Row %(row)d, column %(column)s: “%(value)s” is no district's, and may mean %(names)s, which no "
                    "row names. If so, write it as the boundaries have it."
                )
                % {
                    "row": number,
                    "column": column,
                    "value": text[:LONGEST_SHOWN],
                    "names": _(" or ").join(f"“{each.name}” ({each.code})" for each in meant[:5]),
                }
            )


def _note_boundaries(used: BoundarySet, doubts: Doubts) -> None:
    facts = {"name": used.name, "day": used.valid_from.isoformat()}
    doubts.note(_("The districts are those of the boundaries “%(name)s”, valid from %(day)s.") % facts)
    if used.valid_from > timezone.localdate():
        doubts.tell(
            _("The boundaries “%(name)s” hold from %(day)s on, which is still to come; name others with --boundaries.")
            % facts
        )


def _where(table: Table, where: Mapping[str, str], file: str) -> list[tuple[int, list[str]]]:
    """The rows of certain values. Raises ValidationError where a column never has the one that is asked for."""
    rows = list(table.rows)
    for column, value in where.items():
        position = table.position(column)
        kept = [(number, row) for number, row in rows if folded(row[position]) == folded(value)]
        if rows and not kept:
            there = sorted({row[position].strip() for _number, row in rows})
            raise ValidationError(
                _("No row of %(file)s has “%(value)s” in column %(column)s; it has %(there)s.")
                % {"file": file, "value": value, "column": column, "there": among([f"“{text}”" for text in there], 5)}
            )
        rows = kept
    return rows


def _lookup(districts: Mapping[str, District], given: list[str], by: str) -> "Lookup | Names":
    """Codes or names; where nobody says, names if no cell is a code and one is a name."""
    lookup, names = Lookup(districts), Names(districts.values())
    if by == "name" or (not by and not any(map(lookup.find, given)) and any(map(names.find, given))):
        return names
    return lookup


def _finder(lookup: "Lookup | Names", districts: Mapping[str, District], by: str) -> Callable[[str], list[str]]:
    """Codes that a cell could mean: as the column is read, else by a code and its name in one cell, else by name."""
    both, names = Both(districts.values()), Names(districts.values())

    def found(cell: str) -> list[str]:
        code = lookup.find(cell) or both.find(cell)
        return [code] if code else lookup.like(cell) or ([] if by else names.like(cell))

    return found


def _none_found(
    file: str, code: str, unknown: list[str], districts: Mapping[str, District], by: str
) -> ValidationError:
    if not any(unknown):
        return ValidationError(
            _(
                "Column %(column)s of %(file)s is empty in all rows that are meant. If cells were merged, fill them in "
                "on every row."
            )
            % {"column": code, "file": file}
        )
    known = [district.name for district in districts.values()] if by == "name" else list(districts)
    return ValidationError(
        _(
            "No row of %(file)s has the %(by)s of a district. Column %(column)s begins with %(given)s; districts are "
            "%(known)s …"
        )
        % {
            "file": file,
            "by": by or "code",
            "column": code,
            "given": ", ".join(f"“{text}”" for text in unknown[:3]),
            "known": ", ".join(f"“{text}”" for text in known[:3]),
        }
    )


def _read(
    table: Table,
    given: list[tuple[int, list[str]]],
    columns: tuple[str, str],
    find: Callable[[str], list[str]],
    notation: Notation,
) -> tuple[list[Row], dict[int, str]]:
    """The rows of districts, and codes that are no district's by their rows; `notation` looks at every number."""
    code, population = columns
    code_at, population_at = table.position(code), table.position(population)
    kept: dict[str, tuple[int, list[str]]] = {}
    unknown: dict[int, str] = {}
    problems = table.problems
    for number, row in given:
        notation.look(row[population_at])
        meant = find(row[code_at])
        if len(meant) > 1:
            problems.add(_could_be(code, row[code_at].strip(), meant), number)
        elif not meant:
            unknown[number] = row[code_at].strip()
        elif meant[0] in kept:
            first = kept[meant[0]]
            differ = [
                (column, row[place])
                for place, column in enumerate(table.header)
                if place not in {code_at, population_at} and row[place] != first[1][place]
            ]
            problems.add(_stands_twice(code, row[code_at].strip(), first[0], differ), number)
        else:
            kept[meant[0]] = number, row
    rows = []
    for district, (number, row) in kept.items():
        try:
            rows.append(Row(number, district, notation.residents(row[population_at]), tuple(row)))
        except NoPopulation as problem:
            problems.add(f"{_('column')} {population}: {problem}.", number)
    problems.refuse()
    return rows, unknown


def _could_be(column: str, text: str, codes: list[str]) -> str:
    return _("column %(column)s: “%(text)s” could be %(codes)s. Name a column of codes with --code.") % {
        "column": column,
        "text": text,
        "codes": among(codes),
    }


def _stands_twice(column: str, text: str, first: int, differ: list[tuple[str, str]]) -> str:
    """A district that has several rows, and the columns that tell them apart."""
    facts = {"column": column, "code": text, "row": first}
    said = _("column %(column)s: “%(code)s” stands on row %(row)d already; every district has one number.") % facts
    if not differ:
        return said + " " + _("Remove one of both.")
    name, value = differ[0]
    if is_of_part(name, value):
        return (
            said
            + " "
            + _(
                "The rows are of parts of the residents, by column %(columns)s: keep those of all with --where, or add "
                "them up where there are none."
            )
            % {"columns": among([each for each, _value in differ], 5)}
        )
    more = _(
        "The rows differ in column %(columns)s. Keep those of one value, for example --where “%(name)s=%(value)s”."
    )
    return (
        said
        + " "
        + more
        % {
            "columns": among([each for each, _value in differ], 5),
            "name": name,
            "value": value.strip(),
        }
    )
