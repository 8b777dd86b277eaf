"""Consultations: the list, and one of them, as far as its rule lets this person read it."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import role_required
from accounts.exports import list_file
from accounts.models import STAFF
from accounts.requests import CityRequest
from records.actions import record_access
from records.models import Verb
from records.narrowed import narrowed
from records.permissions import may
from records.registries.record_types import history_by_model
from records.views.review import approval, offers
from stakeholders.consultation_page import ConsultationPage
from stakeholders.forms.fields import districts_of
from stakeholders.lists.consultations import rows_of_consultations, with_what_was_said
from stakeholders.models import Consultation


@require_safe
@role_required(*STAFF)
def consultations(request: CityRequest, city: str) -> HttpResponse:
    """Those one may read, and those of which one may read what was said, without title or day."""
    return render(request, "stakeholders/consultation_list.html", {"rows": rows_of_consultations(request)})


@require_safe
@role_required(*STAFF)
def consultations_export(request: CityRequest, city: str) -> HttpResponseBase:
    rows = rows_of_consultations(request, in_full=True)
    return list_file(
        request,
        "consultations",
        _("Consultations"),
        rows,
        page="consultations",
        filled=with_what_was_said(request.user),
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
        "consultation_page": ConsultationPage.of(found, dict(districts_of(found)), request.user),
    }
    if not found.is_open:
        return render(request, "stakeholders/consultation_outcomes.html", shown)
    shown |= {
        "may_change": may("change", found, request.membership),
        "missing": found.missing(),
        "offers": offers(found, history_by_model(Consultation), request.membership, narrowed(request)),
        "approval": approval(found, request.membership),
    }
    return render(request, "stakeholders/consultation_detail.html", shown)
