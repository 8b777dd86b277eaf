"""How observations and what was read from files end: when the city's time for them is over, from the day they came."""

import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from mapping.actions.once import leave_group, settle
from mapping.actions.totals import keep_totals
from mapping.models import Factor, Observation, ObservationImport, Pair, Series, without_keys
from records.registries.erasure import Eraser, Removed

if TYPE_CHECKING:
    from django.db.models import QuerySet


def _recorded_before(day: datetime.date) -> "QuerySet[Observation]":
    return Observation.objects.filter(created_at__date__lt=day).select_related("source").order_by("created_at")


def _key_in_source(record: Observation) -> tuple[str, str] | None:
    return (record.source.key, record.external_key) if record.external_key else None


def _remove(record: Observation) -> Removed:
    """With what was said of it and another record; the next best of the same event counts from now on."""
    number = record.pk
    said, others = leave_group(record)
    told = _forget_key(record)
    record.delete()
    settle(others)
    return Removed({Observation: [number], Pair: said}, rewritten={ObservationImport: told})


def _forget_key(record: Observation) -> list[int]:
    """Files of its source may have named its key among the rows they did not count: that they did stays, without it."""
    if not record.external_key:
        return []
    imports = ObservationImport.objects.filter(
        city=record.city_id, source=record.source_id, not_counted__contains=[{"key": record.external_key}]
    )
    rewritten = list(imports.order_by("pk").select_for_update(no_key=True, of=("self",)))
    for each in rewritten:
        each.not_counted = without_keys(each.not_counted, {record.external_key})
        each.save(update_fields=["not_counted"])
    return [each.pk for each in rewritten]


def _imported_before(day: datetime.date) -> "QuerySet[ObservationImport]":
    """An import stays for as long as an observation of it, which it is the only trace to the source of."""
    left = Observation.objects.filter(city=OuterRef("city"), batch=OuterRef("pk"))
    return ObservationImport.objects.filter(~Exists(left), created_at__date__lt=day).order_by("created_at")


def _series_before(day: datetime.date) -> "QuerySet[Series]":
    """A series goes when its records have gone."""
    left = Observation.objects.filter(city=OuterRef("city"), series=OuterRef("pk"))
    return Series.objects.filter(~Exists(left), created_at__date__lt=day).order_by("created_at")


def _factors_before(day: datetime.date) -> "QuerySet[Factor]":
    return Factor.objects.filter(created_at__date__lt=day).order_by("created_at")


FACTORS = Eraser(Factor, "observation", _("Drivers and protective factors"), _factors_before)
SERIES = Eraser(Series, "observation", _("Series"), _series_before)
OBSERVATIONS = Eraser(
    Observation,
    "observation",
    _("Observations"),
    _recorded_before,
    _remove,
    remains=keep_totals,
    source_key=_key_in_source,
)
IMPORTS = Eraser(ObservationImport, "import", _("Imported files"), _imported_before, on_request=False)
