"""The first page of a city: the five steps as they stand, what waits for whom, and the map with one sentence."""

from typing import Any

from django.db.models import Exists, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import role_required
from accounts.models import EVERYBODY, City, Membership
from accounts.permissions import has_processing_record
from accounts.requests import CityRequest
from home.inbox import Stale, current_diagnoses, drafts, in_force, inbox
from home.member_home import member_home
from home.memorandum_inbox import of_memorandum
from home.progress import step_progress
from jobs.models import Job
from mapping.map.city_map import CityMap
from mapping.models import District, Observation, Source, SourceCoverage
from mapping.views.city_map import drawing_of
from reports.models import Diagnosis
from stakeholders.reach import reach

Task = dict[str, str]
UNDER_WAY = 5


@require_safe
@role_required(*EVERYBODY)
def city_home(request: CityRequest, city: str) -> HttpResponse:
    if not request.membership.works_here:
        return render(request, "home/member.html", _for_members(request))
    city_map = CityMap(request.city, request.user, QueryDict(), request.membership.reads_up_to)
    heard, stale = reach(request.city, request.user, city_map.calendar.usual), Stale.of(request)
    diagnoses = current_diagnoses(request)
    facts: dict[str, Any] = {
        "steps": list(step_progress(request, city_map, heard, stale, diagnoses)),
        "inbox": list(inbox(request, heard, stale, diagnoses)),
        "under_way": Job.objects.filter(city=request.city).unfinished().for_list()[:UNDER_WAY],
    }
    if city_map.districts:
        facts |= drawing_of(city_map, here=reverse("map", args=[city]), outlined=city_map.highest)
    first_steps = _first_steps(request)
    if any(task["state"] != "complete" for task in first_steps):
        facts["first_steps"] = first_steps
    return render(request, "home/city.html", facts)


def _for_members(request: CityRequest) -> dict[str, Any]:
    """Network members see editions, projects and notices, never a record nor a number of them."""
    return member_home(request, in_force(current_diagnoses(request))) | {
        "waiting": list(of_memorandum(request)),
        "drafts": list(drafts(request)),
    }


def _first_steps(request: CityRequest) -> list[Task]:
    """What a city does once, in this order; none of it shows when all is done."""
    slug = request.city.slug
    has_record = has_processing_record(request.city.pk)
    has_colleague, has_districts, has_coverage, has_records, has_diagnosis = _are_there(
        request.city,
        Membership.objects.lasting().filter(city=request.city).exclude(user=request.user),
        District.objects.of_today(city_id=request.city.pk),
        SourceCoverage.objects.filter(source__in=Source.objects.visible_to(request.user)),
        Observation.objects.visible_to(request.user).approved(),
        Diagnosis.objects.filter(city=request.city),
    )
    is_admin = request.membership.is_admin
    return [
        _step(_("Fill the processing record"), _("Before it, nothing is kept."), "processing_record", has_record, slug),
        _step(_("Invite a colleague"), _("Nobody approves what they wrote themselves."), "people", has_colleague, slug),
        _step(_("Take in the districts"), _("Boundaries from the city's own map office."), "districts", has_districts,
              slug),
        _step(_("Say who looks where"), _("What no source looked at is unknown, never nothing."), "sources",
              has_coverage, slug),
        _step(_("Take in or record observations"), _("Approved records are what a diagnosis reads."), "observations",
              has_records, slug),
        _step(_("Ask for the first diagnosis"), _("An admin asks, a worker makes it."),
              "diagnosis_new" if is_admin else "diagnoses", has_diagnosis, slug, is_open=has_records and has_record),
    ]  # fmt: skip


def _are_there(city: City, *rows: "QuerySet[Any]") -> tuple[bool, ...]:
    """Whether there is any of each, in one query."""
    found: tuple[bool, ...] = City.objects.filter(pk=city.pk).values_list(*map(Exists, rows)).get()
    return found


def _step(title: str, hint: str, page: str, is_done: bool, slug: str, *, is_open: bool = True) -> Task:
    state = "complete" if is_done else "todo" if is_open else "blocked"
    return {
        "title": title,
        "hint": hint,
        "state": state,
        "url": "" if state == "blocked" else reverse(page, args=[slug]),
    }
