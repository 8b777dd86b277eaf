"""Proposed judgements: all of them, and deciding one with its evidence in view."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import role_required
from accounts.models import ADMINS, STAFF
from accounts.requests import CityRequest
from core.errors import Refused
from records.editing import Editing, Section, keep_refused
from reports.actions import decide
from reports.forms import JudgementForm
from reports.models import Diagnosis
from reports.release import IS_OVER, may_work_on


@require_safe
@role_required(*STAFF)
def judgements(request: CityRequest, city: str, number: int) -> HttpResponse:
    """All of a diagnosis, decided or not, in the order of its sections."""
    found = get_object_or_404(Diagnosis.objects.visible_to(request.user), number=number)
    rows = list(found.judgements.select_related("decided_by"))
    open_ones = [row for row in rows if row.is_undecided]
    facts = {
        "diagnosis": found,
        "judgements": rows,
        "undecided": len(open_ones),
        "may_decide": may_work_on(found, request.membership),
    }
    return render(request, "reports/judgement_list.html", facts)


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def judgement(request: CityRequest, city: str, number: int, pk: int) -> HttpResponse:
    """Confirm, rewrite or dismiss one; then on to the next that nobody has read."""
    found = get_object_or_404(Diagnosis.objects.visible_to(request.user).select_related("city"), number=number)
    row = get_object_or_404(found.judgements.select_related("diagnosis", "city"), pk=pk)
    if not may_work_on(found, request.membership):
        keep_refused(request, row)
        messages.info(request, IS_OVER)
        return redirect("judgements", city, number)
    writing = Editing(request, row, lambda data: Section(JudgementForm(data, instance=row)))
    if there := writing.sent_before():
        return there
    if writing.is_ready():
        try:
            decide(judgement=row, by=request.user)
        except (Refused, ValidationError) as problem:
            writing.refuse(problem)
        else:
            writing.done()
            messages.success(request, _("Decided."))
            return _onward(city, found)
    return render(request, "reports/judgement_form.html", {"diagnosis": found, "judgement": row, "writing": writing})


def _onward(city: str, found: Diagnosis) -> HttpResponse:
    following = next((row for row in found.judgements.all() if row.is_undecided), None)
    if following is None:
        return redirect("judgements", city, found.number)
    return redirect("judgement", city, found.number, following.pk)
