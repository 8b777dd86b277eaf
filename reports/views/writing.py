"""A judgement of one's own: write one with its evidence in view, change it, or take it out."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import limits
from accounts.access import role_required
from accounts.models import ADMINS
from accounts.requests import CityRequest
from records.actions import record_access, record_view
from records.editing import Editing, Section, keep_refused
from records.editing.sent import ADD
from records.models import Verb
from reports import tasks
from reports.actions.written import keep_written
from reports.forms import WrittenForm, turned
from reports.judgements.attached import looked_at
from reports.models import JUDGEMENTS, WRITTEN, Diagnosis, Judgement
from reports.release.permissions import undecided, why_not_worked_on


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def judgement_new(request: CityRequest, city: str, number: int) -> HttpResponse:
    """Write one that no proposal says."""
    found = get_object_or_404(Diagnosis.objects.visible_to(request.user).select_related("city"), number=number)
    return written(request, found, Judgement(city=request.city, diagnosis=found))


def written(request: CityRequest, found: Diagnosis, row: Judgement) -> HttpResponse:
    """The form of a new one, or of one that is there. Whoever searches in it sees records, which is noted."""
    city, number = request.city.slug, found.number
    refused = why_not_worked_on(found, request.membership)
    if request.htmx and request.method == "GET":
        return HttpResponse(status=HTTPStatus.NO_CONTENT) if refused else _as_one_types(request, found, row)
    if refused:
        keep_refused(request, row, WRITTEN)
        messages.info(request, refused)
        return redirect("judgements", city, number)
    if request.method == "GET" and row.pk:
        record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=row)
    elif request.method == "GET" or ADD in request.POST:
        record_view(city=request.city, user=request.user, what=JUDGEMENTS, number=found.pk)
    if ADD in request.POST and (wait := limits.refused_for_now(request, request.membership, limits.FILES)) is not None:
        return wait
    looked_at([row])
    writing = Editing(
        request, row, lambda data: Section(WrittenForm(data, instance=row, user=request.user)), WRITTEN, turn=turned
    )
    if there := writing.sent_before():
        return there
    if writing.is_ready() and writing.save(
        lambda: keep_written(judgement=row, references=writing.form.cleaned_data.get("rests_on", []), by=request.user)
    ):
        tell_decided(request, found)
        return redirect("judgements", city, number)
    return render(request, "reports/judgement_written.html", {"diagnosis": found, "judgement": row, "writing": writing})


def _as_one_types(request: CityRequest, found: Diagnosis, row: Judgement) -> HttpResponse:
    """The part of the form with what is found and what is ticked; nothing is kept by it. It takes another place in the
    row than the search by button: who presses that while this goes on is not told to wait for themselves."""
    if (wait := limits.refused_for_now(request, request.membership, limits.FORMS)) is not None:
        return wait
    record_view(city=request.city, user=request.user, what=JUDGEMENTS, number=found.pk)
    looked_at([row])
    form = WrittenForm(request.GET, instance=row, user=request.user)
    return render(request, "reports/evidence.html", {"form": form})


def tell_decided(request: CityRequest, found: Diagnosis) -> None:
    """With the last of them the reports are set anew: the check is made of what will be printed."""
    if undecided(found):
        messages.success(request, _("Decided."))
    else:
        tasks.remake(found, by=request.user)
        messages.success(request, _("Decided. The reports are set with it: the check is made of those."))
