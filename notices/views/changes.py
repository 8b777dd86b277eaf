"""What the network was told, the newest first; and for those who work here what waits to be released."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import role_required
from accounts.exports import list_file
from accounts.models import ADMINS, EVERYBODY, STAFF
from accounts.requests import CityRequest
from core.errors import Refused
from core.lists import first_of
from notices.actions import edit_notice, read, release_notice, standing
from notices.composing import differences
from notices.difference import text_difference
from notices.forms import NoticeForm
from notices.lists import rows_of_changes
from notices.models import Answer, Asked, ChangeNotice, Delivery
from notices.who_has_it import WhoHasIt
from records.actions import record_access
from records.editing import Editing, Section, keep_refused
from records.models import Verb
from records.registries.change_notices import NoticeClass
from records.views.record_form import record_form

# Shown of what waits; what is decided makes room for the next.
MOST_WAITING = 50


@require_safe
@role_required(*EVERYBODY)
def changes(request: CityRequest, city: str) -> HttpResponse:
    facts: dict[str, Any] = {"rows": rows_of_changes(request)}
    if request.membership.works_here:
        pending = ChangeNotice.objects.visible_to(request.user).filter(city=request.city).pending()
        waiting, is_cut = first_of(pending, MOST_WAITING)
        facts |= {"waiting": waiting, "most": MOST_WAITING if is_cut else 0}
    return render(request, "notices/change_list.html", facts)


@require_safe
@role_required(*EVERYBODY)
def changes_export(request: CityRequest, city: str) -> HttpResponseBase:
    return list_file(request, "changes", _("Changes"), rows_of_changes(request, in_full=True), page="changes")


@require_safe
@role_required(*EVERYBODY)
def change(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """One of them. Who was told of it has read it then."""
    found = one(request, pk)
    record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    told = Delivery.objects.visible_to(request.user).filter(notice=found).first()
    if told is not None:
        read(delivery=told)
    return render(request, "notices/change_detail.html", shown(request, found) | {"delivery": told})


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def change_edit(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """Read it through before it is released; what the history says stands above the form."""
    found = one(request, pk)
    if not found.is_pending:
        keep_refused(request, found)
        messages.info(request, _("It was released, and stays as it was told."))
        return redirect("change", city, pk)
    if request.method == "GET":
        record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    writing = Editing(request, found, lambda data: Section(NoticeForm(data, instance=found)))
    if there := writing.sent_before():
        return there
    if writing.is_ready() and writing.save(
        lambda: edit_notice(notice=found, by=request.user, asked=writing.form.asked_of)
    ):
        messages.success(request, _("Kept. It waits for an admin to release it."))
        return redirect("change", city, pk)
    said = differences(found, request.membership.reads_up_to)
    return record_form(
        request,
        writing,
        title=_("Write a notice"),
        above=(_("Changes"), reverse("changes", args=[city])),
        back_url=reverse("change", args=[city, pk]),
        template="notices/change_form.html",
        said=said,
        notice_in_words=bool(found.worded),
        figures=found.figures_for(request.membership.reads_up_to),
    )


@require_POST
@role_required(*ADMINS)
def change_release(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """Every member is told. A second click does nothing."""
    found = one(request, pk)
    try:
        is_first = release_notice(notice=found, by=request.user, as_read=request.POST.get("as_read", ""))
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _done(found) if is_first else _("It was released already."))
    return redirect("change", city, pk)


def _done(notice: ChangeNotice) -> str:
    if notice.notice_class == NoticeClass.SILENT:
        return _("Released: it stands on the page of changes, and nobody is told by it.")
    return _("Released: every member has it.")


def shown(request: CityRequest, notice: ChangeNotice) -> dict[str, Any]:
    """What the page of a notice needs."""
    is_waiting = notice.is_pending
    asked = list(notice.asked.select_related("user", "body")) if notice.question else []
    return {
        "notice": notice,
        "difference": text_difference(notice.words.before, notice.words.after),
        "figures": notice.figures_for(request.membership.reads_up_to),
        "threads": threads_of(notice, request),
        "is_asked": notice.is_asked_of(request.user.pk),
        "who_has_it": WhoHasIt.of(notice) if request.membership.is_admin and not is_waiting else None,
        "asked": asked,
        "closed": asked_no_more(asked),
        "said": differences(notice, request.membership.reads_up_to) if is_waiting else [],
        "may_release": is_waiting and request.membership.is_admin,
        "standing": standing(notice) if is_waiting else "",
    }


def asked_no_more(asked: Sequence[Asked]) -> str:
    """Why what was asked is asked no more; empty while it is."""
    return next((each.get_closed_as_display() for each in asked if each.closed_as), "")


def threads_of(notice: ChangeNotice, request: CityRequest) -> list[list[Answer]]:
    """What was answered, as far as this person may read it, member by member."""
    seen = Answer.objects.visible_to(request.user).filter(notice=notice).select_related("by", "thread", "body")
    threads: dict[tuple[int, int], list[Answer]] = {}
    for each in seen:
        # what an admin noted of several members on paper is a thread each
        threads.setdefault((each.thread_id, each.body_id or 0 if each.is_on_paper else 0), []).append(each)
    return list(threads.values())


def one(request: CityRequest, pk: int) -> ChangeNotice:
    seen = ChangeNotice.objects.visible_to(request.user).filter(city=request.city)
    return get_object_or_404(seen.of_the_network().select_related("made_by", "city"), pk=pk)
