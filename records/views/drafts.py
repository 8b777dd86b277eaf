"""Drafts of forms: kept as somebody types, thrown away when they say so."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import role_required
from accounts.limits import light
from accounts.models import EVERYBODY
from accounts.requests import CityRequest
from core import formats
from core.errors import Refused
from records.actions import discard_draft, keep_draft
from records.actions.drafts import Moved
from records.draft_forms import DraftForm
from records.editing.session import OURS, identity_in
from records.models import Draft
from records.record_types import draft_form_named

LONGEST = 64


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
            record=_kept(sent.get("draft_record", ""))[:LONGEST],
            data={_kept(name): list(map(_kept, values)) for name, values in sent.lists() if name not in OURS},
            version=_number(sent.get("draft_version", "")),
            base_version=_kept(sent.get("base_version", "")),
            identity=identity_in(sent),
        )
    except Moved as moved:
        return JsonResponse(_elsewhere(moved.there), status=409)
    except Refused as refused:
        return JsonResponse({"text": str(refused)}, status=400)
    text = _("Kept as a draft at %(time)s. Nobody else sees it.") % {"time": formats.clock(draft.saved_at)}
    return JsonResponse({"version": draft.version, "text": text})


@require_http_methods(["GET", "POST"])
@role_required(*EVERYBODY)
def draft_discard(request: CityRequest, city: str, form: str) -> HttpResponse:
    """Asks first; leads back to the form, as it is without the draft."""
    known, record = _known(request, form), request.GET.get("record", "")
    address, identity = known.address(request.city, record), identity_in(request.GET)
    mine = Draft.objects.visible_to(request.user).filter(city=request.city)
    draft = mine.of_form(form, record, identity).first()
    if draft is None:
        return redirect(address)
    if request.method == "POST":
        discard_draft(draft=draft)
        messages.success(request, _("The draft was thrown away."))
        return redirect(address)
    return render(request, "records/draft_discard.html", {"draft": draft, "known": known, "address": address})


def _known(request: CityRequest, form: str) -> DraftForm:
    known = draft_form_named(form)
    if known is None:
        raise Http404
    if request.membership.role not in known.roles:
        raise PermissionDenied
    return known


def _elsewhere(there: Draft | None) -> dict[str, object]:
    if there is None:
        return {"version": 0, "text": _("In another tab or on another device this was saved or thrown away.")}
    text = _("In another tab or on another device this was changed too, and kept at %(time)s.")
    return {"version": there.version, "text": text % {"time": formats.clock(there.saved_at)}}


def _kept(text: str) -> str:
    """Without the character that PostgreSQL keeps in no text; the form itself refuses it when it is saved."""
    return text.replace("\0", "")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
