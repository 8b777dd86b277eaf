"""Diagnoses: the list, one of them, asking for one, and the files made of them."""

import json
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import role_required
from accounts.exports import list_file
from accounts.four_eyes import alone_because
from accounts.models import ADMINS, EVERYBODY, STAFF
from accounts.permissions import has_processing_record
from accounts.requests import CityRequest
from jobs import artefacts
from jobs.models import Job
from records.actions import record_access
from records.editing import Editing, Section
from records.models import Verb
from reports import tasks
from reports.actions import create_diagnosis
from reports.characters import unprintable_in
from reports.forms import DiagnosisForm
from reports.judgements.carried import to_carry
from reports.lists import rows_of_diagnoses
from reports.models import PAGE, PDF, Diagnosis, Edition
from reports.release.permissions import undecided, why_not_released_by_anybody
from reports.views.comparing import may_compare
from reports.views.counting import with_leads

MOST_SIGNS = 20


@require_safe
@role_required(*EVERYBODY)
def diagnoses(request: CityRequest, city: str) -> HttpResponse:
    """Every diagnosis one may know of, the newest first."""
    facts = {"rows": rows_of_diagnoses(request), "may_compare": may_compare(request)}
    return render(request, "reports/diagnosis_list.html", facts)


@require_safe
@role_required(*EVERYBODY)
def diagnoses_export(request: CityRequest, city: str) -> HttpResponseBase:
    rows = rows_of_diagnoses(request, in_full=True)
    return list_file(request, "diagnoses", _("Diagnoses"), rows, page="diagnoses")


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def diagnosis_new(request: CityRequest, city: str) -> HttpResponse:
    """Ask for a diagnosis; a worker makes it."""
    row = Diagnosis(city=request.city)
    writing = Editing(request, row, lambda data: Section(DiagnosisForm(data, city=request.city)))
    if there := writing.sent_before():
        return there
    if writing.is_ready():
        form = writing.form
        try:
            made = create_diagnosis(
                city_id=request.city.pk,
                period=form.period(),
                comparison=form.comparison(),
                accept_proposed=form.cleaned_data["accept_proposed"],
                requested_by_id=request.user.pk,
                language=form.cleaned_data["language"],
                title=form.cleaned_data["title"],
                sections=form.chosen_sections(),
                long_because=form.cleaned_data["long_because"],
            )
        except ValidationError as problem:
            writing.refuse(problem)
        else:
            tasks.request(made)
            writing.done(made)
            messages.success(request, _("Asked for. It takes a minute or so."))
            return redirect("diagnosis", city, made.number)
    has_record = has_processing_record(request.city.pk)
    signs = list(islice(unprintable_in(request.city, request.user), MOST_SIGNS + 1))
    facts = {"writing": writing, "has_record": has_record, "signs": signs[:MOST_SIGNS], "more": len(signs) > MOST_SIGNS}
    return render(request, "reports/diagnosis_new.html", facts)


@require_safe
@role_required(*EVERYBODY)
def diagnosis(request: CityRequest, city: str, number: int) -> HttpResponse:
    """One diagnosis: how far it is, what it rests on, its files. To htmx the part that moves."""
    found = get_object_or_404(Diagnosis.objects.visible_to(request.user).for_list(), number=number)
    is_cleared = request.membership.is_cleared_for(found.marking)
    editions = list(Edition.objects.visible_to(request.user).filter(diagnosis=found).order_by("audience", "language"))
    shown = {
        "diagnosis": found,
        "job": _job_of(found) if request.membership.works_here else None,
        "editions": editions,
        # two are set beside each other from their restricted editions
        "is_comparable": any(each.audience == Edition.Audience.RESTRICTED for each in editions),
        "snapshot": getattr(found, "snapshot", None) if is_cleared else None,
        "tasks": _tasks(request, found) if is_cleared and _is_to_release(request, found) else [],
        "stopped": _stopped(found, is_cleared=is_cleared),
    }
    if request.htmx:
        return render(request, "reports/diagnosis_state.html", shown)
    record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    return render(request, "reports/diagnosis_detail.html", shown)


def _stopped(found: Diagnosis, *, is_cleared: bool) -> tuple[str, str]:
    """What keeps it from whoever works here, or from its release: a title and why; both empty where nothing does."""
    if not is_cleared:
        return _("Marked higher"), _("Its judgements and its figures are marked above your clearance.")
    why = why_not_released_by_anybody(found) if found.is_open else ""
    return (_("It cannot be released as it is"), why) if why else ("", "")


def _is_to_release(request: CityRequest, found: Diagnosis) -> bool:
    return request.membership.is_admin and found.state == found.State.IN_REVIEW


def _tasks(request: CityRequest, found: Diagnosis) -> list[dict[str, Any]]:
    """What stands between this diagnosis and its release."""
    here = [request.city.slug, found.number]
    all_of_them, open_ones = found.judgements.count() + to_carry(found).count(), undecided(found)
    decided = _("%(decided)s of %(all)s decided") % {"decided": all_of_them - open_ones, "all": all_of_them}
    recommended = found.recommendations.count()
    is_checked, is_leaving = found.checked_by_id is not None and not open_ones, found.released_by_id is not None
    begun = "in_progress" if open_ones < all_of_them else "todo"
    second = (
        _("Here the admin who made the check may release it too: the reason is printed.")
        if alone_because(found.city_id)
        else _("By an admin who neither made the check nor wrote what is printed.")
    )
    return [
        {
            "title": _("Decide the judgements"),
            "hint": decided,
            "url": reverse("judgements", args=here),
            "state": begun if open_ones else "complete",
        },
        {
            "title": _("Priorities and recommendations"),
            "hint": _("Recommendations: %(count)s") % {"count": recommended},
            "url": reverse("priorities", args=here),
            "state": "complete" if recommended else "todo",
        },
        {
            "title": _("Do-no-harm check"),
            "hint": _("Could it hurt anybody? The answers are kept and printed."),
            "url": "" if open_ones or is_leaving else reverse("release_check", args=here),
            "state": "blocked" if open_ones else "complete" if is_checked else "todo",
        },
        {
            "title": _("Release"),
            "hint": _("On its way: the reports are set.") if is_leaving else second,
            "url": reverse("release_now", args=here) if is_checked and not is_leaving else "",
            "state": "in_progress" if is_leaving else "todo" if is_checked else "blocked",
        },
    ]


def _job_of(found: Diagnosis) -> Job | None:
    return Job.objects.filter(city_id=found.city_id, pk=found.job).first() if found.job else None


@require_safe
@role_required(*STAFF)
def diagnosis_of_job(request: CityRequest, city: str, pk: UUID) -> HttpResponse:
    """Where the page of a job leads."""
    job = get_object_or_404(Job, city=request.city, pk=pk)
    its_own = Q(pk=job.payload.get("diagnosis")) | Q(job=pk)
    found = get_object_or_404(Diagnosis.objects.visible_to(request.user), its_own)
    return redirect("diagnosis", city, found.number)


@require_safe
@role_required(*EVERYBODY)
def edition(request: CityRequest, city: str, number: int, audience: str) -> HttpResponse:
    """The file, as it was made: what is on the disk is checked against its SHA-256 before it goes out."""
    found = _edition(request, number, audience)
    try:
        pdf = artefacts.read(request.city.pk, found.sha256, PDF)
    except artefacts.ArtefactError as problem:
        messages.error(request, str(problem))
        return redirect("diagnosis", city, number)
    record_access(city=request.city, user=request.user, verb=Verb.DOWNLOADED, of=found)
    title = slugify(found.diagnosis.title) or "diagnosis"
    name = f"{city}-{title}-{number}-{audience}.pdf"
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_safe
@role_required(*EVERYBODY)
def edition_page(request: CityRequest, city: str, number: int, audience: str) -> HttpResponse:
    """The same as a page, to read on a phone or with a screen reader; checked and recorded as the file is."""
    found = _edition(request, number, audience)
    if not found.page_sha256:
        messages.info(request, _("It was made before there were pages of it: download the PDF."))
        return redirect("diagnosis", city, number)
    try:
        page = json.loads(artefacts.read(request.city.pk, found.page_sha256, PAGE))
    except artefacts.ArtefactError as problem:
        messages.error(request, str(problem))
        return redirect("diagnosis", city, number)
    record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    leads = request.membership.works_here and request.membership.is_cleared_for(found.diagnosis.marking)
    if leads:
        page = with_leads(page, f"{reverse('diagnosis', args=[city, number])}records/")
    facts = {"edition": found, "number": number, "page": page}
    facts["leads"] = leads and found.audience == Edition.Audience.RESTRICTED
    facts["is_set_anew"] = found.diagnosis.state == Diagnosis.State.IN_REVIEW and undecided(found.diagnosis) > 0
    return render(request, "reports/edition_page.html", facts)


def _edition(request: CityRequest, number: int, audience: str) -> Edition:
    seen = Edition.objects.visible_to(request.user).filter(diagnosis__number=number, audience=audience)
    found = seen.select_related("diagnosis").order_by("language").first()
    if found is None:
        raise Http404
    return found
