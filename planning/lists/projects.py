"""The list of projects: what is done about what, where, by whom, and on which ground."""

from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.list_rows import rows_of
from accounts.models import Marking
from accounts.requests import CityRequest
from core.lists import Among, AmongOrAll, Choice, Column, Columns, Listing, Rows, Words, cells, coded, fact
from core.sort_keys import Alphabetical
from mapping.vocabulary import Setting
from planning.found import searched_projects
from planning.lists.parts import columns_of_parts
from planning.models import Grounding, Project, ReviewFlag
from planning.models.projects import OVER
from planning.vocabulary import ProjectStatus, RaisedBy
from records.columns import address, marking
from stakeholders.forms.fields import districts_of_today
from stakeholders.vocabulary import NeedCategory, PreventionLevel

LOOKS = {
    ProjectStatus.PLANNED: "neutral",
    ProjectStatus.ACTIVE: "good",
    ProjectStatus.PAUSED: "attention",
    ProjectStatus.FINISHED: "neutral",
    ProjectStatus.STOPPED: "neutral",
}


GOING_ON, IS_OVER = "going_on", "over"
# Of the list, those that the map of where projects go counts, and those for the whole city that stand beside it.
ON_MAP = f"status={GOING_ON}&whole_city=no"
BESIDE_MAP = f"status={GOING_ON}&whole_city=yes"


class InStatus(Choice):
    """One, or all in which a project is over, or is not."""

    def query(self, value: str) -> Q:
        if value in (GOING_ON, IS_OVER):
            return Q(status__in=OVER) if value == IS_OVER else ~Q(status__in=OVER)
        return super().query(value)


class WholeCity(Choice):
    def query(self, value: str) -> Q:
        return Q(districts__len=0) if value == "yes" else Q(districts__len__gt=0)


class Grounded(Choice):
    def query(self, value: str) -> Q:
        return Q(is_grounded=value == "yes")


class Flagged(Choice):
    def query(self, value: str) -> Q:
        return Q(is_flagged=value == "yes")


def status_chip(project: Project) -> SafeString:
    return cells.chip(project.get_status_display(), LOOKS[ProjectStatus(project.status)])


def ground_chip(project: Any) -> SafeString | str:
    """That it stands on nothing, wherever it is named; nothing where it does."""
    return "" if project.is_grounded else cells.chip(_("no ground yet"), "unknown")


def with_ground(projects: "QuerySet[Project]", request: CityRequest) -> "QuerySet[Any]":
    """Each with whether it stands on something, and whether something that one may read puts it in question."""
    flags = ReviewFlag.objects.visible_to(request.user).to_decide().filter(project=OuterRef("pk"))
    return projects.annotate(
        is_grounded=Exists(Grounding.objects.filter(project=OuterRef("pk"))), is_flagged=Exists(flags)
    )


def projects(request: CityRequest) -> Listing:
    districts = districts_of_today(request.city)
    yes_no = [("yes", _("Yes")), ("no", _("No"))]
    all_of_two = [(GOING_ON, _("All that are not over")), (IS_OVER, _("All that are over"))]
    return Listing(
        columns=_columns(request, districts),
        search=("searched",),
        filters=(
            InStatus("status", _("Status"), [*ProjectStatus.choices, *all_of_two]),
            AmongOrAll("districts", _("District"), districts),
            WholeCity("whole_city", _("For the whole city"), yes_no),
            Among("needs", _("Need"), NeedCategory.choices),
            Choice("level", _("Prevention level"), PreventionLevel.choices),
            Grounded("ground", _("Stands on a diagnosis"), yes_no),
            Flagged("flagged", _("Flagged"), yes_no),
            Choice("raised_by", _("Asked for first by"), RaisedBy.choices),
            Choice("marking", _("Marking"), Marking.choices),
        ),
        sort="title",
    )


def rows_of_projects(request: CityRequest) -> "Rows[Project]":
    seen = Project.objects.visible_to(request.user).select_related("created_by", "asked_by", "agreed_by")
    searched = partial(searched_projects, member=request.membership)
    return rows_of(projects(request), request, with_ground(seen, request), searched)


def _columns(request: CityRequest, districts: "list[tuple[str, str]]") -> Columns:
    def url(row: Project) -> str:
        return reverse("project", args=[request.city.slug, row.pk])

    def named(row: Any) -> SafeString:
        flag = cells.chip(_("flagged"), "attention") if row.is_flagged else ""
        return cells.together(cells.link(url(row), row.title), flag, ground_chip(row))

    needs, names, levels, raised = Words(NeedCategory), Words(districts), Words(PreventionLevel), Words(RaisedBy)
    return (
        Column("title", _("Title"), named, (Alphabetical("title"),)),
        fact("ground", _("Stands on a diagnosis"), lambda row: row.is_grounded),
        fact("flagged", _("Flagged"), lambda row: row.is_flagged),
        Column(
            "status",
            _("Status"),
            status_chip,
            ("status", Alphabetical("title")),
            coded("status", _("Status"), ProjectStatus),
        ),
        fact("status_since", _("In this status since")),
        fact("status_because", _("Why it is in this status")),
        fact("objective", _("What is to be different afterwards")),
        fact("for_whom", _("With and for whom")),
        Column(
            "level",
            _("Prevention level"),
            lambda row: levels[row.level],
            files=coded("level", _("Prevention level"), levels),
        ),
        *coded("setting", _("Setting"), Words(Setting)),
        Column(
            "needs",
            _("Needs it meets"),
            lambda row: needs.several(row.needs),
            files=coded("needs", _("Needs it meets"), needs),
        ),
        Column(
            "districts",
            _("Districts"),
            lambda row: names.several(row.districts) or _("City-wide"),
            files=coded("districts", _("Districts"), names),
        ),
        Column("owner", _("Who answers for it"), sort=(Alphabetical("owner"),)),
        *coded("raised_by", _("Asked for first by"), raised),
        fact("decided_by", _("Decided by")),
        fact("decided_on", _("Decided on")),
        fact("budget", _("Budget a year")),
        fact("starts_on", _("From")),
        fact("ends_on", _("Until")),
        Column("review_on", _("Look at it again on"), sort=("review_on",)),
        fact("risks", _("What could go wrong")),
        fact("no_harm", _("What is done so that it harms nobody")),
        fact("lessons", _("What was learnt")),
        fact("ungrounded_because", _("Why it has no ground in the diagnosis")),
        *columns_of_parts(),
        marking(),
        *(_of_staff() if request.membership.works_here else ()),
        *address(request, url),
    )


def _of_staff() -> Columns:
    """What is asked for, and by whom: for those who work on it."""
    return (
        *coded("asked_for", _("Status that was asked for"), ProjectStatus),
        fact("asked_because", _("Why it was asked for")),
        fact("asked_by", _("Asked for by")),
        fact("asked_at", _("Asked for")),
        fact("refused_because", _("Why it was not agreed to")),
        fact("agreed_by", _("Agreed by")),
        fact("alone_because", _("Why one person alone agreed")),
        fact("created_by", _("Recorded by")),
        fact("created_at", _("Recorded")),
    )
