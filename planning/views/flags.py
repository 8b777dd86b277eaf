"""Flags: deciding one with before and now in view, and raising one as a member."""

import hashlib

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import role_required
from accounts.markings import Marking, highest
from accounts.models import ADMINS, EVERYBODY
from accounts.requests import CityRequest
from planning.actions import decide_flag, tell_of
from planning.flags.weekly import records_that_moved
from planning.forms import FlagForm, TellForm
from planning.models import ReviewFlag
from planning.registered import TOLD
from planning.views.projects import one
from planning.vocabulary import FlagCause, FlagDecision
from records.actions import record_access
from records.editing import Editing, Section, keep_refused
from records.models import Verb


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def flag(request: CityRequest, city: str, project: int, pk: int) -> HttpResponse:
    """Keep, adapt or stop, with the reason that every member reads."""
    found = one(request, project)
    seen = ReviewFlag.objects.visible_to(request.user).filter(project=found)
    row = get_object_or_404(seen.select_related("city", "raised_by", "decided_by"), pk=pk)
    if row.decision:
        keep_refused(request, row)
        messages.info(request, _("It was decided already: %(decision)s.") % {"decision": row.get_decision_display()})
        return redirect("project", city, project)
    if request.method == "GET":
        record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    writing = Editing(request, row, lambda data: Section(FlagForm(data, flag=row)))
    if there := writing.sent_before():
        return there
    if writing.is_ready() and _decided(request, writing):
        return redirect("project", city, project)
    facts = {
        "project": found,
        "flag": row,
        "moved": records_that_moved([row], request.city),
        "writing": writing,
        "back_url": reverse("project", args=[city, project]),
    }
    return render(request, "planning/flag_form.html", facts)


def _decided(request: CityRequest, writing: "Editing[ReviewFlag]") -> bool:
    said = writing.form.cleaned_data
    decided = writing.save(lambda: decide_flag(flag=writing.record, by=request.user, **said))
    if decided is None:
        return False
    if decided.project.is_over:
        messages.success(request, _("Decided. The project has ended already."))
    elif decided.decision == FlagDecision.STOP:
        messages.success(request, _("Decided. That it stops is asked for; another admin agrees."))
    elif decided.decision == FlagDecision.ADAPT:
        messages.success(request, _("Decided. Now change the project as you said."))
    else:
        messages.success(request, _("Decided. It goes on as it is."))
    return True


@require_http_methods(["GET", "POST"])
@role_required(*EVERYBODY)
def project_tell(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """Any member says that a project does harm, or asks to look at it again; admins decide."""
    found = one(request, pk)
    if request.method == "GET":
        record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    writing = Editing(request, found, lambda data: Section(TellForm(data, project=found)), TOLD)
    if there := writing.sent_before():
        return there
    if writing.is_ready():
        said = writing.form.cleaned_data
        if writing.save(
            lambda: tell_of(
                project=found,
                cause=FlagCause(said["cause"]),
                key=_key(request, said["after"]),
                what=said["after"],
                marking=highest([found.marking, Marking.AMBER]),
                by=request.user,
            )
        ):
            messages.success(request, _("Thank you. An admin of the city decides how it goes on, and says why."))
            return redirect("project", city, pk)
    facts = {"project": found, "writing": writing, "back_url": reverse("project", args=[city, pk])}
    return render(request, "planning/tell_form.html", facts)


def _key(request: CityRequest, text: str) -> str:
    """The same words of the same person are one thing, however often they are sent."""
    return f"{request.user.pk}:{hashlib.sha256(text.strip().encode()).hexdigest()}"
