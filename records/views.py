"""What happened to records, and who saw what."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from accounts.access import role_required
from accounts.exports import csv_response
from accounts.lists import Choice, Listing, Rows
from accounts.models import Membership, Role
from accounts.requests import CityRequest
from records.history import history_of, latest
from records.kinds import Kind, all_kinds, kind_named
from records.models import Access, Verb
from records.models.accesses import name_of

PER_PAGE = 50
MOST = 1000


@require_safe
@role_required(Role.ADMIN)
def histories(request: CityRequest, city: str) -> HttpResponse:
    """What was done in the city of late, by kind and person."""
    kinds, people = all_kinds(), _people(request)
    kind, actor = kind_named(request.GET.get("kind", "")), request.GET.get("who", "")
    who = int(actor) if actor in {str(pk) for pk, _name in people} else None
    shown = min(MOST, _number(request.GET.get("shown", ""), PER_PAGE))
    entries = latest([kind] if kind else kinds, actor=who, count=shown + 1)
    facts = {
        "entries": entries[:shown],
        "has_more": len(entries) > shown and shown < MOST,
        "more": shown + PER_PAGE,
        "kinds": [(each.name, each.label) for each in kinds],
        "kind": kind.name if kind else "",
        "people": people,
        "who": who,
    }
    return render(request, "records/history_list.html", facts)


@require_safe
@role_required(Role.ADMIN, Role.OFFICER)
def history(request: CityRequest, city: str, kind: str, pk: int) -> HttpResponse:
    """Of one record this person may read; admins also read of what was deleted."""
    found = kind_named(kind)
    if found is None:
        raise Http404
    record = found.visible(request.user).filter(pk=pk).first()
    entries = history_of(found, pk) if record is not None or _may_read_of_deleted(request, found, pk) else []
    if not entries:
        raise Http404
    url = found.url(record) if record is not None and found.url else ""
    facts = {"kind": found, "record": record, "record_url": url, "entries": entries}
    return render(request, "records/history_detail.html", facts)


def _may_read_of_deleted(request: CityRequest, kind: Kind, pk: int) -> bool:
    return request.membership.is_admin and not kind.model._default_manager.filter(pk=pk).exists()


def _people(request: CityRequest) -> list[tuple[int, str]]:
    members = Membership.objects.filter(city=request.city).select_related("user")
    return sorted(((each.user.pk, str(each.user)) for each in members), key=lambda person: person[1].casefold())


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 and int(text) > 0 else otherwise


def _accesses(request: CityRequest) -> "Rows[Access]":
    seen = Access.objects.filter(city=request.city)
    models = sorted(set(seen.order_by().values_list("model", flat=True).distinct()))
    listing = Listing(
        search=("user__name", "user__email"),
        filters=(
            Choice("verb", _lazy("Did what"), Verb.choices),
            Choice("model", _lazy("What"), [(label, name_of(label)) for label in models]),
        ),
        sorts={"when": ("at",), "who": ("user__name", "user__email", "at")},
        sort="-when",
    )
    return listing.read(request.GET, seen.select_related("user"))


@require_safe
@role_required(Role.ADMIN)
def accesses(request: CityRequest, city: str) -> HttpResponse:
    """Who opened or downloaded what."""
    return render(request, "records/access_list.html", {"rows": _accesses(request)})


@require_safe
@role_required(Role.ADMIN, fresh_to_read=True)
def accesses_export(request: CityRequest, city: str) -> HttpResponseBase:
    columns = (_("When"), _("Name"), _("E-mail address"), _("Did what"), _("What"), _("Number"))
    rows = _accesses(request)
    return csv_response(request, f"{city}-accesses", columns, lambda: _lines(rows))


def _lines(rows: "Rows[Access]") -> Iterator[tuple[Any, ...]]:
    for each in rows.matching.iterator(1000):
        yield (
            localtime(each.at).isoformat(timespec="seconds"),
            each.user.name,
            each.user.email,
            each.get_verb_display(),
            name_of(each.model),
            each.object_id,
        )
