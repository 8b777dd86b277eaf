"""What is due to be erased: the months a city keeps each kind (its processing record), counted back from a day."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from accounts.models import ProcessingRecord
from accounts.models.processing import DEFAULT_RETENTION
from records.registries.erasure import Eraser
from records.registries.record_types import erasers

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Due:
    """The records of one kind whose time is over on a day."""

    eraser: Eraser
    months: int
    records: "QuerySet[Any]"

    @property
    def label(self) -> "StrOrPromise":
        return self.eraser.label

    @property
    def model(self) -> str:
        return self.eraser.model._meta.label_lower


def months_kept(city_id: int) -> dict[str, int]:
    """Months per kind; the defaults where a city says nothing else."""
    said = ProcessingRecord.objects.filter(city_id=city_id).values_list("retention", flat=True).first()
    return DEFAULT_RETENTION | (said or {})


def due(*, city_id: int, on: datetime.date) -> list[Due]:
    """What is to be erased on a day, by kind."""
    months = months_kept(city_id)
    return [
        Due(eraser, months[eraser.kind], eraser.due(months_before(on, months[eraser.kind]))) for eraser in erasers()
    ]


def months_before(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months earlier; the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = datetime.date(year, month + 1, 1)
    longest = (first.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(days=1)
    return first.replace(day=min(day.day, longest.day))
