"""What remains of records whose time is over: totals of their years, written as the records go."""

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence

from django.db.models import F

from accounts.markings import ORDER, readable
from mapping.actions.once import groups_of, rank
from mapping.models import Observation, YearTotal
from mapping.models.totals import MOST_MONTHS, Family
from records.models import ReviewState

Cell = tuple[int, str, str, int | None, int, str, str, int]


def keep_totals(records: Sequence[Observation]) -> None:
    """Add approved records that are about to go, because their time is over, to the totals of their years.

    A record of which an equal one stays counts here only for those who may not read that one; so every event goes on
    counting once for everybody, as a record or in a total. What is erased because somebody asked leaves nothing.
    """
    cells: Counter[Cell] = Counter()
    for record, below in _counted_no_more(records):
        if record.first_day.year == record.last_day.year:
            cells.update(_cells(record, below))
    for cell, count in sorted(cells.items(), key=str):
        _add(records[0].city_id, cell, count)


def _counted_no_more(records: Sequence[Observation]) -> Iterator[tuple[Observation, str]]:
    """Approved ones that count for somebody whom none of those that stay counts for; and below which marking."""
    leaving = {record.pk: record for record in records}
    for group in groups_of(leaving):
        rows = list(Observation.objects.filter(pk__in=group, state=ReviewState.APPROVED))
        staying = [row.marking for row in rows if row.pk not in leaving]
        lowest = min(staying, key=ORDER.index, default="")
        for row in sorted((row for row in rows if row.pk in leaving), key=rank):
            if not lowest or not readable(lowest, row.marking):
                yield row, lowest
                lowest = row.marking if not lowest else min(lowest, row.marking, key=ORDER.index)


def _cells(record: Observation, below: str) -> Iterator[Cell]:
    tail = (record.source_id, record.marking, below, months_late(record))
    coded = {
        Family.PLACE: [record.place],
        Family.CURRENT: dict.fromkeys(record.currents),
        Family.KIND: dict.fromkeys(record.manifestations),
        Family.GROUP: dict.fromkeys(record.targets),
    }
    for family, codes in coded.items():
        for code in codes:
            yield (record.first_day.year, family, code, None, *tail)
    if record.district_id:
        yield (record.first_day.year, Family.DISTRICT, "", record.district_id, *tail)


def months_late(record: Observation) -> int:
    """Months after the end of its year until it was reported; 0 within the year."""
    reported: datetime.date = record.reported_on or record.last_day
    months = (reported.year - record.first_day.year - 1) * 12 + reported.month
    return max(0, min(months, MOST_MONTHS))


def _add(city_id: int, cell: Cell, count: int) -> None:
    """The chain of the city is held: nobody else erases, so nobody else adds."""
    year, family, code, district, source, marking, below, late = cell
    named = {
        "year": year, "family": family, "code": code, "district_id": district, "source_id": source,
        "marking": marking, "counts_below": below, "months_late": late,
    }  # fmt: skip
    there = YearTotal.objects.filter(**named)
    if not there.update(count=F("count") + count):
        YearTotal.objects.create(city_id=city_id, count=count, **named)
