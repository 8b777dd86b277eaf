"""A member's notices: the list, one of them, and that they have taken note."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import role_required
from accounts.exports import list_file
from accounts.models import EVERYBODY
from accounts.requests import CityRequest
from notices.actions import acknowledge, read
from notices.lists import rows_of_notices
from notices.models import Delivery
from notices.views.changes import shown


@require_safe
@role_required(*EVERYBODY)
def notices(request: CityRequest, city: str) -> HttpResponse:
    """What this member was told."""
    return render(request, "notices/notice_list.html", {"rows": rows_of_notices(request)})


@require_safe
@role_required(*EVERYBODY)
def notices_export(request: CityRequest, city: str) -> HttpResponseBase:
    return list_file(request, "notices", _("Notices"), rows_of_notices(request, in_full=True), page="notices")


@require_safe
@role_required(*EVERYBODY)
def notice(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """One of them; opening it is reading it. Admins also see how far the network is."""
    found = _own(request, pk)
    read(delivery=found)
    if not found.is_open_to(request.membership):
        return render(request, "notices/notice_closed.html")
    facts: dict[str, Any] = shown(request, found.notice) | {
        "delivery": found,
        "name": found.named_for(request.membership),
        "counts": found.notice.counts_for(request.membership.reads_up_to),
    }
    return render(request, "notices/notice_detail.html", facts)


@require_POST
@role_required(*EVERYBODY)
def notice_acknowledge(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """Where something is asked; of everything else it is enough to have it."""
    found = _own(request, pk)
    if found.notice.is_for_admins or found.notice.is_asked_of(request.user.pk):
        acknowledge(delivery=found)
        messages.success(request, _("Noted that you have read it."))
    else:
        messages.info(request, _("Nothing is asked of you here."))
    return redirect("notices", city)


def _own(request: CityRequest, pk: int) -> Delivery:
    seen = Delivery.objects.visible_to(request.user).select_related("notice", "notice__made_by")
    return get_object_or_404(seen, pk=pk)
