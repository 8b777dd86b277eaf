"""Diagnoses follow the marking of what they were made of: which of them hold a record, and what is raised with it.

Whoever raises a marking and whoever keeps a new snapshot wait for each other (the city's row): either the snapshot is
there and is raised, or it is kept with the marking of now.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from accounts.actions.memberships import hold_city
from accounts.markings import Marking, after_protection, clearances_for, highest, readable, up_to
from jobs import artefacts
from mapping.models import Factor, Observation, Source
from notices.models import ChangeNotice
from records.models import Record
from reports.judgements.attached import citing
from reports.models import OWN, Diagnosis, Edition, Judgement, Priority, Recommendation, Snapshot
from reports.snapshot import FROZEN_UP_TO, SnapshotData
from reports.snapshot.last import SNAPSHOT
from stakeholders.models import Consultation, Organisation, Service

# Of these the partner edition prints words, each up to green; of all else it has protected figures, or nothing.
IN_WORDS: dict[type[Record], str] = {Consultation: "consultations", Factor: "factors", Service: "services"}

__all__ = ["SNAPSHOT", "follow", "holds", "is_compared", "marking_now", "words_now"]

# Under which name a snapshot holds rows of these, each with its number.
KEPT_AS = {
    Consultation._meta.label_lower: "consultations",
    Factor._meta.label_lower: "factors",
    Organisation._meta.label_lower: "organisations",
    Service._meta.label_lower: "services",
}


def holds(snapshot: Snapshot, model: str, numbers: Sequence[int]) -> bool:
    """Whether some of these rows are in a snapshot. A file that cannot be read is not known to be free of them."""
    raw = _read(snapshot)
    return raw is None or _has(raw, model, numbers)


def is_compared(snapshot: Snapshot, holding: Collection[str]) -> bool:
    """Whether it keeps the figures of one of these snapshots, to be compared with."""
    raw = _read(snapshot) if holding else None
    return raw is not None and _keeps(raw, holding)


def _read(snapshot: Snapshot) -> dict[str, Any] | None:
    try:
        raw: dict[str, Any] = json.loads(artefacts.read(snapshot.city_id, snapshot.sha256, SNAPSHOT))
    except artefacts.ArtefactError:
        return None
    return raw


def _keeps(raw: dict[str, Any], holding: Collection[str]) -> bool:
    return (raw.get("compared") or {}).get("sha256") in holding


def _has(raw: dict[str, Any], model: str, numbers: Sequence[int]) -> bool:
    if model in KEPT_AS:
        return not set(numbers).isdisjoint(row["id"] for row in raw.get(KEPT_AS[model], []))
    if model == Source._meta.label_lower:
        keys = set(Source.objects.filter(pk__in=numbers).values_list("key", flat=True))
        return not keys.isdisjoint(row["key"] for row in raw["sources"])
    place = raw["observations"]["columns"].index("id")
    return not set(numbers).isdisjoint(row[place] for row in raw["observations"]["rows"])


def follow(city_id: int, model: str, numbers: Sequence[int], marking: str) -> None:
    """Raise every diagnosis that holds one of these rows to their marking: its judgements, its check, its reports.

    So is one that tells how it differs from such a diagnosis, or that was given out with a judgement somebody wrote on
    such a row, but for its partner edition, which tells nothing of either. Of one in review that judgement is raised,
    and the report that prints it until it is set anew: the judgement is undecided again
    (`reports.judgements.attached`).
    """
    if model not in {*KEPT_AS, *(each._meta.label_lower for each in (Observation, Source))}:
        return
    hold_city(city_id)
    lower = [each for each in up_to(marking) if each != marking]
    # protected figures are marked lower than what they were made of, so that a diagnosis may be as high already
    is_lower = Q(diagnosis__marking__in=lower) | Q(diagnosis__editions__marking__in=lower)
    cited = citing(city_id, model, numbers)
    given_out = {each.diagnosis_id for each in cited if each.diagnosis.is_given_out}
    snapshots = Snapshot.objects.filter(is_lower, city=city_id).distinct()
    raised, beside = _holding(snapshots, model, numbers, beside=given_out)
    brought_on = _brought_on(raised | beside)
    carried = list(_carried_from(raised | beside | brought_on))
    beside |= {each.diagnosis_id for each in carried if each.diagnosis.is_given_out}
    touched = raised | beside | brought_on
    Diagnosis.objects.filter(pk__in=touched, marking__in=lower).update(marking=marking)
    for made in (Judgement, Priority, Recommendation):
        made.objects.filter(diagnosis__in=touched, marking__in=lower).update(marking=marking)
    editions = Edition.objects.filter(diagnosis__in=touched, marking__in=lower)
    # what is kept of another diagnosis stands in no partner edition
    for edition in editions.exclude(diagnosis__in=beside - brought_on, audience=Edition.Audience.PARTNER):
        _raise(edition, model, marking)
    _raise_cited([each for each in [*cited, *carried] if each.diagnosis_id not in touched], marking)


def _raise_cited(judgements: Sequence[Judgement], marking: str) -> None:
    """Of diagnoses in review: nothing else is made of what somebody attached to a judgement."""
    for each in judgements:
        needed = highest([each.marking, marking])
        if needed != each.marking:
            Judgement.objects.filter(pk=each.pk).update(marking=needed)
        for edition in Edition.objects.filter(diagnosis=each.diagnosis_id, audience=Edition.Audience.RESTRICTED):
            _raise(edition, "", marking)


def _holding(
    snapshots: QuerySet[Snapshot], model: str, numbers: Sequence[int], *, beside: Collection[int] = ()
) -> tuple[set[int], set[int]]:
    """Diagnoses made of one of these, and others that keep what one of the former said, to compare with it; of those
    `beside` it is known already."""
    digests, made_of, beside = set[str](), set[int](), set(beside)
    for snapshot in snapshots.order_by("diagnosis__number"):
        raw = _read(snapshot)
        if raw is None or _has(raw, model, numbers):
            made_of.add(snapshot.diagnosis_id)
        elif snapshot.diagnosis_id in beside or _keeps(raw, digests):
            beside.add(snapshot.diagnosis_id)
        else:
            continue
        digests.add(snapshot.sha256)
    return made_of, beside


def _brought_on(diagnoses: Collection[int]) -> set[int]:
    """Later diagnoses in which something stands that was recommended in one of these."""
    found: set[int] = set()
    while diagnoses:
        numbers = Diagnosis.objects.filter(pk__in=diagnoses).values_list("number", flat=True)
        later = Recommendation.objects.filter(carried_from__in=list(numbers)).values_list("diagnosis", flat=True)
        diagnoses = set(later) - found
        found |= diagnoses
    return found


def follow_projects(projects: Sequence[int], marking: str) -> None:
    """Recommendations that projects gave cause for hold their words: no row is marked lower than its project, and no
    report that prints one. Of what is above the reports no proposal is left that nobody kept."""
    lower = [each for each in up_to(marking) if each != marking]
    rows = Recommendation.objects.filter(from_project__in=projects, marking__in=lower).select_related("diagnosis")
    if not readable(marking, FROZEN_UP_TO):
        rows.filter(written_by=None, diagnosis__state=Diagnosis.State.IN_REVIEW).delete()
    for row in rows:
        Recommendation.objects.filter(pk=row.pk, marking__in=lower).update(marking=marking)
        told = [Edition.Audience.RESTRICTED, *([Edition.Audience.PARTNER] if row.for_partners else [])]
        printed = Edition.objects.filter(diagnosis=row.diagnosis_id, audience__in=told)
        if not row.is_only_proposed:
            printed.filter(marking__in=lower).update(marking=marking)


def _carried_from(diagnoses: Collection[int]) -> Iterator[Judgement]:
    """Judgements of later diagnoses that somebody wrote for one of these: their words are still those of then."""
    written = Judgement.objects.filter(diagnosis__in=diagnoses, key__startswith=OWN).order_by("-diagnosis__number")
    first = dict(written.values_list("key", "diagnosis__number"))
    later = Judgement.objects.filter(key__in=first).exclude(diagnosis__in=diagnoses)
    for each in later.exclude(state=Judgement.State.DISMISSED).select_related("diagnosis"):
        if each.diagnosis.number > first[each.key]:
            yield each


def _raise(edition: Edition, model: str, marking: str) -> None:
    """Protected figures may be marked lower than what they are of; words never are."""
    is_in_words = model in {each._meta.label_lower for each in IN_WORDS}
    is_figures_alone = edition.audience == Edition.Audience.PARTNER and not is_in_words
    needed = highest([edition.marking, after_protection(marking) if is_figures_alone else marking])
    if needed != edition.marking:
        edition.marking = needed
        edition.save(update_fields=["marking"])
    _raise_figures(edition)


def _raise_figures(edition: Edition) -> None:
    """What was told of figures that an edition prints is marked no lower than it. Where no edition is protected, the
    words of a notice are of the exact figures too."""
    editions = Edition.objects.filter(diagnosis=edition.diagnosis_id)
    is_partner = edition.audience == Edition.Audience.PARTNER
    is_of_words = is_partner or not editions.filter(audience=Edition.Audience.PARTNER).exists()
    names = [*([] if is_partner else ["figures_marking"]), *(["marking"] if is_of_words else [])]
    about = ChangeNotice.objects.about(Diagnosis._meta.label_lower, edition.diagnosis_id)
    for name in names:
        told = about.filter(what=ChangeNotice.What.FIGURES).exclude(**{f"{name}__in": clearances_for(edition.marking)})
        told.update(**{name: edition.marking})


def words_now(frozen: SnapshotData) -> Marking:
    """The highest marking that those records have by now whose words the partner edition prints."""
    return highest(
        marking
        for model, name in IN_WORDS.items()
        for marking in model._default_manager.filter(
            pk__in=[row["id"] for row in getattr(frozen, name) or () if readable(row["marking"], Marking.GREEN)]
        ).values_list("marking", flat=True)
    )


def marking_now(frozen: SnapshotData) -> Marking:
    """The highest marking of what a snapshot holds, as it is marked by now. Inside the city's transaction."""
    compared = (frozen.compared or {}).get("sha256", "")
    beside = Diagnosis.objects.filter(snapshot__sha256=compared).values_list("marking", flat=True)
    return highest([frozen.marking, *_raised_since(frozen), *beside])


def _raised_since(frozen: SnapshotData) -> Iterator[str]:
    known = up_to(frozen.marking)
    events = {int(event.key) for event in frozen.events}
    for number, marking in Observation.objects.exclude(marking__in=known).values_list("pk", "marking"):
        if number in events:
            yield marking
    for model, name in IN_WORDS.items():
        held = model._default_manager.filter(pk__in=[row["id"] for row in getattr(frozen, name) or ()])
        yield from held.exclude(marking__in=known).values_list("marking", flat=True)
    keys = [row["key"] for row in frozen.sources]
    yield from Source.objects.filter(key__in=keys).exclude(marking__in=known).values_list("marking", flat=True)
