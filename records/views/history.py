"""What happened to records."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import role_required
from accounts.exports import TableFile, table_file, too_long_a_workbook
from accounts.models import ADMINS, STAFF, Membership
from accounts.requests import CityRequest
from core.sort_keys import alphabetical
from records.actions import record_view
from records.history import by_record_and_day, count_of, everything, history_of, is_longer, latest
from records.lists import columns_of_history
from records.models.accesses import HISTORY
from records.permissions import may_read_of_deleted, why_not_erased
from records.record_types import History, all_histories, eraser_of, history_named

PER_PAGE = 50
MOST = 1000


@require_safe
@role_required(*ADMINS)
def histories(request: CityRequest, city: str) -> HttpResponse:
    """What was done in the city of late, by kind and person."""
    people = _people(request)
    kind, who = _asked(request, people)
    shown = min(MOST, _number(request.GET.get("shown", ""), PER_PAGE))
    kinds = [kind] if kind else all_histories()
    entries = latest(kinds, member=request.membership, actor=who, count=shown + 1)
    record_view(city=request.city, user=request.user, what=HISTORY)
    facts = {
        "entries": list(by_record_and_day(entries[:shown])),
        "has_more": len(entries) > shown and shown < MOST,
        "more": shown + PER_PAGE,
        "kinds": [(each.name, each.label) for each in all_histories()],
        "kind": kind.name if kind else "",
        "people": people,
        "who": who,
    }
    return render(request, "records/history_list.html", facts)


@require_safe
@role_required(*ADMINS, fresh_to_read=True)
def histories_export(request: CityRequest, city: str) -> HttpResponseBase:
    """All of it, also what the page does not go back to."""
    people = _people(request)
    kind, who = _asked(request, people)
    kinds, member = [kind] if kind else all_histories(), request.membership

    def too_long(most: int) -> bool:
        return is_longer(kinds, most, member=member, actor=who)

    if back := too_long_a_workbook(request, too_long, page="histories"):
        return back
    asked = [(_("Kind"), str(kind.label) if kind else ""), (_("Person"), dict(people)[who] if who else "")]
    table = TableFile(
        what=HISTORY,
        name="history",
        title=_("History"),
        columns=columns_of_history(request),
        rows=lambda: everything(kinds, member=member, actor=who),
        count=lambda: count_of(kinds, member=member, actor=who),
        asked=[(label, said) for label, said in asked if said],
    )
    return table_file(request, table)


def _asked(request: CityRequest, people: list[tuple[int, str]]) -> tuple[History | None, int | None]:
    """Of which kind and of whom."""
    actor = request.GET.get("who", "")
    who = int(actor) if actor in {str(pk) for pk, _name in people} else None
    return history_named(request.GET.get("kind", "")), who


@require_safe
@role_required(*STAFF)
def history(request: CityRequest, city: str, kind: str, pk: int) -> HttpResponse:
    """Of one record this person may read; admins also read of what was deleted."""
    found = history_named(kind)
    if found is None:
        raise Http404
    record = found.visible(request.user).filter(pk=pk).first()
    is_open = record is not None or _is_open_though_gone(request, found, pk)
    entries = history_of(found, pk, clearance=request.membership.reads_up_to) if is_open else []
    if not entries:
        raise Http404
    record_view(city=request.city, user=request.user, what=HISTORY, number=f"{found.name} {pk}")
    url = found.url(record) if record is not None and found.url else ""
    may_erase = record is not None and not why_not_erased(eraser_of(found.model._meta.label_lower), request.membership)
    facts = {"kind": found, "record": record, "record_url": url, "entries": entries, "may_erase": may_erase}
    return render(request, "records/history_detail.html", facts)


def _is_open_though_gone(request: CityRequest, kind: History, pk: int) -> bool:
    if not may_read_of_deleted(request.membership) or kind.model._default_manager.filter(pk=pk).exists():
        return False
    return kind.events_of_gone(pk, request.membership).exists()


def _people(request: CityRequest) -> list[tuple[int, str]]:
    members = Membership.objects.filter(city=request.city).select_related("user")
    return sorted(((each.user.pk, str(each.user)) for each in members), key=lambda person: alphabetical(person[1]))


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 and int(text) > 0 else otherwise
