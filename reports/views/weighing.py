"""Priorities and recommendations: all of a diagnosis, moving one, writing what is to be done."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import role_required
from accounts.models import ADMINS, STAFF
from accounts.requests import CityRequest
from mapping.models import named_today
from records.actions import record_access, record_view
from records.editing import Editing, Section, keep_refused
from records.models import Verb
from records.views.record_form import record_form
from reports import tasks
from reports.actions.weighing import (
    erased_projects,
    keep_recommendations,
    move_priority,
    moved_before,
    unanswered_needs,
)
from reports.forms import PriorityForm, recommendations_section, written_in
from reports.judgements.stood_on import PRIORITY, standing_on
from reports.models import PRIORITIES, Diagnosis, Judgement, Priority, Recommendation
from reports.release.permissions import may_work_on, undecided, why_not_worked_on
from reports.sections.priorities import in_words, part_words
from reports.sections.wording import need_in_place
from reports.selection import BETWEEN, SAID, raised_in, raw_snapshot_of

RECOMMENDATIONS = "recommendations"


@require_safe
@role_required(*STAFF)
def priorities(request: CityRequest, city: str, number: int) -> HttpResponse:
    """What comes first, what is recommended, and which needs of the last diagnosis nothing answers."""
    found = _one(request, number)
    record_view(city=request.city, user=request.user, what=PRIORITIES, number=found.pk)
    names, is_cleared = _names(request), request.membership.is_cleared_for(found.marking)
    rows = list(Priority.objects.visible_to(request.user).filter(diagnosis=found).select_related("decided_by"))
    seen = Recommendation.objects.visible_to(request.user).filter(diagnosis=found)
    recommended = list(seen.select_related("written_by"))
    erased = erased_projects(recommended)
    moved = moved_before(found, request.membership.reads_up_to) if is_cleared else {}
    judgements = Judgement.objects.visible_to(request.user).filter(diagnosis=found)
    said = dict(judgements.exclude(state=Judgement.State.DISMISSED).values_list("key", "statement"))
    facts = {
        "diagnosis": found,
        "priorities": [
            {**_shown(row, names), **each, "before": moved.get(row.answered)}
            for row, each in zip(rows, _behind(request, found, rows), strict=True)
        ],
        "recommended": [
            {
                "row": row,
                "is_of_erased": row.from_project in erased,
                "need": need_in_place(row.answered, names) if row.category else "",
                "judgement": said.get(row.judgement_key, _("a judgement that is not printed"))
                if row.judgement_key
                else "",
            }
            for row in recommended
        ],
        "unanswered": [need_in_place(need, names) for need in unanswered_needs(found, request.membership.reads_up_to)]
        if is_cleared
        else [],
        "may_decide": may_work_on(found, request.membership),
        "may_plan": found.state == Diagnosis.State.RELEASED,
        "is_cleared": is_cleared,
    }
    return render(request, "reports/priority_list.html", facts)


def _behind(request: CityRequest, found: Diagnosis, rows: Sequence[Priority]) -> Iterator[dict[str, Any]]:
    """Of each the sessions in which it was raised, and the projects that stand on it."""
    standing = standing_on(request.user)
    raw = raw_snapshot_of(found) if rows and request.membership.is_cleared_for(found.marking) else None
    for row in rows:
        sessions = raised_in(raw, *row.answered) if raw else []
        told = f"{SAID}/{BETWEEN.join(map(str, sessions))}"
        url = f"{reverse('diagnosis', args=[request.city.slug, found.number])}records/{told}/"
        name = ngettext("Raised in %(count)s session", "Raised in %(count)s sessions", len(sessions))
        behind = [(name % {"count": len(sessions)}, url)] if sessions else []
        yield {"behind": behind, "standing": standing.get((PRIORITY, f"{row.category}:{row.area}"), [])}


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def priority(request: CityRequest, city: str, number: int, pk: int) -> HttpResponse:
    """Move one to another band with a reason, or leave it to the rule again."""
    found = _one(request, number)
    seen = Priority.objects.visible_to(request.user).filter(diagnosis=found)
    row = get_object_or_404(seen.select_related("diagnosis", "city"), pk=pk)
    if refused := why_not_worked_on(found, request.membership):
        keep_refused(request, row)
        messages.info(request, refused)
        return redirect("priorities", city, number)
    if request.method == "GET":
        record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=row)
    before = moved_before(found, request.membership.reads_up_to).get(row.answered)
    initial = {"band": before.band, "reason": before.reason} if before else {}
    writing = Editing(request, row, lambda data: Section(PriorityForm(data, instance=row, initial=initial)))
    if there := writing.sent_before():
        return there
    if writing.is_ready() and writing.save(lambda: move_priority(priority=row, by=request.user)):
        _set_anew(request, found)
        messages.success(request, _("Moved.") if row.band else _("Left to the rule."))
        return redirect("priorities", city, number)
    facts = {"diagnosis": found, "shown": _shown(row, _names(request)), "writing": writing, "before": before}
    return render(request, "reports/priority_form.html", facts)


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def recommendations(request: CityRequest, city: str, number: int) -> HttpResponse:
    """All of a diagnosis in one form."""
    found = _one(request, number)
    if refused := why_not_worked_on(found, request.membership):
        keep_refused(request, found, RECOMMENDATIONS)
        messages.info(request, refused)
        return redirect("priorities", city, number)
    if request.method == "GET":
        record_view(city=request.city, user=request.user, what=PRIORITIES, number=found.pk)
    names, clearance = _names(request), request.membership.reads_up_to
    writing = Editing(
        request, found, lambda data: recommendations_section(found, data, names, clearance), RECOMMENDATIONS
    )
    if there := writing.sent_before():
        return there
    if writing.is_ready():
        written, removed = written_in(writing.section)
        if writing.save(
            lambda: keep_recommendations(diagnosis=found, written=written, removed=removed, by=request.user)
        ):
            _set_anew(request, found)
            messages.success(request, _("Kept."))
            return redirect("priorities", city, number)
    above = _("Priorities and recommendations"), reverse("priorities", args=[city, number])
    return record_form(request, writing, title=_("Write recommendations"), above=above)


def _set_anew(request: CityRequest, found: Diagnosis) -> None:
    """The check is made of what will be printed: once every judgement is decided, each change sets the reports anew."""
    if not undecided(found):
        tasks.remake(found, by=request.user)


def _one(request: CityRequest, number: int) -> Diagnosis:
    seen = Diagnosis.objects.visible_to(request.user).select_related("city")
    found: Diagnosis = get_object_or_404(seen, number=number)
    return found


def _names(request: CityRequest) -> dict[str, str]:
    """Of districts of today by their codes; one that is no more goes by its code."""
    return dict(named_today(request.city.pk))


def _shown(row: Priority, names: dict[str, str]) -> dict[str, Any]:
    shown = {"row": row, "name": need_in_place(row.answered, names), "by_rule": in_words(row), "parts": part_words(row)}
    # as a project that begins with it names it
    return {**shown, "ground": f"priority|{row.category}:{row.area}"}
