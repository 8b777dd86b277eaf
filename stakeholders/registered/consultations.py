"""Consultations: their history with that of their parts, their forms and end."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import STAFF, City
from core.vocabulary import in_words
from records.registries.awaiting import of_review
from records.registries.draft_forms import DraftForm, step_forms
from records.registries.record_types import History, register_record_type
from stakeholders import erasure, found
from stakeholders.erasure import PARTS
from stakeholders.models import (
    Attendance,
    Consultation,
    Disagreement,
    Finding,
    FollowUp,
    HeadCount,
    Information,
    Need,
    Outlook,
    Quote,
    TrustRating,
)
from stakeholders.registered.codes import named_in
from stakeholders.vocabulary import (
    AgeBand,
    Barrier,
    InformationSource,
    Part,
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


# What tells the rows of a part apart.
CALLED_BY: dict[type[Model], tuple[str, ...]] = {
    Attendance: ("organisation",),
    HeadCount: ("code",),
    Need: ("category", "statement"),
    Outlook: ("block", "district"),
    TrustRating: ("block", "body"),
    Information: ("age_band", "sources"),
    Finding: ("kind", "statement"),
    Disagreement: ("statement",),
    Quote: ("text",),
    FollowUp: ("recommendation",),
}


def _part(model: type[Model]) -> History:
    return History(
        model._meta.model_name or "",
        model,
        model._meta.verbose_name or "",
        lambda user: model._default_manager.filter(consultation__in=Consultation.objects.visible_to(user)),
        words=WORDS.get(model, {}),
        belongs_by="consultation_id",
        called=named_in(model),
        called_by=CALLED_BY[model],
    )


CONSULTATION = History(
    "consultation",
    Consultation,
    _("Consultation"),
    Consultation.objects.visible_to,
    lambda record: reverse("consultation", args=[record.city.slug, record.pk]),
    {"barriers": partial(in_words, vocabulary=Barrier), "done_parts": partial(in_words, vocabulary=Part)},
    parts=tuple(_part(model) for model in PARTS),
    called=named_in(Consultation),
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
        Consultation,
        history=CONSULTATION,
        drafts=CONSULTATION_FORMS,
        erasure=erasure.CONSULTATIONS,
        awaits=of_review(Consultation),
        finds=found.CONSULTATIONS,
    )
