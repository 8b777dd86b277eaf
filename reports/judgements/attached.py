"""What judgements of one's own stand on: records, passages of consultations, figures of their diagnosis.

Each is named by a reference: "observation:12", "need:5", "figure:now/district=01". A judgement keeps the reference and
the newest event of what it names, never its words. What is withdrawn, erased, marked above the reports or changed since
has left the judgement: it is undecided again, and says so.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.composed import ANYBODY, Composed
from accounts.markings import Marking, highest, readable
from analysis.disclosure import CONFIDENTIAL
from mapping.models import Observation
from records.models import Record, ReviewState
from reports.models import OWN, Diagnosis, Judgement, Snapshot
from reports.selection import CITED, UNSAID, WINDOWS, Selection
from reports.snapshot import FROZEN_UP_TO
from stakeholders.models import Consultation, Disagreement, Finding, Need, Quote

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OBSERVATION, FIGURE = "observation", "figure"
PASSAGES: dict[str, type[Any]] = {"need": Need, "finding": Finding, "disagreement": Disagreement, "quote": Quote}
MODELS: dict[str, type[Any]] = {OBSERVATION: Observation, **PASSAGES}
# What figures are of that can be attached.
FIGURES = frozenset({"district", "currents", "manifestations", "targets", "space"})
LONGEST, LONGEST_NUMBER = 200, 18
MOST = 40
# What a record is part of, and where it came in, is not what it says.
NOT_ITS_WORDS = Record.of_the_review | {"id", "city", "created_at", "created_by", "batch", "series", "consultation"}

GONE = gettext_lazy("it is erased")
NOT_APPROVED = gettext_lazy("it was withdrawn or opened again, and counts no more")
ABOVE = gettext_lazy("it is marked %(marking)s, and what the reports print is made of nothing above %(most)s")
IN_CONFIDENCE = gettext_lazy("it was said in confidence, which is never told of one session")
CHANGED = gettext_lazy("it was changed")


def is_reference(text: str) -> bool:
    kind, _colon, of = text.partition(":")
    if len(text) > LONGEST:
        return False
    if kind == FIGURE:
        return figure_of(text) is not None
    return kind in MODELS and of.isascii() and of.isdigit() and len(of) <= LONGEST_NUMBER


def figure_of(reference: str) -> "tuple[str, Selection] | None":
    """The window and the selection that a reference to a figure names; None of one that names another thing."""
    kind, _colon, of = reference.partition(":")
    window, _slash, chosen = of.partition("/")
    selection = Selection.read(chosen)
    is_one = kind == FIGURE and window in WINDOWS and selection is not None
    if not is_one or selection is None or any(e.by not in FIGURES or UNSAID in e.codes for e in selection.each()):
        return None
    return window, selection


def numbers_by_kind(references: Iterable[str]) -> dict[str, list[int]]:
    """Of records and passages."""
    found: dict[str, list[int]] = {}
    for reference in references:
        kind, _colon, number = reference.partition(":")
        if kind in MODELS:
            found.setdefault(kind, []).append(int(number))
    return found


def cited_in(judgement: Judgement) -> list[str]:
    """What it stands on, in its order."""
    return [str(row["cited"]) for row in judgement.evidence if "cited" in row]


def leads_of(judgement: Judgement) -> tuple[str, ...]:
    """Where each line of what is printed of it leads, as `Pieces.printed` has them: records, passages, figures."""
    references = cited_in(judgement)
    kinds = numbers_by_kind(references)
    counts = (kinds.pop(OBSERVATION, []), [number for numbers in kinds.values() for number in numbers])
    figures = (each.partition(":")[2] for each in references if figure_of(each))
    return (*(f"{CITED}/{judgement.key}" for each in counts if each), *figures)


def named(reference: str) -> str:
    """How it is told of to those who may not read it."""
    kind, _colon, number = reference.partition(":")
    if kind == FIGURE:
        return _("A figure of this diagnosis")
    if kind == OBSERVATION:
        return _("Record no. %(number)s") % {"number": number}
    return _("Passage no. %(number)s") % {"number": number}


def judgements_of(diagnosis: Diagnosis) -> list[Judgement]:
    """All of them. While it is in review each knows what has left it; what was given out is as it was decided."""
    rows = list(_of_diagnosis().instances(diagnosis.pk))
    for row in rows:
        row.diagnosis = diagnosis
    return looked_at(rows) if diagnosis.state == Diagnosis.State.IN_REVIEW else rows


@cache
def _of_diagnosis() -> Composed:
    """Every page and action of one in review asks for them: composed once."""
    return Composed(Judgement.objects.filter(diagnosis=ANYBODY))


def looked_at(rows: list[Judgement]) -> list[Judgement]:
    """The same, those of one's own with what has left them since it was attached (`left`)."""
    own = [row for row in rows if row.is_own and row.state != Judgement.State.DISMISSED]
    pinned = {reference: 0 for row in own for reference in cited_in(row)}
    if not pinned:
        return rows
    why = why_not_any_more(pinned)
    snapshots = Snapshot.objects.filter(diagnosis__in=[row.diagnosis_id for row in own], gone_at=None)
    kept = set(snapshots.values_list("diagnosis", flat=True))
    changed = _changed({(each["cited"], each["event"]) for row in own for each in row.evidence if "event" in each})
    for row in own:
        row.left = tuple(_left(row, why, changed, has_snapshot=row.diagnosis_id in kept))
    return rows


def _left(
    row: Judgement, why: Mapping[str, str], changed: set[tuple[str, int]], *, has_snapshot: bool
) -> Iterator[str]:
    for each in row.evidence:
        reference = each.get("cited", "")
        reason = why.get(reference, "")
        if reference.startswith(f"{FIGURE}:") and not has_snapshot:
            reason = _("the records behind it are no longer kept")
        elif not reason and (reference, each.get("event")) in changed:
            reason = str(CHANGED)
        if reason:
            yield f"{named(reference)}: {reason}."


def why_not_any_more(references: Iterable[str]) -> dict[str, str]:
    """Of records and passages that nothing may stand on: why, in words."""
    found = {}
    for kind, numbers in numbers_by_kind(references).items():
        rows = {row["pk"]: row for row in _standing(kind, numbers)}
        for number in numbers:
            if reason := _why(rows.get(number)):
                found[f"{kind}:{number}"] = str(reason)
    return found


def _standing(kind: str, numbers: Sequence[int]) -> Iterable[dict[str, Any]]:
    """State, marking and rule of records; of passages those of their session."""
    rows = MODELS[kind].objects.filter(pk__in=numbers)
    if kind == OBSERVATION:
        return [{**row, "rule": ""} for row in rows.values("pk", "state", "marking")]
    names = {"state": "consultation__state", "marking": "consultation__marking", "rule": "confidentiality"}
    return [
        {"pk": row["pk"], **{name: row[of] for name, of in names.items()}} for row in rows.values("pk", *names.values())
    ]


def _why(row: "Mapping[str, Any] | None") -> "StrOrPromise":
    if row is None:
        return GONE
    if row["rule"] == CONFIDENTIAL:
        return IN_CONFIDENCE
    if row["state"] != ReviewState.APPROVED:
        return NOT_APPROVED
    return "" if readable(row["marking"], FROZEN_UP_TO) else above(row["marking"])


def above(marking: str) -> str:
    """Why what is marked so is no evidence."""
    return str(ABOVE) % {"marking": Marking(marking).label, "most": FROZEN_UP_TO.label}


def how_many_left(rows: Iterable[Judgement]) -> dict[int, tuple[int, int]]:
    """Of judgements that cite a record or passage which was erased since: how many are there still, of how many."""
    cited = {
        row.pk: [each for each in cited_in(row) if not each.startswith(f"{FIGURE}:")] for row in rows if row.is_own
    }
    kinds = numbers_by_kind({each for references in cited.values() for each in references})
    there = {
        f"{kind}:{pk}"
        for kind, numbers in kinds.items()
        for pk in MODELS[kind].objects.filter(pk__in=numbers).values_list("pk", flat=True)
    }
    counted = {pk: (sum(each in there for each in references), len(references)) for pk, references in cited.items()}
    return {pk: (left, total) for pk, (left, total) in counted.items() if left < total}


def newest_of(references: Iterable[str]) -> dict[str, int]:
    """The newest event of each record and passage."""
    found: dict[str, int] = {}
    for kind, numbers in numbers_by_kind(references).items():
        events = MODELS[kind].pgh_event_model.objects.filter(pgh_obj_id__in=numbers)
        newest = events.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
        found |= {f"{kind}:{number}": event for number, event in newest.values_list("pgh_obj_id", "pgh_id")}
    return found


def _changed(pinned: set[tuple[str, int]]) -> set[tuple[str, int]]:
    """Those that say something else by now than they said then."""
    newest = newest_of(reference for reference, _event in pinned)
    moved = {each for each in pinned if newest.get(each[0], each[1]) != each[1]}
    found = set()
    for kind in numbers_by_kind(reference for reference, _event in moved):
        own = [each for each in moved if each[0].startswith(f"{kind}:")]
        said = _said(MODELS[kind], {event for pair in own for event in (pair[1], newest[pair[0]])})
        found |= {(name, event) for name, event in own if said.get(event) != said.get(newest[name])}
    return found


def _said(model: type[Model], events: Iterable[int]) -> dict[int, tuple[Any, ...]]:
    """What stood in a record by each of these events; one that was forgotten is none."""
    table = model.pgh_event_model  # type: ignore[attr-defined]
    names = [
        each.attname
        for each in table._meta.concrete_fields
        if not each.name.startswith("pgh_") and each.name not in NOT_ITS_WORDS
    ]
    rows = table.objects.filter(pgh_id__in=list(events)).values_list("pgh_id", *names)
    return {row[0]: tuple(row[1:]) for row in rows}


def marking_of(references: Iterable[str]) -> Marking:
    """The highest of these records, and of the sessions of these passages."""
    kinds = numbers_by_kind(references).items()
    return highest(row["marking"] for kind, numbers in kinds for row in _standing(kind, numbers))


def references_to(model: str, numbers: Sequence[int]) -> set[str]:
    """How rows of a model are named as evidence; of sessions the passages of them that are there."""
    if model == Consultation._meta.label_lower:
        return {
            f"{kind}:{number}"
            for kind, passage in PASSAGES.items()
            for number in passage.objects.filter(consultation__in=numbers).values_list("pk", flat=True)
        }
    kinds = (kind for kind, each in MODELS.items() if each._meta.label_lower == model)
    return {f"{kind}:{number}" for kind in kinds for number in numbers}


def citing(city_id: int, model: str, numbers: Sequence[int]) -> list[Judgement]:
    """Judgements that stand on one of these rows and were not taken out."""
    own = Judgement.objects.filter(city=city_id, key__startswith=OWN).exclude(state=Judgement.State.DISMISSED)
    rows = list(own.select_related("diagnosis"))
    theirs = references_to(model, numbers) if rows else set()
    return [row for row in rows if not theirs.isdisjoint(cited_in(row))]
