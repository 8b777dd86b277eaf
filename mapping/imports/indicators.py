"""Residents per district from a table. Nothing else is read: indicators of ethnicity, language, religion or migration
are never stored beside what is recorded."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mapping.actions.boundaries import set_populations
from mapping.imports.files import look_at
from mapping.imports.places import Lookup
from mapping.imports.problems import Problems, refusal
from mapping.imports.tables import Table, no_rows, open_table
from mapping.models import BoundarySet, District

Say = Callable[[str], None]
# No district on earth has more; a larger number is another column.
MOST_RESIDENTS = 50_000_000
# 33300, 33 300, 33,300 and 33'300; also 33300.0, as tables that passed through a spreadsheet have it
WHOLE = re.compile(r"\d+|\d{1,3}(?:([,'’\u00a0\u202f ])\d{3})(?:\1\d{3})*")
WITH_NOUGHT = re.compile(r"(\d+)\.00?")
# could be thirty-three thousand or thirty-three
EITHER = re.compile(r"\d{1,3}\.\d{3}")


@dataclass(frozen=True, slots=True)
class Populations:
    """What a table said: changed districts, districts it does not name, codes that are no district's."""

    changed: int
    without: tuple[str, ...]
    unknown: tuple[str, ...]


class NoPopulation(ValueError):
    """A cell holds no number of residents; the message says why."""


@transaction.atomic
def import_indicators(
    *,
    boundary_set: BoundarySet,
    path: Path,
    code: str,
    population: str,
    source: str = "",
    say: Say = lambda _line: None,
) -> Populations:
    """Write the residents of a set's districts from a CSV file. Runs inside the city's transaction.

    Raises ValidationError by row and column; nothing is saved then.
    """
    file = look_at(path, wanted="CSV")
    if file.guessed:
        say(_("%(file)s is not UTF-8; read as %(encoding)s.") % {"file": file.name, "encoding": file.encoding})
    codes = list(District.objects.filter(boundary_set=boundary_set).values_list("code", flat=True))
    with open_table(file) as table:
        _check_columns(table, code, population)
        found, unknown, rows = _read(table, code, population, Lookup(codes))
    if not rows:
        raise no_rows(file)
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
    changed = set_populations(boundary_set=boundary_set, populations=found, source=(source or file.name)[:255])
    return Populations(changed, tuple(text for text in codes if text not in found), tuple(unknown))


def _check_columns(table: Table, *columns: str) -> None:
    missing = [column for column in columns if column not in table.header]
    if missing:
        raise refusal(
            _("Row 1 has no column “%(column)s”. The columns are: %(columns)s.")
            % {"column": column, "columns": ", ".join(table.header)}
            for column in missing
        )


def _read(table: Table, code: str, population: str, lookup: Lookup) -> tuple[dict[str, int], list[str], int]:
    """Residents by the district's code, codes that are no district's, and how many rows there were."""
    code_at, population_at = table.position(code), table.position(population)
    found: dict[str, int] = {}
    first_row: dict[str, int] = {}
    unknown: list[str] = []
    problems, rows = Problems(), 0
    for number, row in table.rows:
        rows += 1
        district = lookup.find(row[code_at])
        if district is None:
            unknown.append(row[code_at].strip())
            continue
        if district in first_row:
            problems.add(
                _("column %(column)s: “%(code)s” stands on row %(row)d already; every district has one number.")
                % {"column": code, "code": row[code_at].strip(), "row": first_row[district]},
                number,
            )
            continue
        first_row[district] = number
        try:
            found[district] = residents(row[population_at])
        except NoPopulation as problem:
            problems.add(f"{_('column')} {population}: {problem}.", number)
    problems.refuse()
    return found, unknown, rows


def residents(text: str) -> int:
    """A number of residents as people write it. Raises NoPopulation."""
    text = text.strip()
    if not text:
        raise NoPopulation(_("the number of residents is empty; remove the row if it is not known"))
    if match := WITH_NOUGHT.fullmatch(text):
        text = match[1]
    if EITHER.fullmatch(text):
        raise NoPopulation(
            _("“%(text)s” could be thousands or a fraction; write it without the point") % {"text": text}
        )
    if not WHOLE.fullmatch(text):
        raise NoPopulation(_("“%(text)s” is not a whole number of residents, nought or more") % {"text": text})
    number = int(re.sub(r"\D", "", text))
    if number > MOST_RESIDENTS:
        raise NoPopulation(_("“%(text)s” is more than a district can have; is it the right column?") % {"text": text})
    return number
