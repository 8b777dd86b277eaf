"""Observations taken in as a batch: copied into temporary tables, then inserted by one statement.

PostgreSQL refuses COPY into a table under row-level security. The one INSERT … SELECT goes through its policies,
constraints and statement-level history triggers like any other write.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import City
from accounts.permissions import require_processing_record
from core.errors import Refused
from mapping.actions.later_exports import Later, Wishes, look_back, take_over, withdraw_records
from mapping.actions.once import settle_source
from mapping.actions.sources import Coverage, mark_as_source
from mapping.actions.staging import Difference, Incoming, Kind
from mapping.models import Observation, ObservationImport, Source, without_keys
from records.models import Tombstone
from records.models.review import a_year_after
from records.source_keys import SourceKeys

DIFFERENCES_SHOWN = 20
# What was there when a file was looked through, and then was not, would be new.
ERASED_MEANWHILE = gettext_lazy(
    "A record of this file was erased while the file was taken in. Nothing of it was kept; take it in again."
)


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows to take in. `lines` is read first; `kinds`, `rows_read` and `not_counted` are asked for afterwards.

    `columns` are those of the file that say each field, `remedy` what else to do about rows that contradict another.
    """

    lines: Iterable[str]
    kinds: Callable[[], Mapping[Kind, int]]
    check: Callable[[Incoming], None]
    rows_read: Callable[[], int]
    not_counted: Callable[[], Sequence[Mapping[str, Any]]]
    columns: Mapping[str, str] = field(default_factory=dict)
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of a batch. `differences` are the first; `imported.differing` counts them all.

    `repeats` are the first keys that stand on several rows which say the same, with these rows; `left_out` rows were
    said not to count by a later file, `erased` are rows, with the day, whose record was erased here. `told` is what
    looks wrong, `notes` what is good to know.
    """

    imported: ObservationImport
    repeated: int
    differences: tuple[Difference, ...]
    repeats: tuple[tuple[str, list[int]], ...] = ()
    later: Later = field(default_factory=Later)
    left_out: int = 0
    erased: tuple[tuple[int, datetime.date], ...] = ()
    changed: int = 0
    withdrawn: int = 0
    told: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@transaction.atomic
def add_observations(
    *,
    city: City,
    source: Source,
    batch: Batch,
    compared: Collection[str],
    extracted_on: datetime.date,
    file_name: str,
    file_sha256: str,
    mapping: Mapping[str, Any],
    batch_note: str = "",
    actor_id: int | None = None,
    coverage: Sequence[Coverage] = (),
    wishes: Wishes = Wishes(),  # noqa: B008  (frozen)
) -> TakenIn:
    """Take in a batch as approved records, all or none; the city must have its processing record.

    A key the source has already is left as it is, and counted as differing where one of the `compared` fields
    reads otherwise; `wishes` may say otherwise. Raises ValidationError.
    """
    try:
        require_processing_record(city)
    except Refused as refused:
        raise ValidationError(str(refused)) from None
    with Incoming() as incoming:
        incoming.copy(batch.lines, batch.kinds)
        batch.check(incoming)
        left_out = incoming.leave_out(_taken_back(source, extracted_on))
        stones = stones_of(city)
        erased = _leave_out_erased(incoming, source)
        repeats = incoming.repeats(DIFFERENCES_SHOWN)
        repeated = _drop_repeated(incoming, batch) if repeats else 0
        there, differing = incoming.compare(city.pk, source.pk, compared)
        not_counted = _without_erased(batch.not_counted(), source)
        later = look_back(
            incoming,
            source,
            coverage=coverage,
            marked={row["key"] for row in not_counted if row["key"]},
            extracted_on=extracted_on,
        )
        _check_wishes(wishes, later, extracted_on)
        imported = ObservationImport(
            city=city,
            source=source,
            file_name=file_name[:255],
            file_sha256=file_sha256,
            mapping=dict(mapping),
            extracted_on=extracted_on,
            rows_read=batch.rows_read(),
            added=incoming.count() - there,
            already_there=there,
            differing=len(differing),
            not_counted=not_counted,
            batch_note=batch_note,
            imported_by_id=actor_id,
        )
        imported.full_clean(exclude=["not_counted", "city", "source"])
        imported.save()
        incoming.insert(imported, review_by=a_year_after(extracted_on))
        if stones_of(city) != stones and any(_erased(_keys(incoming), source)):
            raise ValidationError(str(ERASED_MEANWHILE))
        changed = take_over(incoming, imported, compared, wishes.take_over) if wishes.take_over and differing else 0
        withdrawn = _withdraw(incoming, later, wishes, not_counted)
        if changed or withdrawn:
            settle_source(source.pk)
        mark_as_source(source)
    shown = tuple(differing[:DIFFERENCES_SHOWN])
    return TakenIn(imported, repeated, shown, tuple(repeats), later, left_out, erased, changed, withdrawn)


def _check_wishes(wishes: Wishes, later: Later, extracted_on: datetime.date) -> None:
    """An older file corrects nothing."""
    if later.is_older_than(extracted_on) and wishes != Wishes():
        raise ValidationError(
            _(
                "The file is of %(day)s and older than what the source has (%(newest)s): it can take nothing over and "
                "withdraw nothing. Say its day with --extracted-on if that is wrong."
            )
            % {"day": extracted_on.isoformat(), "newest": later.newest}
        )


def _withdraw(incoming: Incoming, later: Later, wishes: Wishes, not_counted: Sequence[Mapping[str, Any]]) -> int:
    """Withdraw what is wished to be: what the file lacks for the reason given, what it marks for the mapping's."""
    count = withdraw_records(incoming, later.lacking, wishes.withdraw_missing) if wishes.withdraw_missing else 0
    if not wishes.withdraw_marked:
        return count
    reasons = {row["key"]: row["reason"] for row in not_counted}
    for reason in sorted(set(reasons.values())):
        rows = [row for row in later.marked if reasons[row.key] == reason]
        count += withdraw_records(incoming, rows, reason)
    return count


def _taken_back(source: Source, extracted_on: datetime.date) -> list[str]:
    """Keys that a file of the same day or later said not to count: an older file must not bring them back."""
    later = ObservationImport.objects.filter(source=source, extracted_on__gte=extracted_on)
    return [row["key"] for rows in later.values_list("not_counted", flat=True) for row in rows if row.get("key")]


def _leave_out_erased(incoming: Incoming, source: Source) -> tuple[tuple[int, datetime.date], ...]:
    """Remove rows whose record was erased here; each with the day."""
    found = [(row, key, day) for row, key, day in _erased(_keys(incoming), source)]
    incoming.leave_out([key for _row, key, _day in found])
    return tuple((row, day) for row, _key, day in found)


def _keys(incoming: Incoming) -> list[Any]:
    return incoming.select('SELECT "row", external_key FROM incoming ORDER BY "row"')


def stones_of(city: City) -> int:
    """How many there are of observations: none is ever taken away, so that it says whether one came."""
    return Tombstone.objects.filter(city=city, model=Observation._meta.label_lower).count()


def _without_erased(rows: Iterable[Mapping[str, Any]], source: Source) -> list[dict[str, Any]]:
    """What was not counted, without keys of records that were erased here."""
    told = [dict(row) for row in rows]
    keys = [(number, row["key"]) for number, row in enumerate(told) if row["key"]]
    return without_keys(told, {key for _number, key, _day in _erased(keys, source)}) if keys else told


def _erased(rows: Iterable[tuple[int, str]], source: Source) -> Iterator[tuple[int, str, datetime.date]]:
    """Rows and keys of which the record was erased here, each with the day."""
    stones = Tombstone.objects.filter(city=source.city_id, model=Observation._meta.label_lower).exclude(source_key="")
    days = {digest: timezone.localdate(at) for digest, at in stones.values_list("source_key", "erased_at")}
    if not days:
        return
    made = SourceKeys(source.city_id)
    for row, key in rows:
        day = next((days[digest] for digest in made.digests(source.key, key) if digest in days), None)
        if day is not None:
            yield row, key, day


def _drop_repeated(incoming: Incoming, batch: Batch) -> int:
    """Rows that share a key count once if they say the same; else only their source can tell which is right."""
    found = incoming.contradictions()
    if found:
        raise ValidationError(
            [
                _(
                    "Rows %(rows)s have the same key “%(key)s” and say different things in column %(columns)s. "
                    "%(remedy)s Else correct them, or name as external_key a column that is different for every event."
                )
                % {
                    "rows": ", ".join(map(str, rows[:5])),
                    "key": key,
                    "columns": ", ".join(dict.fromkeys(batch.columns.get(n, n) for n in incoming.differing(key))),
                    "remedy": batch.remedy,
                }
                for key, rows in found[:DIFFERENCES_SHOWN]
            ]
        )
    return incoming.drop_repeated()
