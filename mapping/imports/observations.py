"""Observations from a table: rows read as the mapping says, taken in as one approved batch."""

import datetime
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import City
from core import formats
from mapping.actions.alone import import_alone
from mapping.actions.batches import Batch, TakenIn, add_observations
from mapping.actions.boundaries import boundary_set_of
from mapping.actions.key_likeness import likeness
from mapping.actions.later_exports import Wishes
from mapping.actions.sources import add_coverage, add_practice_change, said_otherwise, source_named
from mapping.actions.staging import Incoming
from mapping.imports.doubts import Doubts
from mapping.imports.files import TABLES, File, look_at
from mapping.imports.keys import check_likeness
from mapping.imports.later import tell_later
from mapping.imports.outlines.used import check_boundaries
from mapping.imports.places import Places
from mapping.imports.points import Points
from mapping.imports.rows import RowReader
from mapping.imports.rules import ONE_EVENT, ColumnMapping
from mapping.imports.tables.header import Layout, Table
from mapping.imports.tables.reading import no_rows, open_table
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
    accepted: Collection[str] = (),
    wishes: Wishes = Wishes(),  # noqa: B008  (frozen)
    say: Say = lambda _line: None,
) -> TakenIn:
    """Take in a table as approved observations, all or nothing. Runs inside the city's transaction.

    A `dry_run` does all of it, database included, and takes it back. Raises ValidationError that names rows,
    columns and what to do. What only looks wrong is told in what comes back.
    """
    if extracted_on:
        mapping = mapping.taken_out_on(extracted_on)
    doubts = Doubts(accepted)
    _check_extraction(mapping, doubts)
    file = look_at(
        path,
        wanted=TABLES,
        encoding=mapping.encoding,
        country=city.country,
        state=_('"encoding": "%(encoding)s" in the mapping'),
    )
    if file.guessed:
        say(_("%(file)s is not UTF-8; read as %(encoding)s.") % {"file": file.name, "encoding": file.encoding})
    import_alone(city.pk)
    boundary_set = boundary_set_of(city=city, valid_from=mapping.place.boundaries)
    source = _source(city, mapping, boundary_set)
    _check_coverage(source, doubts)
    with open_table(file, _layout(mapping)) as table:
        _check_columns(mapping, table)
        places = _places(mapping, table, boundary_set)
        reader = RowReader(mapping, table, places, ZoneInfo(city.time_zone))
        taken_in = add_observations(
            city=city,
            source=source,
            batch=_batch(file, reader, source, boundary_set, doubts=doubts, say=say),
            compared=_compared(mapping),
            extracted_on=mapping.extracted_on,
            file_name=file.name,
            file_sha256=file.sha256,
            mapping=mapping.raw,
            batch_note=mapping.batch_note,
            actor_id=actor_id,
            coverage=mapping.coverage,
            wishes=wishes,
        )
    tell_later(taken_in, mapping.extracted_on, wishes, doubts)
    if dry_run:
        transaction.set_rollback(True)
    return replace(taken_in, told=tuple(doubts.told), notes=tuple(doubts.notes))


def _check_extraction(mapping: ColumnMapping, doubts: Doubts) -> None:
    """The day the data was taken out: not to come, and nothing was looked at after it."""
    day = mapping.extracted_on
    if day > timezone.localdate():
        raise ValidationError(
            _("extracted_on, %(day)s, is still to come. Correct it in the mapping or say --extracted-on.")
            % {"day": day.isoformat()}
        )
    for place, stretch in enumerate(mapping.coverage):
        if stretch.end > day:
            doubts.tell(
                _(
                    "The mapping says under $.coverage[%(place)d] that the source looked until %(end)s, after "
                    "%(day)s, the day the data was taken out: days between would read as days without events. "
                    "Correct one of both."
                )
                % {"place": place, "end": stretch.end.isoformat(), "day": day.isoformat()}
            )


def _source(city: City, mapping: ColumnMapping, boundary_set: BoundarySet) -> Source:
    source = source_named(city=city, key=mapping.source_key, name=mapping.source_name, source_type=mapping.source_type)
    for coverage in mapping.coverage:
        add_coverage(source=source, coverage=coverage, boundary_set=boundary_set)
    for change in mapping.recording_changed:
        add_practice_change(source=source, changed_on=change.on, because=change.because)
    return source


def _check_coverage(source: Source, doubts: Doubts) -> None:
    """A file that says otherwise than one before, or than a person, leaves both standing."""
    for one, other in said_otherwise(source):
        doubts.tell(
            _(
                "How completely the source looked at the same places is said twice of the same days: “%(one)s”, "
                "%(days)s, and “%(other)s”, %(days_of_other)s. Correct one of both, in the mapping or where the city "
                "keeps its sources."
            )
            % {
                "one": one.row.get_completeness_display(),
                "days": formats.days_or_still(one.row.start, one.row.end),
                "other": other.row.get_completeness_display(),
                "days_of_other": formats.days_or_still(other.row.start, other.row.end),
            }
        )


def _places(mapping: ColumnMapping, table: Table, boundary_set: BoundarySet) -> Places | Points:
    rule, districts = mapping.place, District.objects.filter(boundary_set=boundary_set)
    if rule.latitude:
        return Points(rule, districts, (table.position(rule.latitude), table.position(rule.longitude)))
    return Places(rule, districts.only("code", "name"))


def _layout(mapping: ColumnMapping) -> Layout:
    return Layout(
        mapping.delimiter,
        mapping.header_row,
        mapping.columns,
        '"header_row": %(row)d',
        mapping.sheet,
        '"sheet": "%(sheet)s"',
    )


def _check_columns(mapping: ColumnMapping, table: Table) -> None:
    """Every column the mapping names must be there; all that are not are told at once."""
    table.check(
        mapping.columns,
        _("Row %(row)d has no column “%(column)s”, which the mapping names. The columns are: %(columns)s."),
    )


def _compared(mapping: ColumnMapping) -> set[str]:
    """What the file says of each record, in contrast to what the mapping says of all."""
    compared = {"first_day", "last_day", "precision"}
    compared |= {field.name for field in mapping.fields if field.columns and field.name != "marking"}
    compared |= {name for name in ("reported_on", "hour") if getattr(mapping, name)}
    return compared | ({"place", "district_id"} if mapping.place.columns else set())


def _batch(
    file: File, reader: RowReader, source: Source, boundary_set: BoundarySet, *, doubts: Doubts, say: Say
) -> Batch:
    def check(incoming: Incoming) -> None:
        reader.problems.refuse()
        if not reader.rows_read:
            raise no_rows(file)
        say(_("Rows read and understood: %(count)d") % {"count": reader.rows_read})
        reader.doubt(doubts)
        check_likeness(reader.mapping.external_key, likeness(incoming, source), doubts)
        check_boundaries(incoming, boundary_set, doubts)
        doubts.refuse()

    return Batch(
        lines=_telling(reader.lines(), say),
        kinds=lambda: reader.kinds,
        check=check,
        rows_read=lambda: reader.rows_read,
        not_counted=lambda: reader.not_counted,
        columns=_columns_of_fields(reader.mapping),
        remedy=_(
            "If they are one event that stands on several rows, state %(key)s in the mapping: their kinds and "
            "targets are added up."
        )
        % {"key": f'"rows_with_one_key": "{ONE_EVENT}"'},
    )


def _columns_of_fields(mapping: ColumnMapping) -> dict[str, str]:
    """By which columns a file says the fields of a record."""
    columns = {each.name: ", ".join(rule.column for rule in each.columns) for each in mapping.fields if each.columns}
    columns |= dict.fromkeys(("first_day", "precision"), mapping.when.column)
    columns |= {"last_day": mapping.when.until or mapping.when.column}
    columns |= {name: rule.column for name in ("reported_on", "hour") if (rule := getattr(mapping, name))}
    return columns | dict.fromkeys(("place", "district_id"), ", ".join(mapping.place.columns))


def _telling(lines: Iterator[str], say: Say) -> Iterator[str]:
    for count, line in enumerate(lines, start=1):
        if count % TELL_EVERY == 0:
            say(_("%(count)d rows read …") % {"count": count})
        yield line
