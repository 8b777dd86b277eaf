"""Consultations: the list, and one of them, as far as its rule lets this person read it."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import role_required
from accounts.exports import csv_response
from accounts.models import STAFF, Marking
from accounts.requests import CityRequest
from core.lists import Choice, Listing, Rows
from core.sort_keys import Alphabetical
from records.actions import record_access
from records.filters import Among, Stale
from records.models import ReviewState, Verb
from records.permissions import may
from records.record_types import history_by_model
from records.views.review import offers
from stakeholders.consultation_page import ConsultationPage
from stakeholders.forms.fields import districts_of, districts_of_today
from stakeholders.models import Consultation
from stakeholders.vocabulary import Confidentiality, Instrument


def _listing(request: CityRequest) -> Listing:
    return Listing(
        search=("shown_title",),
        filters=(
            Choice("state", _("Review"), ReviewState.choices),
            Choice("instrument", _("Instrument"), Instrument.choices),
            Choice("confidentiality", _("Confidentiality"), Confidentiality.choices),
            Among("districts", _("District"), districts_of_today(request.city)),
            Stale("stale", _("Stale"), [("yes", _("To be looked at again")), ("no", _("Still good"))]),
            Choice("marking", _("Marking"), Marking.choices),
        ),
        sorts={"when": ("first_day",), "title": (Alphabetical("shown_title"),), "instrument": ("instrument",)},
        sort="-when",
    )


def _rows(request: CityRequest) -> "Rows[Consultation]":
    return _listing(request).read(request.GET, Consultation.objects.for_list(request.user))


@require_safe
@role_required(*STAFF)
def consultations(request: CityRequest, city: str) -> HttpResponse:
    """Those one may read, and those of which one may read what was said, without title or day."""
    return render(request, "stakeholders/consultation_list.html", {"rows": _rows(request)})


@require_safe
@role_required(*STAFF)
def consultations_export(request: CityRequest, city: str) -> HttpResponseBase:
    columns = (
        *(_("Month"), _("When"), _("Title"), _("Instrument"), _("Confidentiality"), _("Where"), _("Districts")),
        *(_("People"), _("Review"), _("Review by"), _("Marking")),
    )
    return csv_response(request, f"{city}-consultations", columns, lambda: _lines(request))


def _lines(request: CityRequest) -> Iterator[tuple[object, ...]]:
    names = dict(districts_of_today(request.city))
    for each in _rows(request).matching.iterator(chunk_size=500):
        is_open = each.is_open
        yield (
            *(f"{each.first_day:%Y-%m}", each.first_day if is_open else "", each.shown_title),
            *(each.get_instrument_display(), each.get_confidentiality_display(), each.get_held_display()),
            "; ".join(names.get(code, code) for code in each.districts),
            *(each.people if is_open else "", each.get_state_display(), each.review_by, each.get_marking_display()),
        )


@require_safe
@role_required(*STAFF)
def consultation(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """The whole record for those its rule opens it to, for others what was said and nothing else."""
    seen = Consultation.objects.for_list(request.user)
    found = get_object_or_404(seen.select_related("created_by", "approved_by", "named_admin", "city"), pk=pk)
    record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    shown: dict[str, Any] = {
        "consultation": found,
        "consultation_page": ConsultationPage.of(found, dict(districts_of(found)), in_full=found.is_open),
    }
    if not found.is_open:
        return render(request, "stakeholders/consultation_outcomes.html", shown)
    shown |= {
        "may_change": may("change", found, request.membership),
        "missing": found.missing(),
        "offers": offers(found, history_by_model(Consultation), request.membership),
    }
    return render(request, "stakeholders/consultation_detail.html", shown)
