"""The snapshot: every record of the periods that counts up to a marking, frozen as canonical JSON with its SHA-256.

Canonical means: UTF-8, keys sorted, no white space, dates as ISO 8601, rows in the order of their ids. The
same records give the same bytes. Everything an edition says is computed from these bytes and nothing else.
"""

import datetime
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from accounts.markings import highest, up_to
from accounts.models import City, ProcessingRecord
from analysis.records import Period
from mapping.models import (
    BoundarySet,
    CoveredDistrict,
    District,
    Factor,
    Observation,
    ObservationImport,
    PracticeChange,
    Source,
    SourceCoverage,
    TriggerEvent,
    YearTotal,
)
from reports.models import Diagnosis, Edition
from reports.models.diagnoses import last_released
from reports.snapshot.canonical import FORMAT, MOST_HISTORY, canonical, collector_paused, with_rows
from reports.snapshot.consultations import freeze_consultations, groups_to_hear
from reports.snapshot.factors import freeze_factors
from reports.snapshot.last import frozen_last
from reports.snapshot.loading import load
from reports.snapshot.network import freeze_organisations, freeze_services
from reports.snapshot.observations import OBSERVATION_COLUMNS, written_rows
from stakeholders.models import Consultation, Service
from stakeholders.models.memorandum import aims_of

# Records above enter no edition, and so no snapshot.
FROZEN_UP_TO = highest(Edition.MARKINGS.values())


class NothingToDiagnose(ValueError):
    """The city lacks what a diagnosis needs; the message says what and how to add it."""


THREAT = ("threat_text", "threat_source", "threat_dated", "threat_link")


def windows(diagnosis: Diagnosis) -> list[Period]:
    """The period, then the same calendar dates one whole year earlier, two years earlier, and so on."""
    period = Period(diagnosis.start, diagnosis.end)
    return [period, *(period.years_earlier(years) for years in range(1, MOST_HISTORY + 1))]


def _last_day(diagnosis: Diagnosis) -> datetime.date:
    """Of the period that has passed."""
    return min(diagnosis.end, diagnosis.dated)


@collector_paused()
def freeze(diagnosis: Diagnosis) -> bytes:
    """The canonical JSON of a diagnosis' records, of none that came after the day it is dated. Runs inside the city's
    transaction; about 1 s per 100,000."""
    boundary_set = BoundarySet.objects.in_force(on=diagnosis.end).first()
    if boundary_set is None:
        raise NothingToDiagnose(
            _("No boundaries are in force on %(day)s. Import them, with --valid-from on or before it.")
            % {"day": diagnosis.end.isoformat()}
        )
    earliest, last_day = windows(diagnosis)[-1].start, _last_day(diagnosis)
    observations = Observation.objects.counted(FROZEN_UP_TO).in_period(min(earliest, diagnosis.compare_start), last_day)
    sources = Source.objects.filter(marking__in=up_to(FROZEN_UP_TO))
    observations = observations.filter(source__in=sources)
    codes, last = _codes(boundary_set), last_released(diagnosis)
    frozen: dict[str, Any] = {
        "format": FORMAT,
        "marked_up_to": FROZEN_UP_TO,
        "city": _city(diagnosis.city, diagnosis.dated),
        "diagnosis": _diagnosis(diagnosis),
        "boundaries": _boundaries(boundary_set),
        "sources": list(sources.order_by("key").values("key", "name", "source_type", "marking")),
        "coverage": _coverage(sources),
        "practice_changes": _practice_changes(sources),
        "trigger_events": _trigger_events(),
        "imports": _imports(sources),
        "processing_record": _processing_record(),
        "groups": groups_to_hear(),
        "previous_method": _previous_method(diagnosis),
        "last_needs": _last_needs(last),
        "printed": printed_by_others(diagnosis),
        "consultations": freeze_consultations(Period(diagnosis.start, diagnosis.end), FROZEN_UP_TO, last_day),
        "services": freeze_services(FROZEN_UP_TO, diagnosis.dated),
        "organisations": freeze_organisations(),
        "factors": freeze_factors(FROZEN_UP_TO),
        "totals": _totals(sources, codes),
        "alone_because": _alone_because(diagnosis, observations),
        "left_out_as_same": _left_out_as_same(diagnosis, sources),
        "observations": {"columns": OBSERVATION_COLUMNS, "rows": []},
    }
    frozen["compared"] = frozen_last(last, load(canonical(frozen)), FROZEN_UP_TO)
    return with_rows(canonical(frozen), _rows(observations, codes))


def _previous_method(diagnosis: Diagnosis) -> str:
    """The version of the method that made the last released diagnosis before this one; empty where there is none."""
    earlier = Diagnosis.objects.filter(number__lt=diagnosis.number, released_on__isnull=False).order_by("-number")
    return earlier.values_list("snapshot__method_version", flat=True).first() or ""


def _last_needs(last: Diagnosis | None) -> dict[str, Any]:
    """What was raised by the last released diagnosis; nothing where that is marked above what a snapshot holds."""
    if last is None or last.marking not in up_to(FROZEN_UP_TO):
        return {}
    needs = last.priorities.order_by("category", "area").values_list("category", "area")
    return {"number": last.number, "marking": last.marking, "needs": [list(each) for each in needs]}


def printed_by_others(diagnosis: Diagnosis) -> list[dict[str, Any]]:
    """What readers of protected editions know already: those that were given out, or are on their way, withdrawn ones
    too; the first of them first."""
    let_out = Edition.objects.exclude(figures={}).filter(diagnosis__released_on__isnull=False)
    rows = let_out.exclude(diagnosis=diagnosis.pk).order_by("diagnosis__released_on", "diagnosis__number", "id")
    return [{"number": row.diagnosis.number, **row.figures} for row in rows.select_related("diagnosis")]


def _city(city: City, dated: datetime.date) -> dict[str, Any]:
    """A threat assessment that was published after the day a diagnosis is dated is not of its time."""
    threat = {name: getattr(city, name) for name in THREAT}
    if city.threat_dated and city.threat_dated > dated:
        threat |= {"threat_text": "", "threat_source": "", "threat_dated": None, "threat_link": ""}
    return {
        "slug": city.slug,
        "name": city.name,
        "country": city.country,
        "time_zone": city.time_zone,
        "languages": city.languages,
        **aims_of(city),
        **threat,
    }


def _diagnosis(diagnosis: Diagnosis) -> dict[str, Any]:
    return {
        "number": diagnosis.number,
        "start": diagnosis.start,
        "end": diagnosis.end,
        "compare_start": diagnosis.compare_start,
        "compare_end": diagnosis.compare_end,
        "dated": diagnosis.dated,
        "language": diagnosis.language,
        "title": diagnosis.title,
        "sections": list(diagnosis.sections),
        "long_because": diagnosis.long_because,
    }


def _boundaries(boundary_set: BoundarySet) -> dict[str, Any]:
    districts = District.objects.filter(boundary_set=boundary_set).order_by("code")
    return {
        "name": boundary_set.name,
        "valid_from": boundary_set.valid_from,
        "file_sha256": boundary_set.file_sha256,
        "districts": list(districts.values("code", "name", "population", "population_source", "area_km2", "geometry")),
    }


def _coverage(sources: "QuerySet[Source]") -> list[dict[str, Any]]:
    covered: dict[int, list[str]] = {}
    for coverage_id, code in CoveredDistrict.objects.order_by("district__code").values_list(
        "coverage_id", "district__code"
    ):
        covered.setdefault(coverage_id, []).append(code)
    rows = SourceCoverage.objects.with_until().filter(source__in=sources).order_by("source__key", "start", "id")
    return [
        {
            "source": row.source.key,
            "districts": None if row.whole_city else covered.get(row.pk, []),
            "online": row.online,
            "start": row.start,
            "end": row.until,
            "still_looking": row.end is None,
            "completeness": row.completeness,
        }
        for row in rows.select_related("source")
    ]


def _practice_changes(sources: "QuerySet[Source]") -> list[dict[str, Any]]:
    rows = (
        PracticeChange.objects.filter(source__in=sources).order_by("source__key", "changed_on").select_related("source")
    )
    return [{"source": row.source.key, "on": row.changed_on, "because": row.because} for row in rows]


def _trigger_events() -> list[dict[str, Any]]:
    """`declared_on` goes along: whether it was early enough to be asked alone is for the reader of the snapshot."""
    fields = ("title", "day", "group", "window_start", "window_end", "declared_on")
    return list(TriggerEvent.objects.order_by("day", "title").values(*fields))


def _imports(sources: "QuerySet[Source]") -> list[dict[str, Any]]:
    """Files of these sources. Rows that became records above the marking are as if they had not been in them; a file
    of nothing else is as if it had not been taken in."""
    fields = [
        "id",
        "file_name",
        "file_sha256",
        "extracted_on",
        "rows_read",
        "added",
        "already_there",
        "differing",
        "not_counted",
        "batch_note",
    ]
    above = Observation.objects.filter(batch__isnull=False).exclude(marking__in=up_to(FROZEN_UP_TO)).order_by()
    left_out = dict(above.values_list("batch").annotate(count=Count("*")))
    found = ObservationImport.objects.filter(source__in=sources).order_by("id")
    frozen = []
    for row in found.values(*fields, "source__key"):
        fewer, row["source"] = left_out.get(row["id"], 0), row.pop("source__key")
        if not fewer or fewer < row["added"]:
            row["not_counted"] = [
                {name: value for name, value in each.items() if name != "key"} for each in row["not_counted"]
            ]
            frozen.append({**row, **{name: row[name] - fewer for name in ("rows_read", "added")}})
    return frozen


def _processing_record() -> dict[str, Any]:
    record = ProcessingRecord.objects.first()
    if record is None:
        raise NothingToDiagnose(_("The city has no processing record. Fill it before anything else."))
    return {
        field.name: getattr(record, field.name)
        for field in ProcessingRecord._meta.concrete_fields
        if field.name not in {"id", "city", "changed_at"}
    }


def _totals(sources: "QuerySet[Source]", codes: Mapping[int, str]) -> list[dict[str, Any]]:
    """What remains of records whose time is over; districts of older boundaries as with records."""
    by = ("year", "family", "code", "district", "source__key", "months_late")
    found = YearTotal.objects.counted(FROZEN_UP_TO).filter(source__in=sources)
    rows = found.order_by(*by).values(*by).annotate(records=Sum("count"))
    return [
        {
            "year": row["year"],
            "family": row["family"],
            "code": row["code"] or codes[row["district"]],
            "source": row["source__key"],
            "months_late": row["months_late"],
            "count": row["records"],
        }
        for row in rows
    ]


def _left_out_as_same(diagnosis: Diagnosis, sources: "QuerySet[Source]") -> dict[str, int]:
    """Records of the comparison and of the period that do not count, because a better one of the same event does."""
    readable = up_to(FROZEN_UP_TO)
    same = Observation.objects.approved().filter(marking__in=readable, counts_below__in=readable, source__in=sources)
    periods = {
        "comparison": (diagnosis.compare_start, diagnosis.compare_end),
        "period": (diagnosis.start, _last_day(diagnosis)),
    }
    return same.aggregate(
        **{
            name: Count("pk", filter=Q(first_day__gte=start, last_day__lte=end))
            for name, (start, end) in periods.items()
        }
    )


def _alone_because(diagnosis: Diagnosis, observations: "QuerySet[Observation]") -> list[str]:
    """The reasons for which records in it were approved by one person; how many and which is not told."""
    readable = up_to(FROZEN_UP_TO)
    period = {"first_day__gte": diagnosis.start, "first_day__lte": _last_day(diagnosis)}
    frozen: list[QuerySet[Any]] = [
        observations,
        Factor.objects.approved().filter(marking__in=readable),
        Service.objects.approved().offered_on(diagnosis.dated).filter(marking__in=readable),
        Consultation.objects.approved().filter(marking__in=readable, **period),
    ]
    reasons = [rows.exclude(alone_because="").order_by().values_list("alone_because", flat=True) for rows in frozen]
    return sorted({reason for each in reasons for reason in each.distinct()})


def _codes(boundary_set: BoundarySet) -> dict[int, str]:
    """Of every district; of those of older boundaries "<set>:<code>"."""
    return {
        pk: code if set_id == boundary_set.pk else f"{set_id}:{code}"
        for pk, set_id, code in District.objects.values_list("pk", "boundary_set_id", "code")
    }


def rows_as_frozen(observations: "QuerySet[Observation]", boundary_set: BoundarySet) -> list[list[Any]]:
    """What a snapshot would keep of these records, values in the order of OBSERVATION_COLUMNS."""
    return [json.loads(row) for row in _rows(observations, _codes(boundary_set))]


def _rows(observations: "QuerySet[Observation]", codes: Mapping[int, str]) -> Iterator[str]:
    keys = dict(Source.objects.values_list("pk", "key"))
    return written_rows(observations, districts=codes, sources=keys)
