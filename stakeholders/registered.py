"""The record types of the stakeholders: their history, drafts, end, and names; and what the map tells of them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import ADMINS, STAFF, City
from core.vocabulary import in_words
from mapping.map import panel_facts
from records.awaiting import of_review
from records.draft_forms import DraftForm, step_forms
from records.record_types import History, register_record_type
from stakeholders import district_facts, erasure
from stakeholders.erasure import PARTS
from stakeholders.models import (
    Consultation,
    Disagreement,
    HeadCount,
    Information,
    Organisation,
    PopulationGroup,
    Service,
)
from stakeholders.screening_names import group_names, organisation_names
from stakeholders.vocabulary import (
    AgeBand,
    Barrier,
    Bring,
    InformationSource,
    NeedCategory,
    Part,
    PreventionLevel,
    Sector,
    StakeholderBlock,
)


def _head_count(code: str) -> str:
    known = {str(term): str(term.label) for vocabulary in (Sector, AgeBand) for term in vocabulary}
    return known.get(code, code)


WORDS: dict[type[Model], dict[str, Callable[[Any], str]]] = {
    HeadCount: {"code": _head_count},
    Information: {"sources": partial(in_words, vocabulary=InformationSource)},
    Disagreement: {"blocks": partial(in_words, vocabulary=StakeholderBlock)},
}


def _part(model: type[Model]) -> History:
    return History(
        model._meta.model_name or "",
        model,
        model._meta.verbose_name or "",
        lambda user: model._default_manager.filter(consultation__in=Consultation.objects.visible_to(user)),
        words=WORDS.get(model, {}),
        belongs_by="consultation_id",
    )


CONSULTATION = History(
    "consultation",
    Consultation,
    _("Consultation"),
    Consultation.objects.visible_to,
    lambda record: reverse("consultation", args=[record.city.slug, record.pk]),
    {"barriers": partial(in_words, vocabulary=Barrier), "done_parts": partial(in_words, vocabulary=Part)},
    parts=tuple(_part(model) for model in PARTS),
)
ORGANISATION = History(
    "organisation",
    Organisation,
    _("Organisation"),
    Organisation.objects.visible_to,
    lambda record: reverse("organisation", args=[record.city.slug, record.pk]),
    {"levels": partial(in_words, vocabulary=PreventionLevel), "brings": partial(in_words, vocabulary=Bring)},
    marked_fields={"contacts": Organisation.CONTACTS},
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
)


def _conversation(city: City, record: str) -> str:
    if record:
        return reverse("consultation_change", args=[city.slug, record])
    return reverse("conversation_new", args=[city.slug])


def _section(part: str) -> DraftForm:
    return DraftForm(
        Consultation,
        Part(part).label,
        STAFF,
        lambda city, record: reverse("consultation_part", args=[city.slug, record or 0, part]),
        part,
    )


def _organisation(city: City, record: str) -> str:
    if record:
        return reverse("organisation_change", args=[city.slug, record])
    return reverse("organisation_new", args=[city.slug])


def _group(city: City, record: str) -> str:
    return reverse("group_change", args=[city.slug, record]) if record else reverse("group_new", args=[city.slug])


def _service(city: City, record: str) -> str:
    return reverse("service_change", args=[city.slug, record]) if record else reverse("service_new", args=[city.slug])


SERVICE_FORMS = (
    DraftForm(Service, _("Service"), STAFF, _service),
    *step_forms(Service, SERVICE.name, STAFF),
)
ORGANISATION_FORM = DraftForm(Organisation, _("Organisation"), STAFF, _organisation)
GROUP_FORM = DraftForm(PopulationGroup, _("Population group"), ADMINS, _group)
CONSULTATION_FORMS = (
    DraftForm(
        Consultation, _("Consultation"), STAFF, lambda city, _record: reverse("consultation_new", args=[city.slug])
    ),
    DraftForm(Consultation, _("Conversation"), STAFF, _conversation, "conversation"),
    *(_section(part) for part in Part.values),
    *step_forms(Consultation, CONSULTATION.name, STAFF),
)


def register() -> None:
    register_record_type(
        Organisation,
        history=ORGANISATION,
        drafts=(ORGANISATION_FORM,),
        erasure=erasure.ORGANISATIONS,
        names=organisation_names,
    )
    register_record_type(
        PopulationGroup, history=POPULATION_GROUP, drafts=(GROUP_FORM,), names=group_names, are_people=True
    )
    register_record_type(
        Consultation,
        history=CONSULTATION,
        drafts=CONSULTATION_FORMS,
        erasure=erasure.CONSULTATIONS,
        awaits=of_review(Consultation),
    )
    register_record_type(
        Service, history=SERVICE, drafts=SERVICE_FORMS, erasure=erasure.SERVICES, awaits=of_review(Service)
    )
    panel_facts.register(district_facts.told)
