"""Proposed judgements: all of them, and deciding one with its evidence in view."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import role_required
from accounts.models import ADMINS, STAFF
from accounts.requests import CityRequest
from core.errors import Refused
from mapping.lists.observations import rows_of_observations
from mapping.models import Observation
from records.actions import record_access, record_view
from records.editing import Editing, Section, keep_refused
from records.models import ReviewState, Verb
from reports.actions import decide
from reports.attached import judgements_of, looked_at
from reports.forms import JudgementForm
from reports.models import JUDGEMENTS, Diagnosis, Judgement
from reports.release import may_work_on, why_not_worked_on
from reports.selection import WINDOWS, Selection, frozen_in
from reports.views.writing import tell_decided, written


@require_safe
@role_required(*STAFF)
def judgements(request: CityRequest, city: str, number: int) -> HttpResponse:
    """All of a diagnosis, decided or not, in the order of its sections."""
    found = get_object_or_404(Diagnosis.objects.visible_to(request.user), number=number)
    record_view(city=request.city, user=request.user, what=JUDGEMENTS, number=found.pk)
    seen = Judgement.objects.visible_to(request.user).filter(diagnosis=found).select_related("decided_by")
    rows = looked_at(list(seen)) if found.is_open else list(seen)
    facts = {
        "diagnosis": found,
        "judgements": rows,
        "undecided": sum(row.is_undecided for row in rows),
        "may_decide": may_work_on(found, request.membership),
        "is_cleared": request.membership.is_cleared_for(found.marking),
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
    if writing.is_ready():
        try:
            decide(judgement=row, by=request.user)
        except (Refused, ValidationError) as problem:
            writing.refuse(problem)
        else:
            writing.done()
            tell_decided(request, found)
            return _onward(city, found)
    return render(request, "reports/judgement_form.html", {"diagnosis": found, "judgement": row, "writing": writing})


@require_safe
@role_required(*STAFF)
def counted_records(request: CityRequest, city: str, number: int, window: str, of: str) -> HttpResponse:
    """Just the records that one number of a diagnosis is made of, as far as this person may read them."""
    found = get_object_or_404(Diagnosis.objects.visible_to(request.user).select_related("snapshot"), number=number)
    chosen = Selection.read(of)
    if chosen is None or window not in WINDOWS or not request.membership.is_cleared_for(found.marking):
        raise Http404
    numbers = frozen_in(found, window, chosen)
    among = Q(pk__in=numbers or [])
    record_view(city=request.city, user=request.user, what=JUDGEMENTS, number=found.pk)
    facts = {"diagnosis": found, "is_gone": numbers is None, "counted": len(numbers or [])}
    if numbers is not None:
        readable = Observation.objects.visible_to(request.user).filter(among)
        since = ~Q(state=ReviewState.APPROVED) | Q(approved_at__gt=found.snapshot.created_at)
        facts |= {"readable": readable.count(), "since": readable.filter(since).count()}
        facts |= {"rows": rows_of_observations(request, among=among)}
    return render(request, "reports/counted_records.html", facts)


def _onward(city: str, found: Diagnosis) -> HttpResponse:
    following = next((row for row in judgements_of(found) if row.is_undecided), None)
    if following is None:
        return redirect("judgements", city, found.number)
    return redirect("judgement", city, found.number, following.pk)
