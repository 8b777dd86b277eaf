"""Writing a version of the memorandum, and its steps until it holds."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import role_required
from accounts.models import STAFF
from accounts.requests import CityRequest
from core.errors import Refused
from records.actions import record_access
from records.editing import Editing, keep_refused
from records.models import Verb
from records.views.done_already import done_already
from records.views.record_form import record_form
from records.views.step_form import take_step
from stakeholders.actions import begin_version, drop_version, keep_version, take_version_step
from stakeholders.forms import memorandum_section, version_step_form
from stakeholders.memorandum.steps import CHANGE, STEPS, why_not
from stakeholders.models import Memorandum, MemorandumRole
from stakeholders.views.memorandum import one


@require_POST
@role_required(*STAFF)
def memorandum_begin(request: CityRequest, city: str) -> HttpResponse:
    """A draft that says what the newest version says. A second click leads to the one that is there."""
    try:
        version = begin_version(city=request.city, by=request.user)
    except Refused as why:
        messages.error(request, str(why))
        return redirect("memorandum", city)
    messages.success(request, _("Begun, with what the version before says. Members do not read it yet."))
    return redirect("memorandum_change", city, version.number)


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def memorandum_change(request: CityRequest, city: str, number: int) -> HttpResponse:
    version = one(request, number)
    if refused := why_not(CHANGE, version, request.membership):
        keep_refused(request, version)
        messages.info(request, str(refused))
        return redirect("memorandum_version", city, number)
    if request.method == "GET":
        record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=version)
    writing = Editing(request, version, lambda data: memorandum_section(version, data))
    if there := writing.sent_before():
        return there
    if writing.is_ready() and writing.save(lambda: _keep(request, writing)):
        messages.success(request, _("Kept."))
        return redirect("memorandum_version", city, number)
    above = str(version), reverse("memorandum_version", args=[city, number])
    return record_form(
        request, writing, title=_("Write the memorandum"), above=above, form_class="project-form", in_parts=True
    )


def _keep(request: CityRequest, writing: "Editing[Memorandum]") -> Memorandum:
    (rows,) = writing.section.row_sets()
    written: list[MemorandumRole] = [row.instance for row in rows.kept if row.has_changed()]
    removed = [row.instance for row in rows.removed if row.instance.pk]
    version: Memorandum = writing.form.instance
    return keep_version(version=version, written=written, removed=removed, by=request.user)


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def memorandum_step(request: CityRequest, city: str, number: int, verb: str) -> HttpResponse:
    """One step of a version."""
    version, step = one(request, number), STEPS.get(verb)
    if step is None:
        raise Http404
    return take_step(
        request,
        version,
        verb,
        step,
        refused=why_not(verb, version, request.membership),
        form=lambda data: version_step_form(data, version=version, step=verb),
        take=lambda form: take_version_step(version=version, step=verb, said=form.cleaned_data, by=request.user),
        page=reverse("memorandum_version", args=[city, number]),
        template="stakeholders/memorandum_form.html",
        version=version,
        title=step.label,
        lead=step.lead,
        submit=step.label,
        danger=step.takes_away,
    )


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def memorandum_drop(request: CityRequest, city: str, number: int) -> HttpResponse:
    """Throw a draft away, after asking."""
    if not Memorandum.objects.filter(city=request.city, number=number).exists():
        page = reverse("memorandum", args=[city])
        return done_already(request, Memorandum, _("It was thrown away already."), page, number=number)
    version = one(request, number)
    if refused := why_not(CHANGE, version, request.membership):
        messages.info(request, str(refused))
        return redirect("memorandum_version", city, number)
    if request.method == "POST":
        try:
            drop_version(version=version, by=request.user)
        except Refused as why:
            messages.error(request, str(why))
            return redirect("memorandum_version", city, number)
        messages.success(request, _("Thrown away. What holds stays as it is."))
        return redirect("memorandum", city)
    facts = {"version": version, "back_url": reverse("memorandum_version", args=[city, number])}
    return render(request, "stakeholders/memorandum_drop.html", facts)
