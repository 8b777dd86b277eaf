"""The plan as its page shows it: columns by status, what must be decided soonest first; days; places."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, DateField, Exists, F, IntegerField, Min, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import Concat, RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from accounts.composed import ANYBODY, Composed, among
from accounts.models import Membership, User
from accounts.requests import CityRequest
from core.sort_keys import Alphabetical, alphabetical
from core.vocabulary import in_words
from mapping.map.outlines import outlines_of
from mapping.models import BoundarySet, District
from planning.coverage import Fit, Placed, fit, is_surely_high, may_be_high
from planning.follow_up import in_words as measured_in_words
from planning.grounds import key_of, newest_released, said, said_at_all
from planning.lists.projects import IS_OVER, ON_MAP, with_ground
from planning.models import Funding, Grounding, Indicator, Measurement, Project, ReviewFlag
from planning.models.projects import OVER, ProjectQuerySet
from planning.money import shares
from planning.vocabulary import GroundKind, ProjectStatus
from records.models.review import open_to_member
from reports.models import Diagnosis, Priority
from stakeholders.vocabulary import NeedCategory

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

# Of a column: what a person takes in at a glance, and on a phone scrolls past; the rest stands in the list.
MOST_CARDS = 8
# Of priorities, projects and districts that are named in a sentence.
NAMED = 5
# Classes of the map, for no project, one, two, three and more.
FILLS = ("none", "2", "4", "6")
# Of a thousand: a bar that is there can be seen.
LEAST_BAR = 8
# Numbers of years above the timeline: as many as a phone has room for.
MOST_YEARS = 6


@dataclass(frozen=True, slots=True)
class Card:
    project: Any
    where: str
    needs: str
    flags: Sequence[ReviewFlag]
    measured: str
    # Who pays more than half.
    hangs_on: str


@dataclass(frozen=True, slots=True)
class Lane:
    title: str
    # Of the list, those of this column.
    query: str
    cards: Sequence[Card]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a member may read, by status and number, and the diagnosis in force; `is_known` where they may read that
    too."""

    counts: Mapping[str, int]
    names: dict[str, str]
    newest: Diagnosis | None
    is_known: bool
    fit: Fit

    @property
    def projects(self) -> int:
        return sum(self.counts.values())


def plan_of(request: CityRequest, names: dict[str, str]) -> Plan:
    rows = _placed(Project.objects.visible_to(request.user))
    newest, member = newest_released(), request.membership
    is_known = newest is not None and member.is_cleared_for(newest.marking)
    there = said(member, [newest.number], names) if newest and is_known else {}
    high, surely = _high(member, newest) if newest and is_known else (set[str](), set[str]())
    first = [each for each in there.values() if each.kind == GroundKind.PRIORITY and each.key in high]
    # what is high whatever is not known stands before what may be
    first.sort(key=lambda each: each.key not in surely)
    going_on = [placed for status, placed in rows if status not in OVER]
    fitted = fit(going_on, there, first, list(names), is_known=is_known)
    if newest and fitted.lost:  # not of what is said still, and above one's clearance
        still = said_at_all(newest)
        fitted = replace(fitted, lost=[each for each in fitted.lost if each.grounds.isdisjoint(still)])
    return Plan(Counter(status for status, _placed in rows), names, newest, is_known, fitted)


def _placed(seen: ProjectQuerySet) -> list[tuple[str, Placed]]:
    """All with their status, without what only a card says of them: there may be hundreds."""
    ground = Concat("groundings__kind", Value("|"), "groundings__key")
    rows = seen.order_by(Alphabetical("title"), "pk").annotate(
        grounds=ArrayAgg(ground, filter=Q(groundings__isnull=False), default=Value([]))
    )
    return [
        (status, Placed(pk, title, needs, districts, frozenset(_pair(each) for each in grounds)))
        for status, pk, title, needs, districts, grounds in rows.values_list(
            "status", "pk", "title", "needs", "districts", "grounds"
        )
    ]


def _pair(ground: str) -> tuple[str, str]:
    kind, _bar, key = ground.partition("|")
    return kind, key


def _high(member: Membership, newest: Diagnosis) -> tuple[set[str], set[str]]:
    """Those that may be in the highest band, and those of them that surely are."""
    rows = Priority.objects.filter(open_to_member(member.user), diagnosis=newest)
    high = [row for row in rows if may_be_high(row)]
    return {key_of(row) for row in high}, {key_of(row) for row in high if is_surely_high(row)}


COLUMNS: tuple[tuple["StrOrPromise", tuple[ProjectStatus, ...]], ...] = (
    (pgettext_lazy("projects", "Planned"), (ProjectStatus.PLANNED,)),
    (pgettext_lazy("projects", "Active"), (ProjectStatus.ACTIVE,)),
    (pgettext_lazy("projects", "Paused"), (ProjectStatus.PAUSED,)),
    (pgettext_lazy("projects", "Ended"), OVER),
)


def lanes(plan: Plan, request: CityRequest) -> list[Lane]:
    rows = _foremost(request)
    on_cards = _on_cards(request, [each.pk for each in rows])
    found = []
    for title, statuses in COLUMNS:
        cards = [card(each, plan, on_cards) for each in rows if each.status in statuses]
        count = sum(plan.counts.get(each, 0) for each in statuses)
        status = IS_OVER if statuses == OVER else statuses[0]
        found.append(Lane(str(title), f"?status={status}", cards, count))
    return found


def _foremost(request: CityRequest) -> list[Any]:
    """The first of each column: flagged ones, then what waits for an answer, then by the day of review."""
    open_flags = ReviewFlag.objects.visible_to(request.user).to_decide().filter(project=OuterRef("pk"))
    soonest = open_flags.order_by().values("project").values(day=Min("decide_by"))
    rows = with_ground(Project.objects.visible_to(request.user), request).annotate(
        column=Case(
            *(When(status__in=statuses, then=Value(place)) for place, (_title, statuses) in enumerate(COLUMNS)),
            output_field=IntegerField(),
        ),
        is_asked=Case(When(asked_for="", then=Value(1)), default=Value(0), output_field=IntegerField()),
        day=Case(When(is_flagged=True, then=Subquery(soonest)), default=F("review_on"), output_field=DateField()),
    )
    order = (F("is_flagged").desc(), F("is_asked").asc(), F("day").asc(nulls_last=True), Alphabetical("title").asc())
    place = Window(RowNumber(), partition_by=[F("column")], order_by=order)
    return list(rows.annotate(place=place).filter(place__lte=MOST_CARDS).order_by("column", "place"))


@dataclass(frozen=True, slots=True)
class OnCards:
    """What cards say besides their projects, by the number of the project."""

    flags: Mapping[int, Sequence[ReviewFlag]]
    fundings: Mapping[int, Sequence[Funding]]
    # The first of each, with what was measured last.
    measured: Mapping[int, tuple[Indicator, Measurement | None]]


def _on_cards(request: CityRequest, projects: list[int]) -> OnCards:
    if not projects:
        return OnCards({}, {}, {})
    asked, user_id = _asked_of_cards(), request.user.pk
    flags, fundings, first = (
        list(asked[name].instances(user_id, numbers=projects)) for name in ("flags", "fundings", "first")
    )
    newest = asked["newest"].instances(user_id, numbers=[each.pk for each in first])
    of_indicator = {each.indicator_id: each for each in newest}
    measured = {each.project_id: (each, of_indicator.get(each.pk)) for each in first}
    return OnCards(_by_project(flags), _by_project(fundings), measured)


@cache
def _asked_of_cards() -> dict[str, Composed]:
    """Composed once: composing them took longer than asking."""
    here = {"project__in": among()}
    rows: dict[str, QuerySet[Any]] = {
        "flags": ReviewFlag.objects.visible_to(User(pk=ANYBODY)).to_decide().filter(**here),
        "fundings": Funding.objects.filter(**here),
        # of each project the first, of each indicator the newest: a card has room for no more
        "first": Indicator.objects.filter(**here).order_by("project_id", "pk").distinct("project_id"),
        "newest": Measurement.objects.filter(indicator__in=among())
        .order_by("indicator_id", "-measured_on", "-pk")
        .distinct("indicator_id"),
    }
    return {name: Composed(each) for name, each in rows.items()}


def _by_project(rows: Sequence[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for each in rows:
        found[each.project_id].append(each)
    return found


def card(project: Any, plan: Plan, on_cards: OnCards) -> Card:
    first, newest = on_cards.measured.get(project.pk, (None, None))
    hangs_on = shares(on_cards.fundings.get(project.pk, ())).most
    return Card(
        project,
        ", ".join(plan.names.get(code, code) for code in project.districts) or _("whole city"),
        in_words(project.needs, NeedCategory),
        on_cards.flags.get(project.pk, ()),
        f"{first.title}: {measured_in_words(first, newest, project.starts_on)}" if first else "",
        hangs_on.row.funder if hangs_on else "",
    )


@dataclass(frozen=True, slots=True)
class OnMap:
    """One district, coloured by how many projects go there."""

    name: str
    count: int
    fill: str
    path: str
    lines: Sequence[Any]
    url: str
    is_without: bool


def on_map(plan: Plan, request: CityRequest) -> tuple[str, list[OnMap]]:
    """The view box and the districts of today by their names; empty where the city has no boundaries."""
    boundaries = BoundarySet.objects.filter(city=request.city).in_force(on=timezone.localdate()).first()
    rows = list(District.objects.filter(boundary_set=boundaries).order_by("code").values_list("code", "name"))
    drawing = outlines_of(boundaries, len(rows))
    base = reverse("projects", args=[request.city.slug])
    found: dict[str, OnMap] = {}
    for (code, name), area in zip(rows, drawing.areas, strict=True):
        count = plan.fit.by_district.get(code, 0)
        fill, url = FILLS[min(count, len(FILLS) - 1)], f"{base}?districts={quote(code)}&{ON_MAP}"
        found[code] = OnMap(name, count, fill, area.path, area.name, url, code in plan.fit.without)
    return drawing.view_box, [found[code] for code in plan.names if code in found]


@dataclass(frozen=True, slots=True)
class Bar:
    """One project in time, in parts of a thousand of the days shown; without days of its own it has no bar."""

    project: Any
    when: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """By their first day; the days between which all of it lies, and where today is and each year begins, in parts of a
    thousand."""

    bars: Sequence[Bar]
    first: datetime.date
    last: datetime.date
    today: int
    years: "Sequence[Year]"


@dataclass(frozen=True, slots=True)
class Year:
    """The first of January, as far as there is room for its number."""

    number: int
    part: int

    @property
    def percent(self) -> str:
        return f"{self.part / 10:.1f}%"

    @property
    def is_late(self) -> bool:
        """Whether its number stands before the line: after it there is no room."""
        return self.part > 900


def with_days(request: CityRequest) -> list[Project]:
    rows = Project.objects.visible_to(request.user).exclude(starts_on=None, ends_on=None)
    return list(rows.annotate(is_grounded=Exists(Grounding.objects.filter(project=OuterRef("pk")))))


def timeline(projects: Sequence[Any], today: datetime.date) -> Timeline | None:
    """None where no project has a day."""
    dated = [each for each in projects if each.starts_on or each.ends_on]
    if not dated:
        return None
    first: datetime.date = min([today, *(each.starts_on or each.ends_on for each in dated)])
    last: datetime.date = max([today, *(each.ends_on or each.starts_on for each in dated)])
    days = max((last - first).days, 1)

    def part(on: datetime.date) -> int:
        return round(1000 * (on - first).days / days)

    def bar(each: Any) -> Bar:
        begins, ends = part(each.starts_on or first), part(each.ends_on or last)
        # also what is on the last day alone is seen
        return Bar(each, each.when, min(begins, 1000 - LEAST_BAR), max(LEAST_BAR, ends - begins))

    ordered = sorted(dated, key=lambda each: (each.starts_on or first, alphabetical(each.title)))
    numbers = range(first.year + 1, last.year + 1)
    years = [Year(each, part(datetime.date(each, 1, 1))) for each in numbers[:: len(numbers) // MOST_YEARS + 1]]
    return Timeline([bar(each) for each in ordered], first, last, part(today), years)
