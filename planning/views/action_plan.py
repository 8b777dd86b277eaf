"""The action plan as page and PDF, in the editions a member may read."""

import json

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import limits
from accounts.access import role_required
from accounts.markings import readable
from accounts.models import EVERYBODY, ProcessingRecord
from accounts.requests import CityRequest
from output.document import Report
from output.pdf.typeset import typeset
from output.web.page import page_of, signs_in
from planning.action_plan import build_report, plan_data
from planning.registered import ACTION_PLAN
from planning.views.projects import names_of
from records.actions import record_view
from reports.models import Edition


@require_safe
@role_required(*EVERYBODY)
def action_plan(request: CityRequest, city: str, audience: str) -> HttpResponse:
    report = _report(request, audience)
    record_view(city=request.city, user=request.user, what=ACTION_PLAN)
    page = json.loads(page_of(report))
    facts = {
        "page": page, "signs": signs_in(page), "marking": report.marking, "audience": audience,
        "editions": editions_for(request),
    }  # fmt: skip
    return render(request, "planning/action_plan.html", facts)


@require_safe
@role_required(*EVERYBODY)
def action_plan_pdf(request: CityRequest, city: str, audience: str) -> HttpResponse:
    report = _report(request, audience)
    if (wait := limits.refused_for_now(request, request.membership, limits.FILES)) is not None:
        return wait
    record_view(city=request.city, user=request.user, what=ACTION_PLAN)
    name = f"{city}-{slugify(_('Action plan'))}-{report.issued:%Y-%m-%d}-{audience}.pdf"
    return HttpResponse(
        typeset(report),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _report(request: CityRequest, audience: str) -> Report:
    """404 where there is no such edition for this member."""
    if audience not in dict(editions_for(request)):
        raise Http404
    owner = ProcessingRecord.objects.filter(city=request.city).values_list("owner", flat=True).first()
    names = names_of(request)
    return build_report(plan_data(request.city, audience, names, owner=owner or "", issued=timezone.localdate()))


def editions_for(request: CityRequest) -> list[tuple[str, str]]:
    """Those a member is cleared for, the fullest first."""
    return [
        (audience.value, str(audience.label))
        for audience in Edition.Audience
        if readable(Edition.MARKINGS[audience], request.membership.reads_up_to)
    ]
