"""What the header leads to: the five steps and a city's own pages.

A page that comes into being is named here and nowhere else: its step becomes a link.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import ADMINS, EVERYBODY, STAFF, City, Membership

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five steps. `page` is the name of its first page (of a city).

    It is the current step on every page whose name begins with one of `names`. Who has none of its `roles` is led to
    `otherwise`, where there is one.
    """

    label: "StrOrPromise"
    page: str
    names: tuple[str, ...] = ()
    roles: tuple[str, ...] = EVERYBODY
    otherwise: str | None = None


STEPS = (
    Step(
        pgettext_lazy("a step", "Map"),
        "map",
        ("map", "district", "observation", "factor", "source", "trigger", "pair", "series"),
        STAFF,
        "districts",
    ),
    Step(
        _("Consult"),
        "consultations",
        ("consultation", "conversation", "need", "organisation", "group", "service"),
        STAFF,
    ),
    Step(
        _("Diagnose"),
        "diagnoses",
        ("diagnos", "edition", "judgement", "priorit", "recommendation", "release", "compar", "counted"),
    ),
    Step(_("Plan"), "plan", ("plan", "project", "flag")),
    Step(_("Adapt"), "changes", ("notice", "change", "network", "memorandum")),
)

CLOSED = _("(for those who record)")

# Pages about the city itself, in the menu under its name.
CITY_PAGES = (
    Step(_("Overview"), "city_home", ("city_home",)),
    Step(_("My drafts"), "drafts", ("draft",), STAFF),
    Step(_("People"), "people", ("people", "host_access", "pending_change"), STAFF),
    Step(_("Jobs"), "jobs", ("job",), STAFF),
    Step(_("Processing record"), "processing_record", ("processing_record",), STAFF),
    Step(_("History"), "histories", ("histor",), ADMINS),
    Step(_("Who saw what"), "accesses", ("accesses",), ADMINS),
    Step(_("Check of the history"), "verification", ("verification",), ADMINS),
    Step(_("About the city"), "city_settings", ("city_settings", "alone"), ADMINS),
)


@dataclass(frozen=True, slots=True)
class Link:
    """One place in the navigation; without an address it is not there yet, or not for this role."""

    number: int
    label: "StrOrPromise"
    url: str | None
    is_current: bool
    # why there is no address
    closed: "StrOrPromise" = ""


def steps(membership: Membership, page: str) -> list[Link]:
    """All five, always: those without a page for this role are shown as such."""
    return list(_links(STEPS, membership, page))


def city_pages(membership: Membership, page: str) -> list[Link]:
    return [link for link in _links(CITY_PAGES, membership, page) if link.url]


def _links(places: tuple[Step, ...], membership: Membership, page: str) -> Iterator[Link]:
    for number, place in enumerate(places, start=1):
        page_of_role = place.page if membership.role in place.roles else place.otherwise
        yield Link(
            number=number,
            label=place.label,
            url=_address(page_of_role, membership.city) if page_of_role else None,
            is_current=bool(place.names) and page.startswith(place.names),
            closed="" if page_of_role else CLOSED,
        )


def _address(page: Any, city: City) -> str:
    return reverse(page, args=[city.slug])
