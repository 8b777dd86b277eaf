"""The list of services: who offers what, for which need, where."""

from functools import partial
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.list_rows import rows_of
from accounts.models import Marking
from accounts.requests import CityRequest
from core.lists import Among, AmongOrAll, Choice, Column, Columns, Listing, Rows, Words, cells, coded, fact
from core.sort_keys import Alphabetical
from records.columns import address, marking, of_review, review_by, state
from records.filters import recorded_by, stale
from records.models import ReviewState
from records.narrowed import from_list
from records.registries.queues import Queue
from stakeholders.forms.fields import districts_of_today
from stakeholders.found import searched_services
from stakeholders.models import Service
from stakeholders.vocabulary import NeedCategory, PreventionLevel


class OfferedNow(Choice):
    def query(self, value: str) -> Q:
        today = timezone.localdate()
        now = (Q(valid_until=None) | Q(valid_until__gte=today)) & Q(valid_from__lte=today)
        return now if value == "yes" else ~now


def services(request: CityRequest) -> Listing:
    districts = districts_of_today(request.city)
    return Listing(
        columns=_columns(request, districts),
        search=("searched",),
        filters=(
            Among("needs", _("Need"), NeedCategory.choices),
            AmongOrAll("districts", _("Offered in"), districts),
            Among("levels", _("Prevention level"), PreventionLevel.choices),
            OfferedNow("now", _("Offered"), [("yes", _("Offered now")), ("no", _("Not now"))]),
            Choice("state", _("Review"), ReviewState.choices),
            stale(),
            recorded_by(request.city),
            Choice("marking", _("Marking"), Marking.choices),
        ),
        sort="title",
    )


def rows_of_services(request: CityRequest) -> "Rows[Service]":
    seen = Service.objects.visible_to(request.user).select_related("organisation", "created_by", "approved_by")
    return rows_of(services(request), request, seen, partial(searched_services, member=request.membership))


QUEUE = Queue("service", "services", rows_of_services)


def _columns(request: CityRequest, districts: "list[tuple[str, str]]") -> Columns:
    def url(row: Service) -> str:
        return reverse("service", args=[request.city.slug, row.pk])

    needs, levels, names = Words(NeedCategory), Words(PreventionLevel), Words(districts)
    return (
        Column(
            "title",
            _("Name"),
            lambda row: cells.link(from_list(request, "services", url(row)), row.title),
            (Alphabetical("title"),),
        ),
        Column(
            "organisation",
            _("Provider"),
            lambda row: row.organisation.name,
            (Alphabetical("organisation__name"), Alphabetical("title")),
            files=(
                fact("organisation_label", _("Provider"), lambda row: row.organisation.name),
                fact("organisation", _("Provider (record no.)"), lambda row: row.organisation_id),
            ),
        ),
        fact("about", _("What it offers")),
        Column(
            "needs",
            _("Needs it meets"),
            lambda row: needs.several(row.needs),
            files=coded("needs", _("Needs it meets"), needs),
        ),
        Column(
            "levels",
            _("Prevention level"),
            lambda row: levels.several(row.levels),
            files=coded("levels", _("Prevention level"), levels),
        ),
        Column(
            "where",
            _("Offered in"),
            lambda row: names.several(row.districts) or _("City-wide"),
            files=coded("districts", _("Districts"), names),
        ),
        fact("capacity", _("Capacity")),
        *_contact(request),
        fact("valid_from", _("Offered from")),
        fact("valid_until", _("Offered until")),
        state(),
        review_by(),
        marking(),
        *of_review(),
        *address(request, url),
    )


def _contact(request: CityRequest) -> "tuple[Any, ...]":
    """For those who are cleared for it, as on the service's page."""
    cleared = request.membership.is_cleared_for(Service.CONTACTS)
    return (fact("contact_role", _("Whom to ask for")),) if cleared else ()
