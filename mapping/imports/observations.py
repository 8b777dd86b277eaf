"""Observations from a table: rows read as the mapping says, taken in as one approved batch."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import City
from mapping.actions.batches import Batch, TakenIn, add_observations
from mapping.actions.boundaries import boundary_set_of
from mapping.actions.sources import add_coverage, source_named
from mapping.imports.files import TextFile, look_at
from mapping.imports.mapping_file import ColumnMapping
from mapping.imports.places import Places
from mapping.imports.problems import refusal
from mapping.imports.rows import RowReader
from mapping.imports.tables import Table, no_rows, open_table
from mapping.models import BoundarySet, District, Source

Say = Callable[[str], None]
TELL_EVERY = 20_000


@transaction.atomic
def import_observations(
    *,
    city: City,
    path: Path,
    mapping: ColumnMapping,
    extracted_on: datetime.date | None = None,
    actor_id: int | None = None,
    dry_run: bool = False,
    say: Say = lambda _line: None,
) -> TakenIn:
    """Take in a CSV file as approved observations, all or nothing. Runs inside the city's transaction.

    A `dry_run` does all of it, database included, and takes it back. Raises ValidationError that names rows,
    columns and what to do.
    """
    if extracted_on:
        mapping = replace(mapping, extracted_on=extracted_on)
    file = look_at(path, wanted="CSV", encoding=mapping.encoding)
    if file.guessed:
        say(_("%(file)s is not UTF-8; read as %(encoding)s.") % {"file": file.name, "encoding": file.encoding})
    City.objects.select_for_update(no_key=True).get(pk=city.pk)  # two imports of one city wait for each other
    boundary_set = boundary_set_of(city=city, valid_from=mapping.place.boundaries)
    source = _source(city, mapping, boundary_set)
    with open_table(file, delimiter=mapping.delimiter) as table:
        _check_columns(mapping, table)
        places = Places(mapping.place, District.objects.filter(boundary_set=boundary_set).only("code", "name"))
        reader = RowReader(mapping, table, places)
        taken_in = add_observations(
            city=city,
            source=source,
            batch=_batch(file, reader, say),
            compared=_compared(mapping),
            extracted_on=mapping.extracted_on,
            file_name=file.name,
            file_sha256=file.sha256,
            mapping=mapping.raw,
            batch_note=mapping.batch_note,
            actor_id=actor_id,
        )
    if dry_run:
        transaction.set_rollback(True)
    return taken_in


def _source(city: City, mapping: ColumnMapping, boundary_set: BoundarySet) -> Source:
    source = source_named(city=city, key=mapping.source_key, name=mapping.source_name, source_type=mapping.source_type)
    for coverage in mapping.coverage:
        add_coverage(source=source, coverage=coverage, boundary_set=boundary_set)
    return source


def _check_columns(mapping: ColumnMapping, table: Table) -> None:
    """Every column the mapping names must be there; all that are not are told at once."""
    named = [mapping.external_key, mapping.when.column, mapping.when.until, mapping.place.column]
    named += [mapping.reported_on.column] if mapping.reported_on else []
    named += [rule.column for rule in mapping.not_counted]
    named += [rule.column for field in mapping.fields for rule in field.columns]
    missing = [column for column in dict.fromkeys(named) if column and column not in table.header]
    if missing:
        raise refusal(
            _("Row 1 has no column “%(column)s”, which the mapping names. The columns are: %(columns)s.")
            % {"column": column, "columns": ", ".join(table.header)}
            for column in missing
        )


def _compared(mapping: ColumnMapping) -> set[str]:
    """What the file says of each record, in contrast to what the mapping says of all."""
    compared = {"first_day", "last_day", "precision"}
    compared |= {field.name for field in mapping.fields if field.columns and field.name != "marking"}
    compared |= {"reported_on"} if mapping.reported_on else set()
    return compared | ({"place", "district_id"} if mapping.place.column else set())


def _batch(file: TextFile, reader: RowReader, say: Say) -> Batch:
    def check() -> None:
        if not reader.rows_read:
            raise no_rows(file)
        reader.problems.refuse()
        say(_("%(count)d rows read and understood") % {"count": reader.rows_read})

    return Batch(
        lines=_telling(reader.lines(), say),
        kinds=lambda: reader.kinds,
        check=check,
        rows_read=lambda: reader.rows_read,
        not_counted=lambda: reader.not_counted,
    )


def _telling(lines: Iterator[str], say: Say) -> Iterator[str]:
    for count, line in enumerate(lines, start=1):
        if count % TELL_EVERY == 0:
            say(_("%(count)d rows read …") % {"count": count})
        yield line
