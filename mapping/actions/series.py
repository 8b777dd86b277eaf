"""Series: which events belong together, as a person says."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.actions.memberships import hold_city
from accounts.markings import highest, up_to
from accounts.models import City, User
from accounts.permissions import require_processing_record, require_staff
from core.errors import Refused
from core.names import require_own_name
from mapping.actions.once import groups_of
from mapping.models import Observation, Series

MOST_AT_ONCE = 200


@transaction.atomic
def keep_series(*, series: Series, by: User) -> Series:
    """Keep a new series, or another name of one; of that name there is no other that this person reads, and whether
    there is one that they do not, nobody tells them. Raises Refused, ValidationError."""
    require_staff(series.city_id, by)
    require_processing_record(series.city)
    series.full_clean()
    hold_city(series.city_id)  # of two at once the second sees the first
    require_own_name(series, Series.objects.visible_to(by), _("There is a series of this name already."))
    series.save()
    return series


@transaction.atomic
def link_to_series(*, city: City, series: Series | None, numbers: Collection[int], by: User) -> int:
    """Put records into a series, or out of theirs; how many are in another one now. Raises Refused.

    Records of the same event go together, as far as this person reads them: whichever counts then, counts in the
    series. The series is marked as the highest of its records from then on. A series that they do not read is for them
    as if it were none: they take nothing out of it, and what they put in theirs is in theirs.
    """
    require_staff(city.pk, by)
    if len(numbers) > MOST_AT_ONCE:
        raise Refused(_("Choose at most %(most)s records at a time.") % {"most": MOST_AT_ONCE})
    together = frozenset(numbers).union(*groups_of(numbers))
    readable = Observation.objects.visible_to(by).filter(city=city, pk__in=together)
    found = list(readable.order_by("pk").select_for_update(no_key=True, of=("self",)))
    if set(numbers) - {record.pk for record in found}:
        raise Refused(_("You are not cleared for all of these records."))
    seen = set(Series.objects.visible_to(by).values_list("pk", flat=True))
    there = {record.pk: record.series_id if record.series_id in seen else None for record in found}
    moved = [pk for pk, of in there.items() if of != (series.pk if series else None)]
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
    Series.objects.filter(pk__in=series.values("pk"), marking__in=lower).update(marking=marking)
