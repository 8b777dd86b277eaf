"""Series: which events belong together, as a person says."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.markings import highest, up_to
from accounts.models import City, User
from accounts.permissions import require_processing_record, require_staff
from core.errors import Refused
from mapping.actions.once import groups_of
from mapping.models import Observation, Series

MOST_AT_ONCE = 200


@transaction.atomic
def keep_series(*, series: Series, by: User) -> Series:
    """Keep a new series, or another name of one. Raises Refused, ValidationError."""
    require_staff(series.city_id, by)
    require_processing_record(series.city)
    series.full_clean()
    series.save()
    return series


@transaction.atomic
def link_to_series(*, city: City, series: Series | None, numbers: Collection[int], by: User) -> int:
    """Put records into a series, or out of theirs; how many are in another one now. Raises Refused.

    Records of the same event go together, as far as this person reads them: whichever counts then, counts in the
    series. The series is marked as the highest of its records from then on.
    """
    require_staff(city.pk, by)
    if len(numbers) > MOST_AT_ONCE:
        raise Refused(_("Choose at most %(most)s records at a time.") % {"most": MOST_AT_ONCE})
    together = frozenset(numbers).union(*groups_of(numbers))
    readable = Observation.objects.visible_to(by).filter(city=city, pk__in=together)
    found = list(readable.order_by("pk").select_for_update(no_key=True, of=("self",)))
    of_theirs = Series.objects.filter(pk__in={record.series_id for record in found if record.series_id})
    if of_theirs.exclude(pk__in=Series.objects.visible_to(by)).exists() or set(numbers) - {
        record.pk for record in found
    }:
        raise Refused(_("You are not cleared for all of these records."))
    moved = [record.pk for record in found if record.series_id != (series.pk if series else None)]
    Observation.objects.filter(pk__in=moved).update(series=series)
    if series:
        _mark(Series.objects.filter(pk=series.pk), highest(record.marking for record in found))
    return len(moved)


def follow_records(_city: int, model: str, numbers: Sequence[int], marking: str) -> None:
    """A record was marked higher: the series it is in is marked no lower."""
    if model == Observation._meta.label_lower:
        _mark(Series.objects.filter(observations__in=numbers), marking)


def _mark(series: "QuerySet[Series]", marking: str) -> None:
    lower = [each for each in up_to(marking) if each != marking]
    for row in series.filter(marking__in=lower).distinct():
        row.marking = marking
        row.save(update_fields=["marking"])
