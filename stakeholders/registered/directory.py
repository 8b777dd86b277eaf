"""Whom the city knows and what they offer: organisations, population groups, services."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import ADMINS, STAFF
from core.vocabulary import in_words
from records.registries.awaiting import of_review
from records.registries.draft_forms import DraftForm, at_its_pages, step_forms
from records.registries.record_types import History, register_record_type
from stakeholders import erasure, found
from stakeholders.models import (
    Organisation,
    PopulationGroup,
    Service,
)
from stakeholders.registered.codes import named_in
from stakeholders.screening_names import group_names, organisation_names
from stakeholders.vocabulary import (
    Bring,
    NeedCategory,
    PreventionLevel,
)

ORGANISATION = History(
    "organisation",
    Organisation,
    _("Organisation"),
    Organisation.objects.visible_to,
    lambda record: reverse("organisation", args=[record.city.slug, record.pk]),
    {"levels": partial(in_words, vocabulary=PreventionLevel), "brings": partial(in_words, vocabulary=Bring)},
    marked_fields={"contacts": Organisation.CONTACTS},
    called=named_in(Organisation),
)
POPULATION_GROUP = History(
    "population-group",
    PopulationGroup,
    _("Population group"),
    PopulationGroup.objects.visible_to,
    lambda record: reverse("groups", args=[record.city.slug]),
)


SERVICE = History(
    "service",
    Service,
    _("Service"),
    Service.objects.visible_to,
    lambda record: reverse("service", args=[record.city.slug, record.pk]),
    {"needs": partial(in_words, vocabulary=NeedCategory), "levels": partial(in_words, vocabulary=PreventionLevel)},
    marked_fields={"contact_role": Service.CONTACTS},
    called=named_in(Service),
)


SERVICE_FORMS = (
    DraftForm(Service, _("Service"), STAFF, at_its_pages("service")),
    *step_forms(Service, SERVICE.name, STAFF),
)
ORGANISATION_FORM = DraftForm(Organisation, _("Organisation"), STAFF, at_its_pages("organisation"))
GROUP_FORM = DraftForm(PopulationGroup, _("Population group"), ADMINS, at_its_pages("group"))


def register() -> None:
    register_record_type(
        Organisation,
        history=ORGANISATION,
        drafts=(ORGANISATION_FORM,),
        erasure=erasure.ORGANISATIONS,
        names=organisation_names,
        finds=found.ORGANISATIONS,
    )
    register_record_type(
        PopulationGroup,
        history=POPULATION_GROUP,
        drafts=(GROUP_FORM,),
        names=group_names,
        are_people=True,
        finds=found.GROUPS,
    )
    register_record_type(
        Service,
        history=SERVICE,
        drafts=SERVICE_FORMS,
        erasure=erasure.SERVICES,
        awaits=of_review(Service),
        finds=found.SERVICES,
    )
