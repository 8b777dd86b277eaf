"""What judgements and priorities of a diagnosis were made of, as rows by their model: those that somebody attached, the
sessions that are named, the records that a figure counts. Of a figure it is known while its snapshot is there."""

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Model

from mapping.models import Observation
from reports.judgements.attached import MODELS, cited_in, numbers_by_kind
from reports.models import Judgement
from reports.models.weighing import Answered
from reports.selection import RawSnapshot, Selection, numbers_in, raised_in
from stakeholders.models import Consultation

Made = Mapping[type[Model], set[int]]


def of_judgement(judgement: Judgement, raw: RawSnapshot | None) -> Made:
    return _joined(_of(judgement, raw))


def of_need(need: Answered, raw: RawSnapshot | None) -> Made:
    """The sessions in which it was raised there; without an area, anywhere."""
    return {Consultation: set(raised_in(raw, *need) if raw else ())}


def _of(judgement: Judgement, raw: RawSnapshot | None) -> Iterator[tuple[type[Model], Iterable[int]]]:
    for kind, numbers in numbers_by_kind(cited_in(judgement)).items():
        yield MODELS[kind], numbers
    for each in judgement.evidence:
        if each.get("consultations"):
            yield Consultation, each["consultations"]
        elif each.get("records") and not each.get("needed") and raw is not None:
            yield Observation, _counted(raw, str(each["records"]["window"]), str(each["records"]["of"]))
    if raw is not None:
        for reference in cited_in(judgement):
            if reference.startswith("figure:"):
                window, _slash, of = reference.partition(":")[2].partition("/")
                yield Observation, _counted(raw, window, of)


def _counted(raw: RawSnapshot, window: str, of: str) -> Iterable[int]:
    chosen = Selection.read(of)
    return numbers_in(raw, window, chosen) if chosen is not None else ()


def _joined(pairs: Iterable[tuple[type[Model], Iterable[int]]]) -> Made:
    found: dict[type[Model], set[int]] = {}
    for model, numbers in pairs:
        found.setdefault(model, set()).update(numbers)
    return found
