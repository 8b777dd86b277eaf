"""Several records that wait for review, looked at one below the other and approved together."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import role_required
from accounts.models import ADMINS
from accounts.requests import CityRequest
from core.lists import cells
from records.actions import approve_several, record_view
from records.history import newest_of_several
from records.models import Record
from records.narrowed import onward
from records.registries.queues import queue_of
from records.registries.record_types import History, history_named

if TYPE_CHECKING:
    from core.lists import FileColumn

# On one page: as many as one reads in one go.
SOME = 20
# What says nothing of what was recorded, or stands above.
UNTOLD = frozenset(
    {
        *("title", "state_label", "marking_label", "counts", "id", "address", "approved_by", "approved_at"),
        *("month", "boundary_set"),  # for whoever counts in a file: the day and the district say it
    }
)
IN_WORDS = "_label"
TICK = re.compile(r"([0-9]{1,18})\.([0-9]{1,18}(?:-[0-9]{1,18})*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One record as it is read here. `seen` goes with its tick: what changed since is not approved unread."""

    record: Record
    url: str
    facts: Sequence[tuple[str, str]]
    unsaid: Sequence[str]
    proposed: Sequence[str]
    seen: str
    is_ticked: bool


@require_http_methods(["GET", "POST"])
@role_required(*ADMINS)
def review_several(request: CityRequest, city: str, kind: str) -> HttpResponse:
    """Those of a list that this person may approve, each with all that is recorded of it."""
    found, queue = history_named(kind), queue_of(kind)
    if found is None or queue is None:
        raise Http404
    query = _query(request)
    if request.method == "POST":
        _approve(request, found)
        return redirect(f"{request.path}?{query}")
    rows: Any = queue.rows(request)
    seen: Any = found.visible(request.user)
    theirs = seen.to_approve_by(request.user)
    page = Paginator(rows.matching.filter(pk__in=theirs.order_by().values("pk")), SOME).get_page(
        request.GET.get("page")
    )
    here = list(queue.filled(request.user)(page.object_list) if queue.filled else page.object_list)
    if here:
        record_view(city=request.city, user=request.user, what=found.model._meta.label_lower, records=len(here))
    facts = {
        "kind": found,
        "pages": {"page": page, "page_numbers": page.paginator.get_elided_page_range(page.number)},
        "rows": list(_waiting(request, found, here, rows.file_columns, query)),
        "lacks": any(each.unsaid() for each in here),
        "others": rows.matching.waiting().count() - page.paginator.count,
        "back_url": f"{reverse(queue.page, args=[city])}?{query}",
    }
    return render(request, "records/review_several.html", facts)


def _query(request: CityRequest) -> str:
    """That of the list, without what this page adds to it."""
    asked = request.GET.copy()
    for name in ("page", "all"):
        asked.pop(name, None)
    return asked.urlencode()


def _waiting(
    request: CityRequest, kind: History, rows: Sequence[Any], columns: "Sequence[FileColumn[Any]]", query: str
) -> Iterator[Waiting]:
    seen = newest_of_several(kind, [row.pk for row in rows])
    names = {column.name for column in columns}
    told = [each for each in columns if each.name not in UNTOLD and f"{each.name}{IN_WORDS}" not in names]
    proposed = kind.model.proposals(rows)  # type: ignore[attr-defined]
    for row in rows:
        row.city = request.city
        unsaid = row.unsaid()
        yield Waiting(
            record=row,
            url=onward(kind.url(row), query) if kind.url else "",
            facts=list(_facts(row, told)),
            unsaid=unsaid,
            proposed=proposed.get(row.pk, []),
            seen=f"{row.pk}.{'-'.join(map(str, seen[row.pk]))}",
            is_ticked="all" in request.GET and not unsaid,
        )


def _facts(row: Any, columns: "Iterable[FileColumn[Any]]") -> Iterator[tuple[str, str]]:
    """What is recorded, without what is not: neither what nobody said, nor a last day that is the first."""
    for column in columns:
        value = column.cell(row)
        is_first_day = column.name == "last_day" and value == getattr(row, "first_day", None)
        if value not in (None, "", False) and not is_first_day:
            yield str(column.label), str(cells.as_text(value))


def _approve(request: CityRequest, kind: History) -> None:
    seen = _seen(request.POST)
    if not seen:
        messages.warning(request, _("Nothing was approved: tick what you looked at."))
        return
    done = approve_several(rows=kind.visible(request.user), seen=seen, by=request.user)
    if count := len(done.approved):
        told = ngettext(
            "%(count)s approved. It counts from now on.", "%(count)s approved. They count from now on.", count
        )
        messages.success(request, told % {"count": count})
    for record, why in done.refused:
        messages.warning(request, _("Not approved: “%(title)s”. %(why)s") % {"title": record, "why": why})


def _seen(sent: QueryDict) -> dict[int, list[int]]:
    """What was ticked, by number, with what of it was read; no more than stands on a page."""
    found = (TICK.fullmatch(each) for each in sent.getlist("record")[:SOME])
    return {int(each[1]): [int(number) for number in each[2].split("-")] for each in found if each}
