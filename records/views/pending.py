"""What waits for a second admin: one of them, to confirm, refuse or take back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import role_required
from accounts.models import ADMINS
from accounts.requests import CityRequest
from core.errors import Refused
from records.actions import confirm, deciders, is_anybody_held_up, refuse, why_not_confirmed, withdraw_change
from records.models import PendingChange

DECISIONS: dict[str, Callable[..., PendingChange]] = {
    "confirm": confirm,
    "refuse": refuse,
    "withdraw": withdraw_change,
}


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS, fresh=True)
def pending_change(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """What is to change, who asked, until when; afterwards what became of it."""
    rows = PendingChange.objects.select_related("asked_by", "decided_by", "city")
    found = get_object_or_404(rows, city=request.city, pk=pk)
    if request.method == "POST":
        decide = DECISIONS.get(request.POST.get("decision", ""))
        if decide is not None:
            _decided(request, found, decide)
        return redirect("pending_change", city, pk)
    facts = {
        "change": found,
        "is_own": found.asked_by_id == request.user.pk,
        "why_not": why_not_confirmed(found, request.user),
        "deciders": deciders(found) if found.is_waiting else [],
        "days_do_not_count": found.is_waiting and is_anybody_held_up(request.city.pk),
    }
    return render(request, "records/pending_change.html", facts)


def _decided(request: CityRequest, found: PendingChange, decide: Callable[..., PendingChange]) -> None:
    try:
        kept = decide(change=found, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return
    if kept.state == PendingChange.State.OVERTAKEN:
        messages.warning(request, _("Nothing was changed: %(why)s") % {"why": kept.outcome_in_words})
    else:
        messages.success(request, str(kept.get_state_display()))
