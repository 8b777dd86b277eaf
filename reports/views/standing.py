"""From a record to what stands on it: judgements and priorities of the newest diagnoses, and the projects on those."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import limits
from accounts.access import role_required
from accounts.models import STAFF
from accounts.requests import CityRequest
from mapping.models import Observation, Source, named_today
from records.actions import record_view
from reports.judgements.attached import PASSAGES
from reports.judgements.made_of import Made, of_judgement, of_need
from reports.judgements.stood_on import JUDGEMENT, NEED, PRIORITY, Standing, standing_on
from reports.models import JUDGEMENTS, Diagnosis, Judgement, Priority
from reports.sections.wording import need_in_place
from reports.selection import NOW, RawSnapshot, among, raw_snapshot_of, rows_in
from stakeholders.models import Consultation, Need

# Those in review, and the last that was released; each holds every record of its periods.
MOST_LOOKED_INTO = 3
Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Record:
    """What is asked about: its name and page, the rows it is by which something stands on it, and, of a need, which."""

    title: str
    url: str
    rows: Made
    need: Need | None = None


@dataclass(frozen=True, slots=True)
class Stands:
    """One judgement or need of a diagnosis: its words, where it stands, whether it is printed, the projects on it."""

    words: str
    url: str
    kind: str
    is_undecided: bool
    projects: list[Link]


@require_safe
@role_required(*STAFF)
def stands_on(request: CityRequest, city: str, name: str, pk: int) -> HttpResponse:
    """As far as this person may read it. Sources are what all of their records are."""
    if name not in RECORDS:
        raise Http404
    record = RECORDS[name](request, pk)
    if (wait := limits.refused_for_now(request, request.membership, limits.FILES)) is not None:
        return wait
    record_view(city=request.city, user=request.user, what=JUDGEMENTS)
    standing = standing_on(request.user)
    names = dict(named_today(request.city.pk))
    places = []
    for diagnosis in _looked_into(request):
        raw = raw_snapshot_of(diagnosis)
        rows = {**record.rows, **(_of_source(raw, pk) if name == "source" else {})}
        if raw is not None:
            raw = among(raw, rows.get(Observation, set()))
        found = [
            *_judgements(request, diagnosis, raw, record, rows, standing),
            *_priorities(request, diagnosis, raw, record, rows, standing, names),
        ]
        places.append({"diagnosis": diagnosis, "found": found, "is_gone": raw is None})
    return render(request, "reports/stands_on.html", {"record": record, "places": places})


def _looked_into(request: CityRequest) -> list[Diagnosis]:
    seen = Diagnosis.objects.visible_to(request.user)
    open_ones = seen.filter(state=Diagnosis.State.IN_REVIEW).order_by("-number")
    out = seen.filter(state__in=Diagnosis.GIVEN_OUT).order_by("-number")[:1]
    asked = [*open_ones[: MOST_LOOKED_INTO - 1], *out]
    return [each for each in asked if request.membership.is_cleared_for(each.marking)]


def _judgements(  # noqa: PLR0917
    request: CityRequest, diagnosis: Diagnosis, raw: RawSnapshot | None, record: Record, rows: Made, standing: Standing
) -> Iterator[Stands]:
    seen = Judgement.objects.visible_to(request.user).filter(diagnosis=diagnosis)
    page = reverse("judgements", args=[request.city.slug, diagnosis.number])
    for each in seen.exclude(state=Judgement.State.DISMISSED):
        of_its_kind = record.need is not None and each.key == f"voices.need.{record.need.category}"
        made = of_judgement(each, raw)
        if record.need is not None and not of_its_kind:
            # a session in which it was said is none of what other sentences were made of
            made = {model: numbers for model, numbers in made.items() if model is not Consultation}
        if meet(made, rows):
            yield Stands(
                each.statement,
                f"{page}#judgement-{each.pk}",
                JUDGEMENT,
                each.is_undecided,
                standing.get((JUDGEMENT, each.key), []),
            )


def _priorities(  # noqa: PLR0917
    request: CityRequest,
    diagnosis: Diagnosis,
    raw: RawSnapshot | None,
    record: Record,
    rows: Made,
    standing: Standing,
    names: Mapping[str, str],
) -> Iterator[Stands]:
    if Consultation not in rows:
        return
    page = reverse("priorities", args=[request.city.slug, diagnosis.number])
    for each in Priority.objects.visible_to(request.user).filter(diagnosis=diagnosis):
        is_another = record.need is not None and each.category != record.need.category
        if not is_another and meet(of_need(each.answered, raw), rows):
            projects = [
                *standing.get((PRIORITY, f"{each.category}:{each.area}"), []),
                *(standing.get((NEED, each.category), []) if not each.area else []),
            ]
            yield Stands(need_in_place(each.answered, names), f"{page}#priority-{each.pk}", PRIORITY, False, projects)


def meet(made: Made, rows: Made) -> bool:
    return any(not made.get(model, set()).isdisjoint(numbers) for model, numbers in rows.items())


def _of_source(raw: RawSnapshot | None, pk: int) -> dict[type[Model], set[int]]:
    """Its records that a diagnosis holds, and those of today."""
    key = Source.objects.filter(pk=pk).values_list("key", flat=True).first()
    frozen = {int(row["id"]) for row in rows_in(raw, NOW) if row["source"] == key} if raw is not None else set()
    return {Observation: frozen}


def _observation(request: CityRequest, pk: int) -> Record:
    row = get_object_or_404(Observation.objects.visible_to(request.user), pk=pk)
    return Record(row.title, reverse("observation", args=[request.city.slug, pk]), {Observation: {pk}})


def _source(request: CityRequest, pk: int) -> Record:
    row = get_object_or_404(Source.objects.visible_to(request.user), pk=pk)
    # the page of a source is for admins
    page = reverse("source_change", args=[request.city.slug, pk]) if request.membership.is_admin else ""
    return Record(row.name, page or reverse("sources", args=[request.city.slug]), {})


def _consultation(request: CityRequest, pk: int) -> Record:
    row = get_object_or_404(Consultation.objects.visible_to(request.user), pk=pk)
    rows: dict[type[Model], set[int]] = {
        model: set(model.objects.filter(consultation=pk).values_list("pk", flat=True)) for model in PASSAGES.values()
    }
    title = row.title or row.anonymous_title
    return Record(title, reverse("consultation", args=[request.city.slug, pk]), {**rows, Consultation: {pk}})


def _need(request: CityRequest, pk: int) -> Record:
    row = get_object_or_404(Need.objects.readable_outcomes(request.user).select_related("consultation"), pk=pk)
    if not Consultation.objects.visible_to(request.user).filter(pk=row.consultation_id).exists():
        raise Http404
    url = reverse("consultation", args=[request.city.slug, row.consultation_id])
    return Record(row.statement, f"{url}#need-{pk}", {Need: {pk}, Consultation: {row.consultation_id}}, row)


RECORDS: dict[str, Callable[[CityRequest, int], Record]] = {
    "observation": _observation,
    "source": _source,
    "consultation": _consultation,
    "need": _need,
}
