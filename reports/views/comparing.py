"""Two diagnoses side by side: which two, and what differs."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import limits
from accounts.access import role_required
from accounts.markings import highest
from accounts.models import EVERYBODY
from accounts.requests import CityRequest
from analysis.records import Period
from jobs import artefacts
from records.actions import record_view
from reports.editions import decided
from reports.following import SNAPSHOT
from reports.models import COMPARISON, Diagnosis, Edition
from reports.sections.analysed import usual_variation
from reports.sections.differences import Differences, Judged, between, judged, only_judged, printed
from reports.sections.periods import short_period
from reports.sections.since import Group, Line, groups, overview
from reports.snapshot import SnapshotData, load
from reports.snapshot.ranked import Ranked, ranked_in


class Choice(NamedTuple):
    number: int
    name: str


def _name(diagnosis: Diagnosis) -> str:
    """Its number and period, and how far it is where it was not released."""
    told = f"{diagnosis}, {short_period(Period(diagnosis.start, diagnosis.end))}"
    return told if diagnosis.is_given_out else f"{told} ({diagnosis.get_state_display()})"


@require_safe
@role_required(*EVERYBODY)
def comparison(request: CityRequest, city: str) -> HttpResponse:
    """What differs between two diagnoses whose restricted editions one may read: the newest and the one before it,
    where none are named."""
    editions = {each.diagnosis.number: each for each in reversed(_readable(request))}
    before, now = _chosen(request, editions)
    choices = [Choice(number, _name(each.diagnosis)) for number, each in editions.items()]
    facts: dict[str, Any] = {"choices": choices, "before": before, "now": now}
    if before and now:
        if (wait := limits.refused_for_now(request, request.membership, limits.FILES)) is not None:
            return wait
        found = _differences(before.diagnosis, now.diagnosis)
        marking = highest([before.marking, now.marking])
        # the list of who saw what tells of it to those who are cleared for the higher one
        above = now if now.marking == marking else before
        record_view(city=request.city, user=request.user, what=COMPARISON, number=above.diagnosis_id, records=2)
        facts |= {
            "overview": overview(found),
            # the overview says that it is the same
            "groups": [_shown(group, before, now) for group in groups(found) if before != now],
            "marking": marking,
        }
    return render(request, "reports/comparison.html", facts)


def may_compare(request: CityRequest) -> bool:
    """Whether there are two that this member may read."""
    return _readable(request).order_by().values("diagnosis").distinct()[1:2].exists()


def _readable(request: CityRequest) -> "QuerySet[Edition]":
    """The newest last; one of each diagnosis, since there is one language of each."""
    seen = Edition.objects.visible_to(request.user).filter(audience=Edition.Audience.RESTRICTED)
    return seen.select_related("diagnosis__snapshot", "diagnosis__city").order_by("-diagnosis__number", "language")


def _chosen(request: CityRequest, editions: dict[int, Edition]) -> tuple[Edition | None, Edition | None]:
    """The two that are named; else the newest that was released, and of those the one before. Where there are no two
    that were released, whichever there are."""
    released = [number for number, each in editions.items() if each.diagnosis.is_given_out]
    among = released if len(released) > 1 else list(editions)
    now = _named(request, "b", editions) or (among[-1] if len(among) > 1 else None)
    earlier = [number for number in among if now is not None and number < now]
    before = _named(request, "a", editions) or (earlier[-1] if earlier else None)
    return editions.get(before or 0), editions.get(now or 0)


def _named(request: CityRequest, name: str, editions: dict[int, Edition]) -> int | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9 or int(text) not in editions:
        raise Http404
    return int(text)


def _differences(before: Diagnosis, now: Diagnosis) -> Differences:
    """From the one to the other, in whichever order they were made."""
    older, newer = sorted((before, now), key=lambda each: each.number)
    made = _judged(older, newer)
    frozen = [_frozen(each) for each in (older, newer)]
    if frozen[0] is None or frozen[1] is None:
        periods = (Period(older.start, older.end), Period(newer.start, newer.end))
        found = only_judged(older.number, newer.number, periods, made)
    else:
        methods = (older.snapshot.method_version, newer.snapshot.method_version)
        variation = usual_variation(frozen[1])
        ranked = _ranked(older, frozen[0]), _ranked(newer, frozen[1])
        priorities = (ranked[0], ranked[1]) if ranked[0] is not None and ranked[1] is not None else None
        found = between(frozen[0], frozen[1], variation, judgements=made, priorities=priorities, methods=methods)
    return found if older == before else found.mirrored()


def _ranked(diagnosis: Diagnosis, frozen: SnapshotData) -> list[Ranked] | None:
    """None of one that was made before needs were weighed: it has some, and no row of it."""
    rows = ranked_in(diagnosis)
    return None if not rows and any(session.needs for session in frozen.sessions) else rows


def _judged(older: Diagnosis, newer: Diagnosis) -> Judged | None:
    rows = decided(older), decided(newer)
    if any(each.state == "proposed" for side in rows for each in side):
        return None
    return judged(printed(rows[0]), printed(rows[1]), one_language=older.language == newer.language)


def _frozen(diagnosis: Diagnosis) -> SnapshotData | None:
    """Its records as they were; None where they were erased since."""
    kept = getattr(diagnosis, "snapshot", None)
    if kept is None or kept.gone_at is not None:
        return None
    try:
        return load(artefacts.read(diagnosis.city_id, kept.sha256, SNAPSHOT))
    except artefacts.ArtefactError:
        return None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a difference stands in an edition: the address of it, and the section or the judgement there."""

    number: int
    url: str
    section: int
    judgement: int


@dataclass(frozen=True, slots=True)
class ShownLine:
    """`language` is that of its words, where they are a diagnosis' own."""

    text: str
    was: str
    language: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class ShownGroup:
    code: str
    title: str
    notes: tuple[str, ...]
    lines: tuple[ShownLine, ...]


def _shown(group: Group, before: Edition, now: Edition) -> ShownGroup:
    return ShownGroup(group.code, group.title, group.notes, tuple(_line(line, before, now) for line in group.lines))


def _line(line: Line, before: Edition, now: Edition) -> ShownLine:
    words_of = now if line.now else before if line.before else None
    return ShownLine(line.text, line.was, words_of.language if words_of else "", tuple(_places(line, before, now)))


def _places(line: Line, before: Edition, now: Edition) -> list[Place]:
    """Judgements lead to where they are printed, everything else to its section in both."""
    ends = [(before, line.before), (now, line.now)]
    if line.before or line.now:
        ends = [each for each in ends if each[1]]
    return [_place(edition, line.section, judgement) for edition, judgement in ends]


def _place(edition: Edition, section: int, judgement: int) -> Place:
    here = [edition.diagnosis.city.slug, edition.diagnosis.number]
    if not edition.page_sha256:
        return Place(edition.diagnosis.number, reverse("diagnosis", args=here), section, judgement)
    anchor = f"J{judgement}" if judgement else f"part-{section}"
    url = reverse("edition_page", args=[*here, edition.audience])
    return Place(edition.diagnosis.number, f"{url}#{anchor}", section, judgement)
