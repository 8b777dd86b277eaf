"""Diagnoses follow the marking of what they were made of: which of them hold a record, and what is raised with it.

Whoever raises a marking and whoever keeps a new snapshot wait for each other (the city's row): either the snapshot is
there and is raised, or it is kept with the marking of now.
"""

import json
from collections.abc import Collection, Iterator, Sequence

from django.db.models import Q

from accounts.actions.memberships import hold_city
from accounts.markings import Marking, after_protection, highest, readable, up_to
from jobs import artefacts
from mapping.models import Factor, Observation, Source
from reports.models import Diagnosis, Edition, Judgement, Priority, Recommendation, Snapshot
from reports.snapshot import SnapshotData
from stakeholders.models import Consultation, Organisation, Service

SNAPSHOT = "json"
# Under which name a snapshot holds rows of these, each with its number.
KEPT_AS = {
    Consultation._meta.label_lower: "consultations",
    Factor._meta.label_lower: "factors",
    Organisation._meta.label_lower: "organisations",
    Service._meta.label_lower: "services",
}


def holds(snapshot: Snapshot, model: str, numbers: Sequence[int]) -> bool:
    """Whether some of these rows are in a snapshot. A file that cannot be read is not known to be free of them."""
    try:
        raw = json.loads(artefacts.read(snapshot.city_id, snapshot.sha256, SNAPSHOT))
    except artefacts.ArtefactError:
        return True
    if model in KEPT_AS:
        return not set(numbers).isdisjoint(row["id"] for row in raw.get(KEPT_AS[model], []))
    if model == Source._meta.label_lower:
        keys = set(Source.objects.filter(pk__in=numbers).values_list("key", flat=True))
        return not keys.isdisjoint(row["key"] for row in raw["sources"])
    place = raw["observations"]["columns"].index("id")
    return not set(numbers).isdisjoint(row[place] for row in raw["observations"]["rows"])


def follow(city_id: int, model: str, numbers: Sequence[int], marking: str) -> None:
    """Raise every diagnosis that holds one of these rows to their marking: its judgements, its check, its reports."""
    if model not in {*KEPT_AS, *(each._meta.label_lower for each in (Observation, Source))}:
        return
    hold_city(city_id)
    lower = [each for each in up_to(marking) if each != marking]
    # protected figures are marked lower than what they were made of, so that a diagnosis may be as high already
    is_lower = Q(diagnosis__marking__in=lower) | Q(diagnosis__editions__marking__in=lower)
    snapshots = Snapshot.objects.filter(is_lower, city=city_id).distinct()
    raised = {each.diagnosis_id for each in snapshots if holds(each, model, numbers)}
    brought_on = _brought_on(raised)
    Diagnosis.objects.filter(pk__in=raised | brought_on, marking__in=lower).update(marking=marking)
    for made in (Judgement, Priority, Recommendation):
        made.objects.filter(diagnosis__in=raised | brought_on, marking__in=lower).update(marking=marking)
    for edition in Edition.objects.filter(diagnosis__in=raised | brought_on, marking__in=lower):
        _raise(edition, model, marking)


def _brought_on(diagnoses: Collection[int]) -> set[int]:
    """Later diagnoses in which something stands that was recommended in one of these."""
    found: set[int] = set()
    while diagnoses:
        numbers = Diagnosis.objects.filter(pk__in=diagnoses).values_list("number", flat=True)
        later = Recommendation.objects.filter(carried_from__in=list(numbers)).values_list("diagnosis", flat=True)
        diagnoses = set(later) - found
        found |= diagnoses
    return found


def _raise(edition: Edition, model: str, marking: str) -> None:
    """Of records and sources the partner edition holds protected figures alone; of consultations it holds words."""
    is_figures_alone = edition.audience == Edition.Audience.PARTNER and model != Consultation._meta.label_lower
    needed = highest([edition.marking, after_protection(marking) if is_figures_alone else marking])
    if needed != edition.marking:
        edition.marking = needed
        edition.save(update_fields=["marking"])


def words_now(frozen: SnapshotData) -> Marking:
    """The highest marking that those consultations have by now whose words the partner edition prints."""
    told = [row["id"] for row in frozen.consultations if readable(row["marking"], Marking.GREEN)]
    return highest(Consultation.objects.filter(pk__in=told).values_list("marking", flat=True))


def marking_now(frozen: SnapshotData) -> Marking:
    """The highest marking of what a snapshot holds, as it is marked by now. Inside the city's transaction."""
    return highest([frozen.marking, *_raised_since(frozen)])


def _raised_since(frozen: SnapshotData) -> Iterator[str]:
    known = up_to(frozen.marking)
    events = {int(event.key) for event in frozen.events}
    for number, marking in Observation.objects.exclude(marking__in=known).values_list("pk", "marking"):
        if number in events:
            yield marking
    held_rows = {Consultation: frozen.consultations, Factor: frozen.factors, Service: frozen.services}
    for model, rows in held_rows.items():
        held = model._default_manager.filter(pk__in=[row["id"] for row in rows or ()])
        yield from held.exclude(marking__in=known).values_list("marking", flat=True)
    keys = [row["key"] for row in frozen.sources]
    yield from Source.objects.filter(key__in=keys).exclude(marking__in=known).values_list("marking", flat=True)
