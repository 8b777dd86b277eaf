"""From a number of a report to what it is made of, and from a record back to the diagnoses that counted it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import limits
from accounts.access import role_required
from accounts.models import STAFF
from accounts.requests import CityRequest
from analysis.records import Period
from jobs import artefacts
from mapping.lists.observations import rows_of_observations
from mapping.models import Observation
from records.actions import record_view
from records.models import ReviewState
from records.registries.record_types import history_named
from reports.compared_with import Asked
from reports.judgements.attached import cited_in
from reports.judgements.pieces import Pieces, name_of_figure
from reports.models import JUDGEMENTS, Diagnosis, Edition, Judgement, Snapshot
from reports.recounted.since_frozen import since_frozen
from reports.sections.analysed import compared_events, left_out_events
from reports.selection import (
    ALL,
    BETWEEN,
    CITED,
    COMPARED,
    COSTLY,
    IN_SERIES,
    LEFT_OUT,
    NOTHING,
    RAISED,
    RECORD,
    SAID,
    SINCE,
    WINDOWS,
    RawSnapshot,
    Selection,
    asked_in,
    is_window,
    numbers_in,
    raised_for,
    raw_snapshot_of,
    rows_in,
    units_in,
)
from reports.snapshot import SnapshotData, load
from stakeholders.models import Consultation

LONGEST_NUMBER = 18
RESTRICTED = Edition.Audience.RESTRICTED
# Of the newest; each holds every record of its periods.
MOST_LOOKED_INTO = 10


@require_safe
@role_required(*STAFF)
def counted_records(request: CityRequest, city: str, number: int, window: str, of: str) -> HttpResponse:
    """Just the records that one number of a diagnosis is made of, as far as this person may read them."""
    found = get_object_or_404(Diagnosis.objects.visible_to(request.user).select_related("snapshot"), number=number)
    if not request.membership.is_cleared_for(found.marking):
        raise Http404
    if window == SAID:
        return _sessions(request, found, of)
    if window == RECORD:
        return _records(request, found, of)
    if window == CITED:
        return _cited(request, found, of)
    if window == SINCE:
        return _since(request, found, of)
    chosen = Selection.read(of)
    raw = raw_snapshot_of(found)
    asked = None if raw is None else asked_in(raw, window)
    if chosen is None or not (is_window(window) or asked):
        raise Http404
    asked_of = {each.by for each in chosen.each()}
    is_costly = bool(COSTLY & asked_of)
    if is_costly and (wait := limits.refused_for_now(request, request.membership, limits.FILES)) is not None:
        return wait
    compared = _compared(found, asked[0] if asked else None) if COMPARED in asked_of else ()
    left_out = _left_out(found) if LEFT_OUT in asked_of else NOTHING
    numbers = None if raw is None else numbers_in(raw, window, chosen, compared, left_out)
    record_view(city=request.city, user=request.user, what=JUDGEMENTS, number=found.pk)
    facts = {"diagnosis": found, "of": found, "is_gone": numbers is None, "counted": len(numbers or [])}
    facts |= _place(request, found)
    if raw is not None and numbers is not None:
        facts |= {"as_one": units_in(raw, numbers) if asked_of & {COMPARED, IN_SERIES} else None}
        facts |= {"today": since_frozen(raw, window, chosen, numbers, request.membership.reads_up_to)}
        facts |= _rows(request, found, numbers)
    return render(request, "reports/counted_records.html", facts)


def _compared(found: Diagnosis, asked: Period | None) -> Collection[int]:
    """Only where the number is of those that changes are told of: it takes the analysis to say which."""
    return set(map(int, compared_events(_loaded(found), asked)))


def _left_out(found: Diagnosis) -> Mapping[str, Collection[int]]:
    """Likewise, where the number is of those that a step leaves out."""
    return {step: set(map(int, keys)) for step, keys in left_out_events(_loaded(found)).items()}


def _loaded(found: Diagnosis) -> SnapshotData:
    snapshot = Snapshot.objects.get(diagnosis=found)
    return load(artefacts.read(found.city_id, snapshot.sha256, "json"))


def _since(request: CityRequest, found: Diagnosis, of: str) -> HttpResponse:
    """Of what is compared with the last diagnosis: the records or sessions of either, or one of its judgements."""
    asked, raw = Asked.read(of), raw_snapshot_of(found)
    of_side = None if asked is None or raw is None else asked.diagnosis(found, raw)
    if asked is None or (raw is not None and of_side is None):
        raise Http404
    if of_side is not None and not request.membership.is_cleared_for(of_side.marking):
        raise Http404
    if of_side is not None and asked.judgement:
        return redirect(_judged(request, of_side, asked.judgement))
    if (wait := limits.refused_for_now(request, request.membership, limits.FILES)) is not None:
        return wait
    side = None if of_side is None else raw_snapshot_of(of_side)
    record_view(city=request.city, user=request.user, what=JUDGEMENTS, number=found.pk)
    facts = {"diagnosis": found, "of": of_side or found, "is_gone": side is None, **_place(request, found)}
    if raw is None or side is None or of_side is None:
        return render(request, "reports/counted_records.html", facts)
    if asked.is_of_sessions:
        return _list_of_sessions(request, found, asked.sessions_in(_loaded(of_side)))
    numbers = asked.records_in(_loaded(of_side), raw)
    if not numbers:
        raise Http404
    as_one = None if asked.family == ALL else units_in(side, numbers)
    facts |= {"counted": len(numbers), "as_one": as_one, **_rows(request, of_side, numbers)}
    return render(request, "reports/counted_records.html", facts)


def _judged(request: CityRequest, of_side: Diagnosis, place: int) -> str:
    """Where it is printed; the diagnosis itself where its report cannot be read as a page."""
    here = [request.city.slug, of_side.number]
    editions = Edition.objects.visible_to(request.user).filter(diagnosis=of_side, audience=RESTRICTED)
    if editions.exclude(page_sha256="").exists():
        return f"{reverse('edition_page', args=[*here, RESTRICTED])}#J{place}"
    return reverse("diagnosis", args=here)


def _rows(request: CityRequest, of: Diagnosis, numbers: Collection[int]) -> dict[str, Any]:
    """These records as this person may read them, and how many changed since the diagnosis was made of them."""
    among = Q(pk__in=numbers)
    readable = Observation.objects.visible_to(request.user).filter(among)
    since = ~Q(state=ReviewState.APPROVED) | Q(approved_at__gt=of.snapshot.created_at)
    return {
        "readable": readable.count(),
        "since": readable.filter(since).count(),
        "rows": rows_of_observations(request, among=among),
    }


def _place(request: CityRequest, found: Diagnosis) -> dict[str, str]:
    """Where in the report the number stands, for the way back."""
    at = request.GET.get("at", "")
    if not at.replace(".", "").isdecimal() or len(at) > len("14.99"):
        return {}
    url = reverse("edition_page", args=[request.city.slug, found.number, "restricted"])
    return {"at": at, "at_url": f"{url}#part-{at}"}


def _sessions(request: CityRequest, found: Diagnosis, of: str) -> HttpResponse:
    """The sessions in which something was said: one of them at once, several as a list."""
    raw = raw_snapshot_of(found)
    held = {int(row["id"]) for row in raw.get("consultations", [])} if raw else set()
    asked = raised_for(raw, of) if raw and of.startswith(RAISED) else _numbers(of)
    numbers = held if of == ALL else held & asked
    if len(numbers) == 1 and of != ALL:
        only = Consultation.objects.for_list(request.user).filter(pk__in=numbers).first()
        if only is not None:
            return redirect("consultation", request.city.slug, only.pk)
    return _list_of_sessions(request, found, numbers)


def _list_of_sessions(request: CityRequest, found: Diagnosis, numbers: Collection[int]) -> HttpResponse:
    rows = list(Consultation.objects.for_list(request.user).filter(pk__in=numbers).order_by("-shown_day", "-pk"))
    if not numbers:
        raise Http404
    record_view(city=request.city, user=request.user, what=JUDGEMENTS, number=found.pk)
    facts = {"diagnosis": found, "sessions": rows, "counted": len(numbers), **_place(request, found)}
    return render(request, "reports/counted_sessions.html", facts)


def _records(request: CityRequest, found: Diagnosis, of: str) -> HttpResponse:
    """Records of another kind, a service: one of them at once, several as a list."""
    name, _slash, asked = of.partition("/")
    kind, numbers = history_named(name), _numbers(asked)
    if kind is None or kind.url is None or not numbers:
        raise Http404
    rows = list(kind.visible(request.user).filter(pk__in=numbers).select_related("city").order_by("pk"))
    if not rows:
        raise Http404
    if len(numbers) == 1:
        return redirect(kind.url(rows[0]))
    record_view(city=request.city, user=request.user, what=JUDGEMENTS, number=found.pk)
    told = [{"words": str(row), "url": kind.url(row)} for row in rows]
    facts = {"diagnosis": found, "pieces": told, "counted": len(numbers), "readable": len(rows)}
    return render(request, "reports/counted_pieces.html", {**facts, **_place(request, found)})


def _cited(request: CityRequest, found: Diagnosis, key: str) -> HttpResponse:
    """What somebody attached to a judgement of their own, as far as this person may read it."""
    judgement = get_object_or_404(Judgement.objects.visible_to(request.user), diagnosis=found, key=key)
    pieces = Pieces(found, request.user).told(cited_in(judgement))
    if not pieces:
        raise Http404
    record_view(city=request.city, user=request.user, what=JUDGEMENTS, number=found.pk)
    facts = {"diagnosis": found, "pieces": pieces, "counted": len(pieces), "readable": sum(bool(e.url) for e in pieces)}
    return render(request, "reports/counted_pieces.html", {**facts, **_place(request, found)})


def _numbers(text: str) -> set[int]:
    """Those that an address names."""
    return {int(each) for each in text.split(BETWEEN) if each.isdecimal() and len(each) <= LONGEST_NUMBER}


@require_safe
@role_required(*STAFF)
def counted_in(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """The diagnoses that counted a record: which of the newest hold it, and in which sections it stands."""
    record = get_object_or_404(Observation.objects.visible_to(request.user), pk=pk)
    if (wait := limits.refused_for_now(request, request.membership, limits.FILES)) is not None:
        return wait
    record_view(city=request.city, user=request.user, what=JUDGEMENTS)
    in_period = Q(start__lte=record.first_day, end__gte=record.last_day)
    compared = Q(compare_start__lte=record.first_day, compare_end__gte=record.last_day)
    seen = Diagnosis.objects.visible_to(request.user).filter(in_period | compared, snapshot__gone_at=None)
    asked = [each for each in seen.order_by("-number") if request.membership.is_cleared_for(each.marking)]
    places = []
    for each in asked[:MOST_LOOKED_INTO]:
        raw = raw_snapshot_of(each)
        if raw is not None and (found := _row(raw, record.pk)):
            places.append({"diagnosis": each, "leads": _leads(request, each, raw, *found)})
    facts = {"record": record, "places": places, "has_more": len(asked) > MOST_LOOKED_INTO}
    return render(request, "reports/counted_in.html", facts)


def _row(raw: RawSnapshot, number: int) -> tuple[str, Mapping[str, Any]] | None:
    """In which window it was counted, and as what."""
    rows = ((window, row) for window in WINDOWS for row in rows_in(raw, window))
    return next(((window, row) for window, row in rows if row["id"] == number), None)


# In which section each property is told of.
TOLD_IN: Sequence[tuple[str, int]] = (("", 5), ("district", 5), ("currents", 5), ("manifestations", 5), ("targets", 7))


def _leads(
    request: CityRequest, found: Diagnosis, raw: RawSnapshot, window: str, row: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The numbers of the report that it is part of, with their sections."""
    told = []
    for by, section in TOLD_IN:
        value = row[by] if by else ""
        for code in value if isinstance(value, list) else [value]:
            if code is not None and (code or not by):
                chosen = Selection(by, (code,)) if by else Selection()
                address = [request.city.slug, found.number, window, str(chosen)]
                name, url = name_of_figure(raw, window, chosen), reverse("diagnosis_records", args=address)
                told.append({"section": section, "name": name, "url": url})
    return told


def with_leads(page: dict[str, Any], base: str) -> dict[str, Any]:
    """The page of an edition with an address wherever it leads somewhere, for those who may go there."""
    for section in page["sections"]:
        at = section["number"]
        for block in section["blocks"]:
            at = block.get("number") or at if block["kind"] == "heading" else at
            for run in _runs(block):
                run["url"] = f"{base}{quote(run['to'], safe='/=~&%')}/?at={at}"
    return page


def _runs(value: Any) -> "list[dict[str, Any]]":
    if isinstance(value, dict):
        return [value] if "to" in value else [run for each in value.values() for run in _runs(each)]
    return [run for each in value for run in _runs(each)] if isinstance(value, list) else []
