"""A file of observations that Groundwork wrote, CSV or workbook, in any of its languages, comes in again: every record
with all that is known of it, of whatever source. What is there already is left as it is."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import City
from mapping.actions.alone import import_alone
from mapping.actions.own_records import Kept, keep_own
from mapping.imports.files import TABLES, look_at
from mapping.imports.own_rows import COLUMNS, MAY_LACK, OwnRow, OwnRows
from mapping.imports.problems import Problems, refusal
from mapping.imports.tables.header import once
from mapping.imports.tables.reading import open_table
from mapping.imports.tables.sheets import Row
from mapping.imports.tables.workbooks import is_workbook, open_workbook
from output.tables.csv import as_it_was
from records.forms.screened import screening_of

# Whole records are held in memory until all are read.
MOST_ROWS = 200_000
TELL_TEXTS_OF = 20


@dataclass(frozen=True, slots=True)
class OwnFile:
    """What became of a file; `told` is what whoever brought it has to know."""

    kept: Kept
    told: Sequence[str]


@transaction.atomic
def import_own(*, city: City, path: Path, heads: Mapping[str, str], dry_run: bool = False) -> OwnFile:
    """Take in a file of ours, all or nothing; inside the city's transaction. `heads`: the name of each column by what
    stands above it in any language. Raises ValidationError with rows, columns and what to do."""
    import_alone(city.pk)
    problems, told = Problems(), list[str]()
    with _opened(path, problems, told) as (digest, rows):
        reader = _reader(path, next(rows, (0, []))[1], heads, ZoneInfo(city.time_zone))
        read = list(_read(path, reader, once(path.name, [label.strip() for label in reader.labels], rows), problems))
    problems.refuse()
    if not read:
        raise ValidationError(_("%(file)s holds no row.") % {"file": path.name})
    kept = keep_own(city=city, rows=[(row.number, row.facts) for row in read], file_name=path.name, file_sha256=digest)
    if dry_run:
        transaction.set_rollback(True)
    return OwnFile(kept, [*told, *kept.told, *_screened(city, read, kept.added)])


@contextmanager
def _opened(path: Path, problems: Problems, told: list[str]) -> "Iterator[tuple[str, Iterator[Row]]]":
    """The digest of the file, and its rows; what was put into a CSV file to defuse it is out again."""
    if path.is_file() and is_workbook(path):
        with open_workbook(path, told) as rows, path.open("rb") as file:
            yield hashlib.file_digest(file, "sha256").hexdigest(), rows
        return
    text = look_at(path, wanted=TABLES)
    with open_table(text, problems=problems) as table:
        yield text.sha256, _with_head(table.header, table.rows)


def _with_head(header: Sequence[str], rows: Iterator[Row]) -> Iterator[Row]:
    yield 1, list(header)
    for number, cells in rows:
        yield number, [as_it_was(cell) for cell in cells]


def _reader(path: Path, labels: Sequence[str], heads: Mapping[str, str], zone: ZoneInfo) -> OwnRows:
    names = [heads.get(label.strip(), "") for label in labels]
    missing = COLUMNS - set(MAY_LACK) - set(names)
    if missing:
        of_names: dict[str, str] = {}
        for label, name in heads.items():
            of_names.setdefault(name, label)
        lacking = sorted(of_names.get(name, name) for name in missing)
        raise refusal([
            _("%(file)s is no file of observations that Groundwork wrote, or columns were taken out of it: "
              "%(columns)s. Take it along anew, or say with --mapping what its columns are.")
            % {"file": path.name, "columns": ", ".join(lacking)}
        ])  # fmt: skip
    if repeated := [name for name, count in Counter(filter(None, names)).items() if count > 1]:
        raise refusal([_("%(file)s has more than one column “%(columns)s”. Rename all but one.") % {
            "file": path.name, "columns": "”, “".join(labels[names.index(name)] for name in repeated)
        }])  # fmt: skip
    return OwnRows(names, labels, zone)


def _read(path: Path, reader: OwnRows, rows: Iterator[Row], problems: Problems) -> Iterator[OwnRow]:
    for count, (number, cells) in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise ValidationError(
                _("%(file)s has more than %(most)d rows. Split it, for example by year.")
                % {"file": path.name, "most": MOST_ROWS}
            )
        width = len(reader.names)
        if any(cells[width:]):
            problems.add(_("there are more cells than columns."), number)
            continue
        row = reader.read(number, [*cells[:width], *[""] * (width - len(cells))], problems)
        if row is not None:
            yield row


def _screened(city: City, rows: Sequence[OwnRow], added: Sequence[int]) -> Iterator[str]:
    """Texts that come in and may lead to a person: they were read where they were written, and may be read again."""
    new, screened = set(added), screening_of(city)
    found = [
        row.number
        for row in rows
        if row.number in new and any(screened(row.facts[name]) for name in ("title", "what_happened"))
    ]
    if found:
        yield _("Rows %(rows)s hold what may lead to a person. Read their titles and texts.") % {
            "rows": ", ".join(map(str, found[:TELL_TEXTS_OF])) + (" …" if len(found) > TELL_TEXTS_OF else "")
        }
