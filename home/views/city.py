"""The first page of a city: what waits for whom, what is under way, the latest diagnosis."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_safe

from accounts.access import role_required
from accounts.models import HostAccess, Membership, ProcessingRecord, Role
from accounts.requests import CityRequest
from jobs.models import Job, JobState
from mapping.models import District, Observation
from notices.models import Delivery
from records.models import RecordQuerySet, ReviewState
from records.writing import drafts_of
from reports.models import Diagnosis
from reports.release import undecided
from stakeholders.models import Consultation

Task = dict[str, str]
# To review, returned to somebody, to look at again.
OBSERVATIONS = (
    __("Observations to review: %(count)s"),
    __("Observations returned to you: %(count)s"),
    __("Observations to look at again: %(count)s"),
)
CONSULTATIONS = (
    __("Consultations to review: %(count)s"),
    __("Consultations returned to you: %(count)s"),
    __("Consultations to look at again: %(count)s"),
)


@require_safe
@role_required(*Role.values)
def city_home(request: CityRequest, city: str) -> HttpResponse:
    visible = Diagnosis.objects.visible_to(request.user)
    facts: dict[str, Any] = {
        "latest": visible.exclude(state__in=[Diagnosis.State.FAILED, Diagnosis.State.DRAFT]).first(),
    }
    facts["waiting"] = _notices_waiting(request)
    if request.membership.works_here:
        of_city = Job.objects.filter(city=request.city)
        facts["under_way"] = of_city.unfinished().for_list()[:5]
        facts["waiting"] += _waiting(request)
        first_steps = _first_steps(request, has_diagnosis=facts["latest"] is not None)
        if any(task["state"] != "complete" for task in first_steps):
            facts["first_steps"] = first_steps
    return render(request, "home/city.html", facts)


def _waiting(request: CityRequest) -> list[Task]:
    """What waits for this person to do something about it."""
    waiting = [
        {
            "title": _("Not finished: %(form)s") % {"form": label},
            "hint": _("Your draft of %(when)s; nobody else sees it.") % {"when": _moment(draft.saved_at)},
            "url": address,
        }
        for draft, label, address in drafts_of(request.user, request.city)
    ]
    if request.membership.is_admin:
        slug = request.city.slug
        waiting += [
            {
                "title": _("%(name)s asks to come in as host staff") % {"name": access.staff},
                "hint": access.reason,
                "url": reverse("host_access_decide", args=[slug, access.pk]),
            }
            for access in HostAccess.objects.filter(city=request.city, decided_at=None).select_related("staff")
        ]
        waiting += _diagnoses_waiting(request)
    waiting += _records_waiting(request)
    failed = Job.objects.filter(city=request.city, state=JobState.FAILED)
    if not request.membership.is_admin:
        failed = failed.filter(created_by=request.user)
    count = failed.count()
    if count:
        waiting.append(
            {
                "title": _("Jobs that failed: %(count)s") % {"count": count},
                "hint": _("See why, and try them again."),
                "url": f"{reverse('jobs', args=[request.city.slug])}?state=failed",
            }
        )
    return waiting


def _notices_waiting(request: CityRequest) -> list[Task]:
    """What this person was told and has not taken note of."""
    count = Delivery.objects.visible_to(request.user).filter(city=request.city).to_acknowledge().count()
    if not count:
        return []
    title = _("Notices to read and acknowledge: %(count)s") % {"count": count}
    hint = _("What changed, and why.")
    return [{"title": title, "hint": hint, "url": f"{reverse('notices', args=[request.city.slug])}?noted=no"}]


def _diagnoses_waiting(request: CityRequest) -> list[Task]:
    """Diagnoses in review, and what each waits for of this admin."""
    waiting = []
    in_review = Diagnosis.objects.visible_to(request.user).filter(state=Diagnosis.State.IN_REVIEW, released_by=None)
    for each in in_review[:5]:
        here = [request.city.slug, each.number]
        name = _("Diagnosis no. %(number)s") % {"number": each.number}
        if open_ones := undecided(each):
            hint = _("Judgements to decide: %(count)s") % {"count": open_ones}
            waiting.append({"title": name, "hint": hint, "url": reverse("judgements", args=here)})
        elif each.checked_by_id is None:
            hint = _("Waits for the do-no-harm check.")
            waiting.append({"title": name, "hint": hint, "url": reverse("release_check", args=here)})
        elif each.checked_by_id != request.user.pk:
            hint = _("Checked. A second person releases it: you could.")
            waiting.append({"title": name, "hint": hint, "url": reverse("release_now", args=here)})
    return waiting


def _records_waiting(request: CityRequest) -> list[Task]:
    """Records to review, returned to this person, or no longer good without another look."""
    return [
        task
        for kind, page, words in (
            (Observation, "observations", OBSERVATIONS),
            (Consultation, "consultations", CONSULTATIONS),
        )
        for task in _of_kind(request, kind.objects.visible_to(request.user), page, words)
    ]


def _of_kind(request: CityRequest, seen: RecordQuerySet, page: str, words: tuple[Any, Any, Any]) -> Iterator[Task]:
    here = reverse(page, args=[request.city.slug])
    to_review, returned, again = words
    found = [
        (
            returned,
            _("Correct them and hand them in again."),
            "?state=returned",
            seen.filter(state=ReviewState.RETURNED, created_by=request.user),
        ),
        (
            again,
            _("The day has passed until which they were to hold."),
            "?stale=yes&state=approved",
            seen.approved().stale(on=timezone.localdate()),
        ),
    ]
    if request.membership.is_admin:
        waits = seen.waiting().exclude(created_by=request.user)
        found.insert(0, (to_review, _("They count once you approved them."), "?state=submitted", waits))
    for title, hint, narrowed, rows in found:
        if count := rows.count():
            yield {"title": title % {"count": count}, "hint": hint, "url": here + narrowed}


def _moment(at: datetime.datetime) -> str:
    return formats.date_format(timezone.localtime(at), "DATETIME_FORMAT")


def _first_steps(request: CityRequest, *, has_diagnosis: bool) -> list[Task]:
    """What a city does once, in this order; none of it shows when all is done."""
    slug = request.city.slug
    has_record = ProcessingRecord.objects.filter(city=request.city).exists()
    has_colleague = Membership.objects.lasting().filter(city=request.city).exclude(user=request.user).exists()
    has_districts = District.objects.of_today(city_id=request.city.pk).exists()
    has_records = Observation.objects.approved().exists()
    is_admin = request.membership.is_admin
    return [
        _step(_("Fill the processing record"), _("Before it, nothing is kept."), "processing_record", has_record, slug),
        _step(_("Invite a colleague"), _("Nobody approves what they wrote themselves."), "people", has_colleague, slug),
        _step(_("Take in the districts"), _("Boundaries from the city's own map office."), "districts", has_districts,
              slug),
        _step(_("Take in or record observations"), _("Approved records are what a diagnosis reads."), "observations",
              has_records, slug),
        _step(_("Ask for the first diagnosis"), _("An admin asks, a worker makes it."),
              "diagnosis_new" if is_admin else "diagnoses", has_diagnosis, slug, is_open=has_records and has_record),
    ]  # fmt: skip


def _step(title: str, hint: str, page: str, is_done: bool, slug: str, *, is_open: bool = True) -> Task:
    state = "complete" if is_done else "todo" if is_open else "blocked"
    return {
        "title": title,
        "hint": hint,
        "state": state,
        "url": "" if state == "blocked" else reverse(page, args=[slug]),
    }
