"""Residents per district from a table. Nothing else is read: indicators of ethnicity, language, religion or migration
are never stored beside what is recorded."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mapping.actions.alone import import_alone
from mapping.actions.boundaries import set_populations
from mapping.imports.doubts import Doubts
from mapping.imports.files import look_at
from mapping.imports.places import Lookup, tell_shortened
from mapping.imports.population_doubts import Row, check_populations
from mapping.imports.populations import NoPopulation, Notation
from mapping.imports.problems import Problems, refusal
from mapping.imports.tables import Layout, Table, no_rows, open_table
from mapping.models import BoundarySet, District

Say = Callable[[str], None]


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
    accepted: Collection[str] = (),
    dry_run: bool = False,
    say: Say = lambda _line: None,
) -> Populations:
    """Write the residents of a set's districts from a CSV file. Runs inside the city's transaction.

    Raises ValidationError by row and column; nothing is saved then. What only looks wrong is told in what comes back.
    """
    file = look_at(path, wanted="CSV", country=boundary_set.city.country)
    if file.guessed:
        say(_("%(file)s is not UTF-8; read as %(encoding)s.") % {"file": file.name, "encoding": file.encoding})
    import_alone(boundary_set.city_id)
    districts = {district.code: district for district in District.objects.filter(boundary_set=boundary_set)}
    codes, lookup, doubts = list(districts), Lookup(districts), Doubts(accepted)
    with open_table(file, Layout("", header_row, (code, population), "--header-row %(row)d")) as table:
        _check_columns(table, code, population)
        header = table.header
        rows, unknown = _read(table, code, population, lookup)
    if not rows and not unknown:
        raise no_rows(file)
    found = {row.code: row.residents for row in rows}
    if not found:
        raise ValidationError(
            _(
                "No row of %(file)s has the code of a district. Column %(column)s begins with %(given)s; "
                "districts are %(codes)s …"
            )
            % {
                "file": file.name,
                "column": code,
                "given": ", ".join(f"“{text}”" for text in unknown[:3]),
                "codes": ", ".join(f"“{text}”" for text in codes[:3]),
            }
        )
    check_populations(rows, header, population, districts, doubts)
    tell_shortened(code, lookup, doubts)
    doubts.refuse()
    _note_boundaries(boundary_set, doubts)
    changed = set_populations(boundary_set=boundary_set, populations=found, source=(source or file.name)[:255])
    if dry_run:
        transaction.set_rollback(True)
    without = tuple(text for text in codes if text not in found)
    return Populations(changed, without, tuple(unknown), tuple(doubts.told), tuple(doubts.notes))


def _note_boundaries(used: BoundarySet, doubts: Doubts) -> None:
    facts = {"name": used.name, "day": used.valid_from.isoformat()}
    doubts.note(_("The districts are those of the boundaries “%(name)s”, valid from %(day)s.") % facts)
    if used.valid_from > timezone.localdate():
        doubts.tell(
            _("The boundaries “%(name)s” hold from %(day)s on, which is still to come; name others with --boundaries.")
            % facts
        )


def _check_columns(table: Table, *columns: str) -> None:
    missing = [column for column in columns if column not in table.header]
    if missing:
        raise refusal(
            _("Row %(row)d has no column “%(column)s”. The columns are: %(columns)s.")
            % {"row": table.header_row, "column": column, "columns": ", ".join(table.header)}
            for column in missing
        )


def _read(table: Table, code: str, population: str, lookup: Lookup) -> tuple[list[Row], list[str]]:
    """The rows of districts, and codes that are no district's."""
    code_at, population_at = table.position(code), table.position(population)
    kept: list[tuple[int, list[str]]] = []
    first_row: dict[str, int] = {}
    unknown: list[str] = []
    problems, notation = Problems(), Notation(table.delimiter)
    for number, row in table.rows:
        notation.look(row[population_at])
        district = lookup.find(row[code_at])
        if district is None:
            unknown.append(row[code_at].strip())
        elif district in first_row:
            problems.add(
                _(
                    "column %(column)s: “%(code)s” stands on row %(row)d already; every district has one number. Of a "
                    "table with a row for each year, age or sex, keep one row for each district."
                )
                % {"column": code, "code": row[code_at].strip(), "row": first_row[district]},
                number,
            )
        else:
            first_row[district] = number
            kept.append((number, [district, *row]))
    rows = []
    for number, cells in kept:
        try:
            rows.append(Row(number, cells[0], notation.residents(cells[population_at + 1]), tuple(cells[1:])))
        except NoPopulation as problem:
            problems.add(f"{_('column')} {population}: {problem}.", number)
    problems.refuse()
    return rows, unknown
