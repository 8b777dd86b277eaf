"""Proposed judgements: all of them, and deciding one with its evidence in view."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import role_required
from accounts.models import ADMINS, STAFF
from accounts.requests import CityRequest
from records.actions import record_access, record_view
from records.editing import Editing, Section, keep_refused
from records.models import Verb
from reports.actions import decide
from reports.forms import JudgementForm
from reports.judgements.attached import how_many_left, judgements_of, looked_at
from reports.judgements.carried import to_carry
from reports.judgements.stood_on import JUDGEMENT, standing_on
from reports.models import JUDGEMENTS, Diagnosis, Judgement
from reports.release.permissions import may_work_on, why_not_worked_on
from reports.views.behind import links_behind
from reports.views.writing import tell_decided, written


@require_safe
@role_required(*STAFF)
def judgements(request: CityRequest, city: str, number: int) -> HttpResponse:
    """All of a diagnosis, decided or not, in the order of its sections."""
    found = get_object_or_404(Diagnosis.objects.visible_to(request.user).select_related("city"), number=number)
    record_view(city=request.city, user=request.user, what=JUDGEMENTS, number=found.pk)
    seen = Judgement.objects.visible_to(request.user).filter(diagnosis=found).select_related("decided_by")
    rows = looked_at(list(seen)) if found.is_open else list(seen)
    is_cleared = request.membership.is_cleared_for(found.marking)
    behind, standing = links_behind(rows, found) if is_cleared else {}, standing_on(request.user)
    # of one in review each says itself what has left it
    erased = {} if found.is_open else how_many_left(rows)
    facts = {
        "diagnosis": found,
        "judgements": [
            (row, behind.get(row.pk, []), standing.get((JUDGEMENT, row.key), []), erased.get(row.pk)) for row in rows
        ],
        "undecided": sum(row.is_undecided for row in rows),
        "to_come": to_carry(found).count() if is_cleared else 0,
        "may_decide": may_work_on(found, request.membership),
        "is_cleared": is_cleared,
    }
    return render(request, "reports/judgement_list.html", facts)


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def judgement(request: CityRequest, city: str, number: int, pk: int) -> HttpResponse:
    """Confirm, rewrite or dismiss one; then on to the next that nobody has read."""
    found = get_object_or_404(Diagnosis.objects.visible_to(request.user).select_related("city"), number=number)
    seen = Judgement.objects.visible_to(request.user).filter(diagnosis=found)
    row = get_object_or_404(seen.select_related("diagnosis", "city"), pk=pk)
    if row.is_own:
        return written(request, found, row)
    if refused := why_not_worked_on(found, request.membership):
        keep_refused(request, row)
        messages.info(request, refused)
        return redirect("judgements", city, number)
    if request.method == "GET":
        record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=row)
    writing = Editing(request, row, lambda data: Section(JudgementForm(data, instance=row)))
    if there := writing.sent_before():
        return there
    if writing.is_ready() and writing.save(lambda: decide(judgement=row, by=request.user)):
        tell_decided(request, found)
        return _onward(city, found)
    return render(request, "reports/judgement_form.html", {"diagnosis": found, "judgement": row, "writing": writing})


def _onward(city: str, found: Diagnosis) -> HttpResponse:
    following = next((row for row in judgements_of(found) if row.is_undecided), None)
    if following is None:
        return redirect("judgements", city, found.number)
    return redirect("judgement", city, found.number, following.pk)
