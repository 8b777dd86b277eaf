"""Sources and where they looked."""

import datetime
import secrets
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, count

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.markings import up_to
from accounts.models import City, User
from accounts.permissions import require_admin, require_processing_record
from core.names import require_own_name
from mapping.actions.once import settle_source
from mapping.models import (
    BoundarySet,
    CoveredDistrict,
    District,
    Observation,
    PracticeChange,
    Source,
    SourceCoverage,
)
from records.registries.derived import follow_marking

LONGEST_KEY = 50


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where a source looked, first and last day; no districts and not `whole_city`: online only.

    Of one that was `still_looking` when its file was made, the last day is that of the file.
    """

    start: datetime.date
    end: datetime.date
    completeness: str
    whole_city: bool = True
    online: bool = False
    districts: tuple[str, ...] = ()
    still_looking: bool = False


@transaction.atomic
def source_named(*, city: City, key: str, name: str, source_type: str) -> Source:
    """The source with this key, made where it is new. Another type under the same key is refused."""
    source = Source.objects.filter(city=city, key=key).first()
    if source is None:
        source = Source(city=city, key=key, name=name, source_type=source_type)
        source.full_clean()
        source.save()
    if source.source_type != source_type:
        raise ValidationError(
            _("Source “%(key)s” is of type %(there)s already, not %(given)s. Use another key, or that type.")
            % {"key": key, "there": source.source_type, "given": source_type}
        )
    return source


@transaction.atomic
def add_coverage(*, source: Source, coverage: Coverage, boundary_set: BoundarySet | None = None) -> bool:
    """Record where a source looked; False where that is known already.

    A row of the same kind that touches or overlaps the new days is widened, so that a later file of the same
    source leaves one stretch of looking, not two.
    """
    districts = _districts(coverage, boundary_set)
    for row in SourceCoverage.objects.filter(
        Q(end=None) | Q(end__gte=coverage.start - datetime.timedelta(days=1)),
        source=source,
        whole_city=coverage.whole_city,
        online=coverage.online,
        completeness=coverage.completeness,
        start__lte=coverage.end + datetime.timedelta(days=1),
    ):
        covered = set(CoveredDistrict.objects.filter(coverage=row).values_list("district_id", flat=True))
        if covered == {district.pk for district in districts}:
            return _widen(row, coverage)
    row = SourceCoverage.objects.create(
        city_id=source.city_id,
        source=source,
        whole_city=coverage.whole_city,
        online=coverage.online,
        start=coverage.start,
        end=None if coverage.still_looking else coverage.end,
        completeness=coverage.completeness,
    )
    CoveredDistrict.objects.bulk_create(
        CoveredDistrict(city_id=source.city_id, coverage=row, district=district) for district in districts
    )
    return True


def _widen(row: SourceCoverage, coverage: Coverage) -> bool:
    start = min(row.start, coverage.start)
    end = None if row.end is None or coverage.still_looking else max(row.end, coverage.end)
    if (start, end) == (row.start, row.end):
        return False
    row.start, row.end = start, end
    row.save(update_fields=["start", "end"])
    return True


@transaction.atomic
def add_practice_change(*, source: Source, changed_on: datetime.date, because: str) -> bool:
    """Record that a source writes down otherwise from a day on; False where that day is known already."""
    if PracticeChange.objects.filter(source=source, changed_on=changed_on).exists():
        return False
    change = PracticeChange(city_id=source.city_id, source=source, changed_on=changed_on, because=because)
    change.full_clean(exclude=["source", "city"])
    change.save()
    return True


def _districts(coverage: Coverage, boundary_set: BoundarySet | None) -> Sequence[District]:
    if not coverage.districts:
        return []
    districts = list(District.objects.filter(boundary_set=boundary_set, code__in=coverage.districts))
    unknown = sorted(set(coverage.districts) - {district.code for district in districts})
    if unknown:
        raise ValidationError(
            _("No district has the code %(codes)s, which the coverage of the source names.")
            % {"codes": ", ".join(unknown)}
        )
    return districts


@dataclass(frozen=True, slots=True)
class Stretch:
    """One row of where a source looked, as it is to be kept, with its districts' numbers; none for the whole city."""

    row: SourceCoverage
    districts: Collection[int] = ()


def days_said_otherwise(one: Stretch, other: Stretch) -> tuple[datetime.date, datetime.date | None] | None:
    """The days, open at their end, on which two rows say otherwise how completely the same places were looked at. What
    is said of the whole city and of some districts beside it is no contradiction."""
    if one.row.completeness == other.row.completeness or one.row.whole_city != other.row.whole_city:
        return None
    if set(one.districts).isdisjoint(other.districts) and (one.districts or other.districts):
        return None
    start = max(one.row.start, other.row.start)
    end = min((each.row.end for each in (one, other) if each.row.end), default=None)
    return None if end and end < start else (start, end)


def said_otherwise(source: Source) -> Iterator[tuple[Stretch, Stretch]]:
    """Rows of a source that say otherwise of the same places and days."""
    districts: dict[int, list[int]] = {}
    rows = list(SourceCoverage.objects.filter(source=source).order_by("start", "pk"))
    for coverage, district in CoveredDistrict.objects.filter(coverage__in=rows).values_list("coverage", "district"):
        districts.setdefault(coverage, []).append(district)
    for pair in combinations([Stretch(row, districts.get(row.pk, ())) for row in rows], 2):
        if days_said_otherwise(*pair):
            yield pair


@transaction.atomic
def keep_source(
    *,
    source: Source,
    looked: Sequence[Stretch],
    changes: Sequence[PracticeChange] = (),
    removed: Sequence[SourceCoverage | PracticeChange] = (),
    by: User,
) -> Source:
    """Keep a source, where it looked and when its recording changed, or nothing of it.

    Raises Refused, ValidationError.
    """
    require_admin(source.city_id, by, _("Only an admin says who looked where."))
    require_processing_record(source.city)
    source.key = source.key or _free_key(source)
    source.full_clean()
    # whether there is one that this person does not read, nobody tells them
    require_own_name(source, Source.objects.visible_to(by), _("There is a source of this name already."))
    source.save()
    mark_as_source(source)
    follow_marking(source.city_id, Source._meta.label_lower, [source.pk], source.marking)
    for row in removed:
        row.delete()
    for stretch in looked:
        _keep_stretch(source, stretch)
    for change in changes:
        change.city, change.source = source.city, source
        change.full_clean(exclude=["source", "city"])
        change.save()
    return source


def mark_as_source(source: Source) -> None:
    """Its observations are marked no lower than it is, and what was made of them no lower than they are."""
    lower = [each for each in up_to(source.marking) if each != source.marking]
    if not lower:
        return
    rows = Observation.objects.filter(city=source.city_id, source=source, marking__in=lower)
    raised = list(rows.select_for_update(no_key=True).values_list("pk", flat=True))
    if raised:
        Observation.objects.filter(pk__in=raised).update(marking=source.marking)
        settle_source(source.pk)
        follow_marking(source.city_id, Observation._meta.label_lower, raised, source.marking)


def _keep_stretch(source: Source, stretch: Stretch) -> None:
    row = stretch.row
    row.city, row.source = source.city, source
    if max(row.start, row.end or row.start) > timezone.localdate():
        raise ValidationError(_("Say where it looked, not where it will: a day of it is still to come."))
    row.full_clean(exclude=["source", "city"])
    row.save()
    there = CoveredDistrict.objects.filter(coverage=row)
    there.exclude(district__in=stretch.districts).delete()
    known = set(there.values_list("district_id", flat=True))
    for district in sorted(set(stretch.districts) - known):
        CoveredDistrict.objects.create(city_id=row.city_id, coverage=row, district_id=district)


def _free_key(source: Source) -> str:
    """The same kind of key whether there is another of that name or not: who may not read that one learns nothing."""
    base = slugify(source.name)[:LONGEST_KEY] or "source"
    taken = set(Source.objects.filter(city=source.city).values_list("key", flat=True))
    drawn = (f"{base}-{secrets.token_hex(2)}" for _try in count())
    return next(key for key in drawn if key not in taken)
