"""The first page of a city: the five steps as they stand, what waits for whom, and the map with one sentence."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import role_required
from accounts.models import EVERYBODY
from accounts.requests import CityRequest
from home.figures import Figures, figures
from home.inbox import current_diagnoses, drafts, in_force, inbox, of_memorandum
from home.member_home import member_home
from home.progress import step_progress
from jobs.models import Job
from mapping.map.city_map import CityMap
from mapping.views.city_map import drawing_of
from stakeholders.reach import reach

Task = dict[str, str]
UNDER_WAY = 5


@require_safe
@role_required(*EVERYBODY)
def city_home(request: CityRequest, city: str) -> HttpResponse:
    if not request.membership.works_here:
        return render(request, "home/member.html", _for_members(request))
    city_map = CityMap(request.city, request.user, QueryDict(), request.membership.reads_up_to)
    heard, there = reach(request.city, request.user, city_map.calendar.usual), figures(request)
    diagnoses, coverage = current_diagnoses(request), [row for _name, row in city_map.coverage]
    facts: dict[str, Any] = {
        "steps": list(step_progress(request, city_map, heard, there, diagnoses)),
        "inbox": list(inbox(request, there, coverage=coverage, heard=heard, diagnoses=diagnoses)),
        "under_way": Job.objects.filter(city=request.city).unfinished().for_list()[:UNDER_WAY],
    }
    if city_map.districts:
        facts |= drawing_of(city_map, here=reverse("map", args=[city]), outlined=city_map.highest)
    first_steps = _first_steps(request, there)
    if any(task["state"] != "complete" for task in first_steps):
        facts["first_steps"] = first_steps
    return render(request, "home/city.html", facts)


def _for_members(request: CityRequest) -> dict[str, Any]:
    """Network members see editions, projects and notices, never a record nor a number of them."""
    return member_home(request, in_force(current_diagnoses(request))) | {
        "waiting": list(of_memorandum(request)),
        "drafts": list(drafts(request)),
    }


def _first_steps(request: CityRequest, there: Figures) -> list[Task]:
    """What a city does once, in this order; none of it shows when all is done."""
    slug = request.city.slug
    is_open = bool(there["processing record"] and there["observations"])
    ask = "diagnosis_new" if request.membership.is_admin else "diagnoses"
    return [
        _step(_("Fill the processing record"), _("Before it, nothing is kept."), "processing_record",
              there["processing record"], slug),
        _step(_("Invite a colleague"), _("Nobody approves what they wrote themselves."), "people",
              there["colleagues"], slug),
        _step(_("Take in the districts"), _("Boundaries from the city's own map office."), "districts",
              there["districts"], slug),
        _step(_("Say who looks where"), _("What no source looked at is unknown, never nothing."), "sources",
              there["coverage"], slug),
        _step(_("Take in or record observations"), _("Approved records are what a diagnosis reads."), "observations",
              there["observations"], slug),
        _step(_("Ask for the first diagnosis"), _("An admin asks, a worker makes it."), ask, there["diagnoses"], slug,
              is_open=is_open),
    ]  # fmt: skip


def _step(title: str, hint: str, page: str, is_done: int, slug: str, *, is_open: bool = True) -> Task:
    state = "complete" if is_done else "todo" if is_open else "blocked"
    return {
        "title": title,
        "hint": hint,
        "state": state,
        "url": "" if state == "blocked" else reverse(page, args=[slug]),
    }
