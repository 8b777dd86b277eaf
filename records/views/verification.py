"""Whether the city is as its history says: what the last nightly check found."""

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import role_required
from accounts.models import ADMINS
from accounts.requests import CityRequest
from core import formats
from records.models import Verification
from records.registries.record_types import all_histories
from records.verification.findings import Finding

if TYPE_CHECKING:
    from records.registries.record_types import History

# It runs every night; one night may fall out with a restart.
OVERDUE = datetime.timedelta(days=2)


@require_safe
@role_required(*ADMINS)
def verification(request: CityRequest, city: str) -> HttpResponse:
    newest = Verification.objects.filter(city=request.city).newest()
    facts: dict[str, Any] = {"newest": newest}
    if newest is not None:
        last_clean = Verification.objects.filter(city=request.city).clean().newest()
        facts |= {
            "facts": list(_facts(newest, last_clean)),
            "findings": list(_findings(request, newest)),
            "more": newest.found - len(newest.findings),
            "since": _since(newest, last_clean),
            "is_overdue": timezone.now() - newest.started_at > OVERDUE,
        }
    return render(request, "records/verification.html", facts)


def _since(newest: Verification, last_clean: Verification | None) -> str:
    """From when on what was found became so: every check looks at everything, so the last without a finding says it."""
    if not newest.found:
        return ""
    if last_clean is None:
        return _("No check before it was without a finding, so how long this has been so is not known.")
    return _("All of this became so since the last check without a finding, begun on %(when)s.") % {
        "when": formats.moment(last_clean.started_at)
    }


def _facts(newest: Verification, last_clean: Verification | None) -> Iterator[tuple[str, str]]:
    yield _("Last check"), formats.moment(newest.started_at)
    if last_clean is not None and last_clean.pk != newest.pk:
        yield _("Last check without a finding"), formats.moment(last_clean.started_at)
    labels = {
        "rows": _("Records and their parts"),
        "events": _("Events of the history"),
        "accesses": _("Entries of who saw what"),
        "files": _("Files"),
        "seals": _("Seals"),
    }
    for name, label in labels.items():
        if name in newest.counts:
            yield label, formats.number(newest.counts[name])
    if newest.head:
        yield _("Head of the chain"), newest.head


def _findings(request: CityRequest, newest: Verification) -> Iterator[dict[str, str]]:
    """Each with the title and the history of its record, as far as this person may read them."""
    found = [Finding.from_kept(facts) for facts in newest.findings]
    readable = {
        kind.model._meta.label_lower: (kind, _rows(request, kind, found))
        for kind in all_histories()
        if any(each.model == kind.model._meta.label_lower for each in found)
    }
    for each in found:
        kind, rows = readable.get(each.model, (None, {}))
        shown = {"where": each.where, "what": each.what, "title": "", "url": ""}
        if kind is not None and each.number in rows:
            url = reverse("history", args=[request.city.slug, kind.name, each.number])
            shown |= {"title": str(rows[each.number]), "url": url}
        yield shown


def _rows(request: CityRequest, kind: "History", found: list[Finding]) -> dict[int, Any]:
    numbers = [each.number for each in found if each.model == kind.model._meta.label_lower]
    return {row.pk: row for row in kind.visible(request.user).filter(pk__in=numbers)}
