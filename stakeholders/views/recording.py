"""Recording a consultation: a conversation on one screen, anything longer section by section."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import role_required
from accounts.models import STAFF
from accounts.requests import CityRequest
from records.actions import record_access
from records.editing import Editing, Section, keep_refused
from records.models import Draft, Verb
from records.permissions import why_not
from records.registries.draft_forms import form_name
from records.views.record_form import new_record, reviewed_form
from stakeholders.actions import change_conversation, keep_part, record_consultation, record_conversation
from stakeholders.forms import ROWS, ConsultationForm, conversation_section, section_of, told_in
from stakeholders.models import Consultation
from stakeholders.vocabulary import Instrument, Part

CONVERSATION = "conversation"
CONVERSATION_PAGE: dict[str, Any] = {
    "form_class": "consultation-form",
    "in_parts": True,
    "template": "stakeholders/conversation_form.html",
}
# Sections that hold what was said, a row for each; the others are of the session itself.
TOLD = {Part.NEEDS, Part.OUTLOOK, Part.TRUST, Part.FINDINGS, Part.DISAGREEMENTS, Part.QUOTES, Part.FOLLOW_UP}


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def conversation_new(request: CityRequest, city: str) -> HttpResponse:
    """One screen; what is typed is kept as a draft."""
    row = Consultation(city=request.city, instrument=Instrument.CONVERSATION)
    writing = _conversation(request, row)

    def keep(*, hand_in: bool) -> Consultation:
        said: Any = writing.section
        return record_conversation(
            consultation=row, told=said.told(), who=said.form.who, by=request.user, hand_in=hand_in
        )

    above = _("Consultations"), reverse("consultations", args=[city])
    title = _("Record a conversation")
    return new_record(request, writing, keep, page="consultation", title=title, above=above, **CONVERSATION_PAGE)


def _conversation(request: CityRequest, row: Consultation) -> "Editing[Consultation]":
    return Editing(request, row, lambda data: conversation_section(row, data, by=request.user), CONVERSATION)


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def consultation_new(request: CityRequest, city: str) -> HttpResponse:
    """What it was, when, and under which rule; then its sections, in any order."""
    row = Consultation(city=request.city)
    writing = Editing(request, row, lambda data: Section(ConsultationForm(data, instance=row, by=request.user)))
    if there := writing.sent_before():
        return there
    if writing.is_ready() and (kept := writing.save(lambda: record_consultation(consultation=row, by=request.user))):
        return redirect("consultation_change", city, kept.pk)
    return render(request, "stakeholders/consultation_new.html", {"writing": writing})


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def consultation_change(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """The list of sections with how far each is; of a conversation its one screen."""
    found = _open_one(request, pk)
    if refused := why_not("change", found, request.membership):
        return _too_late(request, found, refused, CONVERSATION)
    if found.is_conversation:
        return _conversation_change(request, found)
    facts = {"consultation": found, "tasks": _tasks(request, found), "missing": found.missing()}
    return render(request, "stakeholders/consultation_change.html", facts)


def _conversation_change(request: CityRequest, found: Consultation) -> HttpResponse:
    writing = _conversation(request, found)
    if there := writing.sent_before():
        return there
    if writing.is_ready():
        said: Any = writing.section
        if writing.save(
            lambda: change_conversation(consultation=found, told=said.told(), who=said.form.who, by=request.user)
        ):
            messages.success(request, _("Kept."))
            return redirect("consultation", request.city.slug, found.pk)
    above = _("Conversation"), reverse("consultation", args=[request.city.slug, found.pk])
    return reviewed_form(request, writing, title=found.title, above=above, **CONVERSATION_PAGE)


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def consultation_part(request: CityRequest, city: str, pk: int, part: str) -> HttpResponse:
    """One section, kept as one types; then on to the next."""
    found = _open_one(request, pk)
    if part not in found.parts:
        raise Http404
    if refused := why_not("change", found, request.membership):
        return _too_late(request, found, refused, part)
    this = Part(part)
    writing = Editing(request, found, lambda data: section_of(found, this, data, by=request.user), part)
    if there := writing.sent_before():
        return there
    if writing.is_ready():
        told = told_in(writing.section)
        if writing.save(lambda: keep_part(consultation=found, part=this, told=told, by=request.user)):
            messages.success(request, _("“%(part)s” is kept.") % {"part": this.label})
            return _onward(request, found, this)
    parts = found.parts
    facts = {
        "consultation": found,
        "writing": writing,
        "part": this,
        "number": parts.index(this) + 1,
        "parts": len(parts),
        "next": _next(found, this),
    }
    return render(request, "stakeholders/consultation_part.html", facts)


def _onward(request: CityRequest, found: Consultation, part: Part) -> HttpResponse:
    following = _next(found, part)
    if following and "and_next" in request.POST:
        return redirect("consultation_part", request.city.slug, found.pk, following.value)
    return redirect("consultation_change", request.city.slug, found.pk)


def _next(found: Consultation, part: Part) -> Part | None:
    parts = found.parts
    place = parts.index(part) + 1
    return parts[place] if place < len(parts) else None


def _tasks(request: CityRequest, found: Consultation) -> list[dict[str, Any]]:
    """The sections: done, begun, or still to do."""
    names = {form_name(Consultation, part): part for part in Part}
    drafts = Draft.objects.visible_to(request.user).filter(city=request.city, form__in=names, record=str(found.pk))
    begun = {names[draft.form] for draft in drafts}
    return [
        {
            "title": part.label,
            "hint": part.definition,
            "url": reverse("consultation_part", args=[request.city.slug, found.pk, part.value]),
            "state": "in_progress" if part in begun else "complete" if part in found.done_parts else "todo",
            "words": "" if part in begun else _how_far(found, part),
        }
        for part in found.parts
    ]


def _how_far(found: Consultation, part: Part) -> str:
    """What a section holds, where it has rows: one that was kept without any is looked at, and nothing was said."""
    if part not in found.done_parts:
        return _("Not looked at yet")
    if part not in TOLD:
        return ""
    count = sum(rows.model._default_manager.filter(consultation=found).count() for rows in ROWS[part])
    return ngettext("%(count)d noted", "%(count)d noted", count) % {"count": count} if count else _("None noted")


def _open_one(request: CityRequest, pk: int) -> Consultation:
    seen = Consultation.objects.visible_to(request.user).select_related("city", "created_by")
    found: Consultation = get_object_or_404(seen, pk=pk)
    if request.method == "GET":
        record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    return found


def _too_late(request: CityRequest, found: Consultation, refused: str, part: str) -> HttpResponse:
    keep_refused(request, found, part)
    messages.info(request, refused)
    return redirect("consultation", request.city.slug, found.pk)
