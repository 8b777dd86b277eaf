"""What lies below this app and shares in it: who belongs to the city, and its processing record."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.closing import hear_of_closing
from accounts.exports import PEOPLE, record_exports_with, record_views_with
from accounts.markings import Marking
from accounts.models import ADMINS, STAFF, City, Invitation, Membership, ProcessingRecord, Role
from accounts.models.processing import retention_in_words
from core.countries import countries, language_named
from records.actions import record_export, record_view
from records.actions.closed_accounts import closed_or_opened
from records.models import PendingChange, Tombstone
from records.models.accesses import name_of, register_view
from records.models.review import cleared
from records.registries.change_notices import Announces, NoticeClass
from records.registries.draft_forms import DraftForm
from records.registries.erasure import Eraser
from records.registries.record_types import History, register_record_type

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def _of_cities(model: type[Any], user: "User | AnonymousUser", *roles: str) -> "QuerySet[Any]":
    """Rows of the cities in which this person has one of these roles."""
    cities = Membership.objects.of(user).filter(role__in=roles).values("city")
    rows: QuerySet[Any] = model._default_manager.filter(city__in=cities)
    return rows


def _cities(user: "User | AnonymousUser") -> "QuerySet[City]":
    return City.objects.filter(pk__in=Membership.objects.of(user).filter(role__in=ADMINS).values("city"))


def _languages(codes: Iterable[str]) -> str:
    return ", ".join(map(language_named, codes))


SETTINGS = History(
    "settings",
    City,
    _("About the city"),
    _cities,
    lambda record: reverse("city_settings", args=[record.slug]),
    {"country": lambda code: dict(countries()).get(code, code), "languages": _languages},
)
# What the network sets out to do, which every diagnosis prints.
AIMS = Announces(fields={"mission": NoticeClass.MUST, "common_goal": NoticeClass.MUST})
PROCESSING_RECORD = History(
    "processing-record",
    ProcessingRecord,
    _("Processing record"),
    lambda user: _of_cities(ProcessingRecord, user, *STAFF),
    lambda record: reverse("processing_record", args=[record.city.slug]),
    {"retention": retention_in_words},
)
PERSON = History(
    "person",
    Membership,
    _("Person"),
    lambda user: _of_cities(Membership, user, *ADMINS).select_related("user", "city"),
    lambda record: reverse("people", args=[record.city.slug]),
    also_told=("unsigned_from",),
    called_after="user",
)
ERASURE = History(
    "erasure", Tombstone, _("Erasure"), lambda user: _of_cities(Tombstone, user, *ADMINS).filter(cleared(user))
)


def _wish(wish: Mapping[str, Any]) -> str:
    """What is to be: a role and clearance, the end of a membership, how long is kept what, or one record erased."""
    if "role" in wish:
        said = (wish.get("email", ""), Role(wish["role"]).label, Marking(wish["clearance"]).label)
        return "; ".join(str(each) for each in said if each)
    if "membership" in wish:
        return str(_("Belongs to the city no more"))
    if "because" in wish:
        return str(wish["because"])
    return f"{name_of(wish['model'])} {wish['record']}" if "model" in wish else retention_in_words(wish)


PENDING_CHANGE = History(
    "pending-change",
    PendingChange,
    _("Change that waits for a second admin"),
    lambda user: _of_cities(PendingChange, user, *ADMINS).select_related("city"),
    lambda record: reverse("pending_change", args=[record.city.slug, record.pk]),
    {"wish": _wish, "found": _wish},
)
PENDING_CHANGES = Eraser(
    PendingChange,
    "history",
    _("Changes that waited for a second admin"),
    lambda day: PendingChange.objects.exclude(state="waiting").filter(asked_at__date__lt=day).order_by("asked_at"),
    on_request=False,
)
PROCESSING_RECORD_FORM = DraftForm(
    ProcessingRecord,
    _("Processing record"),
    ADMINS,
    lambda city, _record: reverse("processing_record", args=[city.slug]),
)


SETTINGS_FORM = DraftForm(
    City, _("About the city"), ADMINS, lambda city, _record: reverse("city_settings", args=[city.slug])
)
ALONE_FORM = DraftForm(
    City, _("One person decides"), ADMINS, lambda city, _record: reverse("alone", args=[city.slug]), "alone"
)
INVITATION_FORM = DraftForm(
    Invitation, _("Invitation"), ADMINS, lambda city, _record: reverse("people_invite", args=[city.slug])
)
PERSON_FORM = DraftForm(
    Membership,
    _("Role and clearance"),
    ADMINS,
    lambda city, record: reverse("people_change", args=[city.slug, record or 0]),
)


def register() -> None:
    register_record_type(City, history=SETTINGS, drafts=(SETTINGS_FORM, ALONE_FORM), announces=AIMS)
    register_record_type(Invitation, drafts=(INVITATION_FORM,))
    record_exports_with(record_export)
    record_views_with(record_view)
    hear_of_closing(closed_or_opened)
    register_view(PEOPLE, _("List of people"))
    register_record_type(ProcessingRecord, history=PROCESSING_RECORD, drafts=(PROCESSING_RECORD_FORM,))
    register_record_type(Membership, history=PERSON, drafts=(PERSON_FORM,))
    register_record_type(Tombstone, history=ERASURE)
    register_record_type(PendingChange, history=PENDING_CHANGE, erasure=PENDING_CHANGES)
