"""Drafts of forms: kept as somebody types, thrown away when they say so."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import role_required
from accounts.limits import light
from accounts.models import EVERYBODY
from accounts.requests import CityRequest
from core import formats
from core.errors import Refused
from core.lists import Table
from records.actions import discard_draft, keep_draft
from records.actions.drafts import Moved, discard_beside
from records.editing import left_by, not_handed_in
from records.editing.left import Left
from records.editing.sent import identity_in, record_in, seen_of, typed_in_form, without_null
from records.editing.typed_texts import typed_texts
from records.lists import columns_of_left, columns_of_unsent
from records.models import Draft
from records.models.drafts import KEPT_DAYS
from records.registries.draft_forms import DraftForm
from records.registries.record_types import draft_form_named

# In a session: the draft that was thrown away last.
THROWN = "thrown_away"


@require_POST
@role_required(*EVERYBODY)
@light
def draft_keep(request: CityRequest, city: str, form: str) -> JsonResponse:
    """Answers a script: 200 with the draft's new version, or 409 or 400 with what is wrong, in words."""
    _known(request, form)
    sent = request.POST
    try:
        draft = keep_draft(
            city=request.city,
            owner=request.user,
            form=form,
            record=_number_in(sent.get("draft_record", "")),
            data=typed_in_form(sent),
            base_version=without_null(sent.get("base_version", "")),
            identity=identity_in(sent),
            **seen_of(sent),
        )
    except Moved as moved:
        return JsonResponse(_elsewhere(moved.there), status=409)
    except Refused as refused:
        return JsonResponse({"text": str(refused)}, status=400)
    text = _("Kept as a draft at %(time)s. Nobody else sees it.") % {"time": formats.clock(draft.saved_at)}
    return JsonResponse({"version": draft.version, "text": text})


@require_safe
@role_required(*EVERYBODY)
def drafts(request: CityRequest, city: str) -> HttpResponse:
    """All that somebody has not finished: what they typed, and what they saved and never handed in."""
    saved = not_handed_in(request) if request.membership.works_here else []
    typed = left_by(request)
    facts = {
        "typed": Table.of(columns_of_left(request), typed),
        "saved": Table.of(columns_of_unsent(), saved),
        "kept_days": KEPT_DAYS,
    }
    return render(request, "records/draft_list.html", facts)


@require_safe
@role_required(*EVERYBODY)
def draft(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """What was typed, to be read and copied, where no form goes on with it."""
    found = _mine(request, pk)
    typed = {**found.draft.beside, **found.draft.data}
    said = list(typed_texts(typed, _form_of(found.draft))) if found.is_readable else []
    return render(request, "records/draft_detail.html", {"left": found, "said": said, "draft": found.draft})


@require_http_methods(["GET", "POST"])
@role_required(*EVERYBODY)
def draft_throw_away(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """Asks first. With `beside`, only the text of fields that are gone."""
    back = reverse("drafts", args=[city])
    if request.method == "POST" and request.session.get(THROWN) == pk and not _own(request, pk):
        messages.info(request, _("It was thrown away already."))
        return redirect(back)
    found = _mine(request, pk)
    is_beside = "beside" in request.GET and not found.draft.is_set_aside
    if is_beside:
        back = found.url
    if request.method == "POST":
        if is_beside:
            discard_beside(draft=found.draft)
        else:
            discard_draft(draft=found.draft)
            request.session[THROWN] = pk
        messages.success(request, _("Thrown away."))
        return redirect(back)
    return render(request, "records/draft_throw_away.html", {"left": found, "back_url": back, "is_beside": is_beside})


@require_http_methods(["GET", "POST"])
@role_required(*EVERYBODY)
def draft_discard(request: CityRequest, city: str, form: str) -> HttpResponse:
    """Asks first; leads back to the form, as it is without the draft."""
    known, record = _known(request, form), _number_in(request.GET.get("record", ""))
    address, identity = known.address(request.city, record), identity_in(request.GET)
    mine = Draft.objects.visible_to(request.user).filter(city=request.city)
    draft = mine.of_form(form, record, identity).first()
    if draft is None:
        if request.method == "POST":
            messages.info(request, _("It was thrown away already."))
        return redirect(address)
    if request.method == "POST":
        discard_draft(draft=draft)
        messages.success(request, _("The draft was thrown away."))
        return redirect(address)
    return render(request, "records/draft_discard.html", {"draft": draft, "known": known, "address": address})


def _mine(request: CityRequest, pk: int) -> Left:
    """One's own alone; anybody else's is not there."""
    found = left_by(request, _own(request, pk))
    if not found:
        raise Http404
    return found[0]


def _own(request: CityRequest, pk: int) -> list[Draft]:
    return list(Draft.objects.visible_to(request.user).filter(city=request.city, pk=pk))


def _form_of(found: Draft) -> DraftForm:
    form = draft_form_named(found.form)
    if form is None:
        raise Http404
    return form


def _known(request: CityRequest, form: str) -> DraftForm:
    known = draft_form_named(form)
    if known is None:
        raise Http404
    if request.membership.role not in known.roles:
        raise PermissionDenied
    return known


def _number_in(text: str) -> str:
    """The number of a record, or none: what no record can have would lead to no page, nor would a list of drafts."""
    if (number := record_in(text)) is None:
        raise Http404
    return number


def _elsewhere(there: Draft | None) -> dict[str, object]:
    if there is None:
        return {"version": 0, "text": _("In another tab or on another device this was saved or thrown away.")}
    text = _("In another tab or on another device this was changed too, and kept at %(time)s.")
    return {"version": there.version, "text": text % {"time": formats.clock(there.saved_at)}}
