"""How one search over everything finds whom the city knows, and what was said.

Of a consultation that one may not read as a whole nothing is searched: by its words it would be told which it was.
"""

from typing import Any

from django.db.models import Case, F, OuterRef, Subquery, TextField, Value, When
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core import formats
from mapping.found import review_chip, with_district_names
from records.registries.findable import Findable, Hit, texts, told_of
from stakeholders.models import (
    Attendance,
    Consultation,
    Disagreement,
    Finding,
    Memorandum,
    Need,
    Organisation,
    PopulationGroup,
    Quote,
    Service,
)

SAID = (
    *((Need, "statement"), (Finding, "statement"), (Disagreement, "statement"), (Quote, "text")),
    (Attendance, "organisation__name"),
)


def _told(model: Any, name: str) -> Subquery:
    return Subquery(told_of(model.objects.filter(consultation=OuterRef("pk")), "consultation", name))


def searched_consultations(rows: Any, member: Membership) -> Any:
    """Of `for_list`; asked for only by a search, and put together once, however many words are looked for."""
    rows = with_district_names(rows, member)
    told = texts("title", *(_told(*each) for each in SAID), "where_names", "venue", "organiser")
    searched = Case(When(is_open=True, then=told), default=Value(""), output_field=TextField())
    return rows.alias(searched=searched)


def _consultations(member: Membership) -> Any:
    rows = searched_consultations(Consultation.objects.for_list(member.user), member)
    return rows.annotate(where_names=F("where_names"))


def _consultation(row: Any, city: str) -> Hit:
    url = reverse("consultation", args=[city, row.pk])
    return Hit(row.title, url, row.where_names or row.get_held_display(), row.when, review_chip(row))


def searched_organisations(rows: Any, member: Membership) -> Any:
    """Without contacts, which ask for a clearance of their own."""
    return with_district_names(rows, member).alias(searched=texts("name", "about", "where_names"))


def _organisations(member: Membership) -> Any:
    rows = searched_organisations(Organisation.objects.visible_to(member.user), member)
    return rows.annotate(where_names=F("where_names"))


def _organisation(row: Any, city: str) -> Hit:
    return Hit(row.name, reverse("organisation", args=[city, row.pk]), row.where_names or "", row.get_sector_display())


def searched_services(rows: Any, member: Membership) -> Any:
    return with_district_names(rows, member).alias(
        searched=texts("title", "about", "organisation__name", "where_names")
    )


def _services(member: Membership) -> Any:
    rows = searched_services(Service.objects.visible_to(member.user).select_related("organisation"), member)
    return rows.annotate(where_names=F("where_names"))


def _service(row: Any, city: str) -> Hit:
    where = row.where_names or __("City-wide")
    return Hit(row.title, reverse("service", args=[city, row.pk]), where, row.organisation.name, review_chip(row))


def _groups(member: Membership) -> Any:
    return PopulationGroup.objects.visible_to(member.user).alias(searched=texts("name"))


def _group(row: PopulationGroup, city: str) -> Hit:
    return Hit(row.name, reverse("groups", args=[city]))


def _memoranda(member: Membership) -> Any:
    rows = Memorandum.objects.visible_to(member.user)
    return rows.alias(searched=texts("common_goal", "mission", "vision", "principles", "decisions", "because"))


def _memorandum(row: Memorandum, city: str) -> Hit:
    when = formats.day(row.in_force_on) if row.in_force_on else ""
    return Hit(str(row), reverse("memorandum_version", args=[city, row.number]), row.get_state_display(), when)


CONSULTATIONS = Findable(
    _("Consultations, and what was said"), _consultations, _consultation, ("-shown_day", "-pk"), "consultations"
)
ORGANISATIONS = Findable(_("Organisations"), _organisations, _organisation, ("name", "pk"), "organisations")
SERVICES = Findable(_("Services"), _services, _service, ("title", "pk"), "services")
GROUPS = Findable(_("Population groups"), _groups, _group, ("name", "pk"), "groups")
MEMORANDA = Findable(_("Memorandum of the network"), _memoranda, _memorandum, ("-number",), members=True)
