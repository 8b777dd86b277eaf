"""Who saw what."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from accounts.access import role_required
from accounts.exports import csv_response
from accounts.models import ADMINS
from accounts.requests import CityRequest
from core.lists import Choice, Listing, Rows
from records.models import Access, Verb
from records.models.accesses import name_of


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
@role_required(*ADMINS)
def accesses(request: CityRequest, city: str) -> HttpResponse:
    """Who opened or downloaded what."""
    return render(request, "records/access_list.html", {"rows": _accesses(request)})


@require_safe
@role_required(*ADMINS, fresh_to_read=True)
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
