"""The memorandum: the version that holds, any of them as page and PDF, and two beside each other."""

import datetime
import json
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import limits
from accounts.access import role_required
from accounts.models import EVERYBODY
from accounts.requests import CityRequest
from core.lists import cells
from output.document import Report
from output.pdf.typeset import typeset
from output.web.page import page_of, signs_in
from records.actions import record_access, record_view
from records.models import Verb
from stakeholders.memorandum.document import build_memorandum, standing
from stakeholders.memorandum.page import (
    belong_to_none,
    differences,
    dissenters,
    signers_of,
    some_of,
    to_sign_by,
    unnamed,
)
from stakeholders.memorandum.steps import CHANGE, STEPS, may, why_not, why_not_signed, withdraws_for
from stakeholders.models import Memorandum, RevisionRequest
from stakeholders.registered.memorandum import MEMORANDUM_FILE
from stakeholders.vocabulary import VersionState

LOOKS = {VersionState.DRAFT: "neutral", VersionState.PUT: "running"}


@require_safe
@role_required(*EVERYBODY)
def memorandum(request: CityRequest, city: str) -> HttpResponse:
    """The version that holds; where none does, the one that is nearest to it."""
    versions = list(_seen(request))
    holds = Memorandum.objects.in_force()
    shown = next((each for each in versions if holds is None or each == holds), None)
    if shown is None:
        return render(request, "stakeholders/memorandum_none.html")
    return _page(request, shown, versions)


@require_safe
@role_required(*EVERYBODY)
def memorandum_version(request: CityRequest, city: str, number: int) -> HttpResponse:
    versions = list(_seen(request))
    shown = next((each for each in versions if each.number == number), None)
    if shown is None:
        raise Http404
    return _page(request, shown, versions)


@require_safe
@role_required(*EVERYBODY)
def memorandum_pdf(request: CityRequest, city: str, number: int) -> HttpResponse:
    version = one(request, number)
    report = _report(version)
    if (wait := limits.refused_for_now(request, request.membership, limits.FILES)) is not None:
        return wait
    record_view(city=request.city, user=request.user, what=MEMORANDUM_FILE)
    name = f"{city}-{slugify(_('Memorandum'))}-{number}.pdf"
    return HttpResponse(
        typeset(report),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
@role_required(*EVERYBODY)
def memorandum_compare(request: CityRequest, city: str, number: int, other: int) -> HttpResponse:
    """What two versions say differently, the older first."""
    before, after = (one(request, each) for each in sorted((number, other)))
    if before == after:
        raise Http404
    record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=after)
    facts = {"before": before, "after": after, "differences": differences(before, after)}
    return render(request, "stakeholders/memorandum_compare.html", facts)


def one(request: CityRequest, number: int) -> Any:
    """The version of this number, of those this member may read."""
    return get_object_or_404(_seen(request), number=number)


def _seen(request: CityRequest) -> Any:
    rows = Memorandum.objects.visible_to(request.user).with_end()
    return rows.select_related("city", "put_by", "agreed_by", "created_by")


def _report(version: Memorandum) -> Report:
    return build_memorandum(version, signers_of(version), today=timezone.localdate())


def _page(request: CityRequest, version: Memorandum, versions: list[Any]) -> HttpResponse:
    """One of the versions this member may read, beside all of them, the newest first."""
    record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=version)
    member, today = request.membership, timezone.localdate()
    version.before = next((each for each in versions if each.is_decided and each.number < version.number), None)
    signers = signers_of(version) if version.is_decided else []
    newest, in_force = Memorandum.objects.to_sign(), Memorandum.objects.in_force()
    to_sign = to_sign_by(member, version) if version == newest else []
    is_open = version.state != VersionState.DRAFT and not version.is_past(today)
    page = json.loads(page_of(build_memorandum(version, signers, today=today)))
    facts: dict[str, Any] = {
        "version": version,
        "page": page,
        "signs": signs_in(page),
        "standing": cells.chip(standing(version, today), LOOKS.get(VersionState(version.state), "done")),
        "holds": version == in_force,
        "is_newest": version == next((each for each in versions if each.is_decided), None),
        "to_sign": to_sign,
        "mine": [each for each in signers if each.has_signed and withdraws_for(member, each.body)],
        "versions": [(each, standing(each, today)) for each in versions],
        "revisions": RevisionRequest.objects.to_show(version, versions),
        "may_change": may(CHANGE, version, member),
        "steps": [(verb, step) for verb, step in STEPS.items() if may(verb, version, member)],
        "waits_because": _waits(version, request),
        "ended": _ended(versions, today),
        "signed_from": version.in_force_on if version.is_ahead(today) else None,
        "may_begin": member.works_here and all(each.is_decided for each in versions),
        "may_note_paper": member.is_admin
        and any(not each.has_signed and each.body.is_current for each in signers)
        and not why_not_signed(version, newest, in_force),
        "may_dissent": is_open and bool(dissenters(member)),
        "may_revise": is_open,
    }
    if member.is_admin and version.is_decided:
        of_none = belong_to_none(request.city.pk)
        facts |= {
            "unnamed": some_of([each.name for each in unnamed(request.city.pk)]),
            "of_none": some_of([str(each.user) for each in of_none]),
            "bound_from": next((each.unsigned_from for each in of_none if not each.is_unsigned), None),
        }
    return render(request, "stakeholders/memorandum_detail.html", facts)


def _ended(versions: "list[Any]", today: datetime.date) -> bool:
    """Whether one held, was ended, and none took its place by now; another may be decided that is still to hold."""
    last = next((each for each in versions if each.is_decided and each.in_force_on <= today), None)
    return last is not None and last.has_ended(today)


def _waits(version: Memorandum, request: CityRequest) -> str:
    """Why it is not put in force, for an admin who looks at it."""
    if version.state != VersionState.PUT or not request.membership.is_admin:
        return ""
    return str(why_not("decide", version, request.membership))
