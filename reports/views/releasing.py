"""From review to release: the do-no-harm check by one person, the release by another."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import role_required
from accounts.models import ADMINS
from accounts.requests import CityRequest
from core.errors import Refused
from records.actions import record_view
from records.editing import Editing, Section, keep_refused
from reports import tasks
from reports.actions import answer_check, release
from reports.forms import Checks, NothingForm, ReleaseForm
from reports.models import JUDGEMENTS, Diagnosis, Edition
from reports.release.hits import signs
from reports.release.permissions import (
    is_second,
    look_before_release,
    may_work_on,
    releasers,
    undecided,
    why_not_checked,
    why_not_released,
    why_not_worked_on,
)


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def release_check(request: CityRequest, city: str, number: int) -> HttpResponse:
    """The questions one answers before anything goes out; all answers are kept and printed."""
    found = _open_one(request, number)
    if not may_work_on(found, request.membership):
        return _over(request, found, "check")
    if request.method == "GET":
        record_view(city=request.city, user=request.user, what=JUDGEMENTS, number=found.pk)
    if request.method == "GET" and (waits := _why_not_yet(found)):
        return render(request, "reports/release_check.html", {"diagnosis": found, **waits})
    checks: dict[str, Checks] = {}

    def make(data: Any) -> Section:
        checks["now"] = Checks.of(found, data)
        return Section(NothingForm(data, instance=found), [checks["now"]])

    writing = Editing(request, found, make, "check")
    if there := writing.sent_before():
        return there
    if writing.is_ready() and (kept := writing.save(lambda: _answered(request, found, checks["now"]))):
        _say(request, kept)
        return redirect("diagnosis", city, number)
    editions = Edition.objects.visible_to(request.user).filter(diagnosis=found).exclude(page_sha256="")
    facts = {
        "diagnosis": found, "writing": writing, "editions": editions.order_by("audience"), "signs": signs(found),
    }  # fmt: skip
    if request.method != "GET":
        facts |= _why_not_yet(found)
    return render(request, "reports/release_check.html", facts)


def _answered(request: CityRequest, found: Diagnosis, checks: Checks) -> Diagnosis:
    if not_yet := why_not_checked(found):
        raise Refused(not_yet)
    return answer_check(diagnosis=found, answers=checks.kept, by=request.user)


def _say(request: CityRequest, kept: Diagnosis) -> None:
    if not kept.checked_by_id:
        messages.warning(request, _("Kept. What is not solved stands in the way of the release."))
        return
    tasks.remake(kept, by=request.user)
    if is_second(kept, request.user.pk):
        messages.success(request, _("The check is passed. Here one person releases it too."))
    elif releasers(kept):
        messages.success(request, _("The check is passed. A second admin releases."))
    else:
        messages.warning(request, _("The check is passed, but nobody may release it yet. “Release” says what to do."))


def _why_not_yet(found: Diagnosis) -> dict[str, Any]:
    """Why there is nothing to check yet; empty where there is."""
    if open_ones := undecided(found):
        return {"undecided": open_ones}
    why = why_not_checked(found)
    return {"why_not": why} if why else {}


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS, fresh=True)
def release_now(request: CityRequest, city: str, number: int) -> HttpResponse:
    """Released by a second person, or for a reason by the same; the reports are set anew, then every member is told."""
    found = _open_one(request, number)
    if not may_work_on(found, request.membership):
        return _over(request, found, "release")
    writing = Editing(request, found, lambda data: Section(ReleaseForm(data, diagnosis=found)), "release")
    if there := writing.sent_before():
        return there
    if writing.is_ready() and (kept := writing.save(lambda: _released(request, found, **writing.form.cleaned_data))):
        tasks.remake(kept, by=request.user)
        messages.success(request, _("On its way: the reports are set as released, then every member is told."))
        return redirect("diagnosis", city, number)
    facts = {"diagnosis": found, "writing": writing, "why_not": "", "releasers": []}
    facts["alone_because"] = look_before_release(found, request.user.pk).alone_because
    if found.checked_by_id and (why_not := why_not_released(found, request.user)):
        facts |= {"why_not": why_not, "releasers": releasers(found)}
    return render(request, "reports/release_now.html", facts)


def _released(
    request: CityRequest, found: Diagnosis, *, release_note: str, still_holds: bool = False, **_said: object
) -> Diagnosis:
    return release(diagnosis=found, note=release_note, by=request.user, is_late_on_purpose=still_holds)


def _open_one(request: CityRequest, number: int) -> Diagnosis:
    seen = Diagnosis.objects.visible_to(request.user).select_related("city", "checked_by")
    found: Diagnosis = get_object_or_404(seen, number=number)
    return found


def _over(request: CityRequest, found: Diagnosis, part: str) -> HttpResponse:
    keep_refused(request, found, part)
    messages.info(request, why_not_worked_on(found, request.membership))
    return redirect("diagnosis", request.city.slug, found.number)
