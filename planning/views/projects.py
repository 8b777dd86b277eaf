"""Projects: the list, one of them, writing one, and its steps from planned to its end."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import role_required
from accounts.exports import list_file
from accounts.markings import highest
from accounts.models import EVERYBODY, STAFF
from accounts.requests import CityRequest
from core.sort_keys import Alphabetical
from mapping.models import named_today
from planning.actions import keep_project, take_step
from planning.flags.weekly import records_that_moved
from planning.follow_up import told
from planning.forms import ProjectForm
from planning.forms import step_form as form_of_step
from planning.grounds import Justification, grounds_of, offered
from planning.learnt import learnt_elsewhere
from planning.lists.parts import with_parts
from planning.lists.projects import rows_of_projects, status_chip
from planning.models import Grounding, Project, ReviewFlag
from planning.money import shares
from planning.permissions import AGREE, CHANGE, may, why_not
from planning.recorded_counts import recorded_counts
from planning.steps import STEPS
from records.actions import record_access
from records.editing import Editing, Section
from records.models import Verb
from records.views import step_form
from records.views.record_form import record_form
from reports.models import Diagnosis


@require_safe
@role_required(*EVERYBODY)
def projects(request: CityRequest, city: str) -> HttpResponse:
    return render(request, "planning/project_list.html", {"rows": rows_of_projects(request)})


@require_safe
@role_required(*EVERYBODY)
def projects_export(request: CityRequest, city: str) -> HttpResponseBase:
    rows = rows_of_projects(request)
    return list_file(request, "projects", _("Projects"), rows, page="projects", filled=with_parts)


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def project_new(request: CityRequest, city: str) -> HttpResponse:
    row, start = Project(city=request.city), offered(request.membership, names_of(request))
    initial = _begun_with(request, row, start)
    clearance = request.membership.reads_up_to

    def form(data: Any) -> Section:
        return Section(ProjectForm(data, instance=row, clearance=clearance, offered=start, initial=initial))

    writing = Editing(request, row, form)
    if there := writing.sent_before():
        return there
    if writing.is_ready() and (kept := writing.save(lambda: _keep(request, writing))):
        messages.success(request, _("Kept. It is planned; ask that it starts when it is ready."))
        return redirect("project", city, kept.pk)
    return _form_page(request, writing, _("New project"))


def _begun_with(request: CityRequest, row: Project, start: list[Justification]) -> dict[str, Any]:
    """What a project begins with where somebody came from a priority; `row` gets what it says of need and place.

    It is marked as the diagnosis is, until somebody who wrote it says otherwise.
    """
    chosen = next((each for each in start if each.value == request.GET.get("from", "")), None)
    if chosen is None:
        return {}
    row.title = chosen.sentence[:200] if chosen.need else ""
    row.needs = [chosen.need] if chosen.need else []
    row.districts = [chosen.area] if chosen.area else []
    known = Diagnosis.objects.filter(number=chosen.number).values_list("marking", flat=True).first()
    row.marking = highest([row.marking, known or row.marking])
    return {"stands_on": chosen.value}


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def project_change(request: CityRequest, city: str, pk: int) -> HttpResponse:
    found = one(request, pk)
    if request.method == "GET":
        record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    clearance = request.membership.reads_up_to
    writing = Editing(request, found, lambda data: Section(ProjectForm(data, instance=found, clearance=clearance)))
    if there := writing.sent_before():
        return there
    if writing.is_ready() and writing.save(lambda: _keep(request, writing)):
        messages.success(request, _("Kept."))
        return redirect("project", city, pk)
    return _form_page(request, writing, found.title, back_url=reverse("project", args=[city, pk]))


def _keep(request: CityRequest, writing: "Editing[Project]") -> Project:
    form: ProjectForm = writing.form
    ground = form.first_ground()
    first = Grounding(kind=ground.kind, key=ground.key, chosen_in=ground.number) if ground else None
    return keep_project(project=form.instance, partners=form.chosen_partners(), by=request.user, first_ground=first)


def _form_page(request: CityRequest, writing: "Editing[Project]", title: str, **more: Any) -> HttpResponse:
    above = _("Projects"), reverse("projects", args=[request.city.slug])
    return record_form(request, writing, title=title, above=above, form_class="project-form", in_parts=True, **more)


@require_safe
@role_required(*EVERYBODY)
def project(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """One project: why it exists, who carries it, who pays, whether it works, and what may be done with it now."""
    found = one(request, pk)
    record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    names, member = names_of(request), request.membership
    places = ", ".join(names.get(code, code) for code in found.districts) or _("The whole city")
    facts = [(label, value) for label, value in [*found.facts(), (_("Districts"), places)] if value]
    grounds = grounds_of(found.groundings.all(), member, names)
    of_it = ReviewFlag.objects.filter(project=found).select_related("decided_by")
    flags = list(of_it.visible_to(request.user))
    return render(
        request,
        "planning/project_detail.html",
        {
            "project": found,
            "status": status_chip(found),
            "facts": facts,
            "grounds": [each for each in grounds if each.before],
            "closed": sum(each.before is None for each in grounds),
            "is_grounded": bool(grounds),
            "partners": found.partnerships.select_related("organisation").order_by(Alphabetical("organisation__name")),
            "flags": flags,
            "moved": records_that_moved(flags, request.city) if member.works_here else {},
            "closed_flags": of_it.decided().exclude(pk__in=[each.pk for each in flags]),
            "is_flagged": any(not each.decision for each in flags),
            "recorded_counts": recorded_counts(found, member, names, timezone.localdate()) if member.works_here else [],
            "may_change": may(CHANGE, found, member),
            "steps": (steps := [(verb, step) for verb, step in STEPS.items() if may(verb, found, member)]),
            "may_agree": AGREE in dict(steps),
            "waits_because": _waits(found, request),
            "fundings": shares(list(found.fundings.all())),
            "learnt": learnt_elsewhere(found, request.user),
            "indicators": told(found.indicators.prefetch_related("measurements"), start=found.starts_on),
        },
    )


def _waits(found: Project, request: CityRequest) -> str:
    """Why what was asked for waits for somebody else, for an admin who looks at it."""
    if not found.asked_for or not request.membership.is_admin:
        return ""
    return str(why_not("agree", found, request.membership))


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def project_step(request: CityRequest, city: str, pk: int, verb: str) -> HttpResponse:
    """Asks why, then takes the step; who may not, or comes too late, reads why."""
    found, step = one(request, pk), STEPS.get(verb)
    if step is None:
        raise Http404
    return step_form.take_step(
        request,
        found,
        verb,
        step,
        refused=why_not(verb, found, request.membership),
        form=lambda data: form_of_step(data, project=found, step=verb),
        take=lambda form: take_step(project=found, step=verb, because=form.because(), by=request.user),
        page=reverse("project", args=[city, pk]),
        template="planning/project_step.html",
        project=found,
    )


def one(request: CityRequest, pk: int) -> Project:
    """The project of this number, of those this member may read."""
    seen = Project.objects.visible_to(request.user).select_related("city", "asked_by", "agreed_by", "created_by")
    found: Project = get_object_or_404(seen, pk=pk)
    return found


def names_of(request: CityRequest) -> dict[str, str]:
    """Of districts of today by their codes; one that is no more goes by its code."""
    return dict(named_today(request.city.pk))
