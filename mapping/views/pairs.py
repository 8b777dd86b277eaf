"""Records that may tell of the same event: side by side, one decision a click, each taken back as easily."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import role_required
from accounts.models import STAFF
from accounts.requests import CityRequest
from core.errors import Refused
from mapping.actions.once import decide_pair, undo_pair
from mapping.lists.pairs import PROPOSED, asked_of, decided, proposals
from mapping.models import SAME_EVENT, Observation, Pair
from records.actions import record_view
from records.views.done_already import done_already


@require_safe
@role_required(*STAFF)
def pairs(request: CityRequest, city: str) -> HttpResponse:
    """What is proposed, or what was said."""
    asked = asked_of(request)
    facts: dict[str, Any] = {"asked": asked, "just_said": _just_said(request), "back": _without_said(request)}
    if asked.shown == PROPOSED:
        found = proposals(request.user, asked)
        facts |= {
            "shown": found.pairs,
            "older": found.older.isoformat() if found.older else "",
            "not_compared": found.older if found.is_cut else None,
        }
    else:
        shown, page = decided(request.user, asked, request.GET.get("page"))
        facts |= {"shown": shown, "page": page}
    record_view(city=request.city, user=request.user, what=SAME_EVENT, records=2 * len(facts["shown"]))
    return render(request, "mapping/pair_list.html", facts)


@require_POST
@role_required(*STAFF)
def pair_decide(request: CityRequest, city: str) -> HttpResponse:
    seen = Observation.objects.visible_to(request.user)
    one = get_object_or_404(seen, pk=_number(request.POST.get("first", "")))
    other = get_object_or_404(seen, pk=_number(request.POST.get("second", "")))
    try:
        pair = decide_pair(one=one, other=other, same=request.POST.get("answer") == "same", by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(_back(request))
    back = _back(request)
    if back.startswith(reverse("pairs", args=[city])):
        # there it is said what was decided, to take it back at once
        path, _mark, query = back.partition("?")
        asked = QueryDict(query, mutable=True)
        asked["said"] = str(pair.pk)
        back = f"{path}?{asked.urlencode()}"
    return redirect(back)


@require_POST
@role_required(*STAFF)
def pair_undo(request: CityRequest, city: str, pk: int) -> HttpResponse:
    pair = Pair.objects.visible_to(request.user).filter(pk=pk).first()
    if pair is None:
        return done_already(request, Pair, _("It was taken back already."), _back(request), pgh_obj_id=pk)
    undo_pair(pair=pair, by=request.user)
    messages.success(request, _("Taken back. It is asked again."))
    return redirect(_back(request))


def _just_said(request: CityRequest) -> Pair | None:
    """What this person said a moment ago, to take it back at once."""
    said = _number(request.GET.get("said", ""))
    return Pair.objects.visible_to(request.user).filter(pk=said).select_related("first", "second").first()


def _without_said(request: CityRequest) -> str:
    """This page as it is come back to."""
    asked = request.GET.copy()
    asked.pop("said", None)
    return f"{request.path}?{asked.urlencode()}" if asked else request.path


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _back(request: CityRequest) -> str:
    """The page it was said on."""
    there = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(there, allowed_hosts=None) and there.startswith("/")
    return there if is_ours else reverse("pairs", args=[request.city.slug])
