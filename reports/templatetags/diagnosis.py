"""How a diagnosis reads on a page."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from reports.models import Diagnosis, Judgement
from reports.sections.contents import SECTIONS

register = template.Library()

LOOKS = {
    Diagnosis.State.DRAFT: "neutral",
    Diagnosis.State.ANALYSING: "running",
    Diagnosis.State.IN_REVIEW: "attention",
    Diagnosis.State.RELEASED: "good",
    Diagnosis.State.SUPERSEDED: "neutral",
    Diagnosis.State.FAILED: "alert",
    Diagnosis.State.WITHDRAWN: "alert",
}


@register.inclusion_tag("components/chip.html")
def diagnosis_chip(diagnosis: Diagnosis) -> dict[str, Any]:
    state = Diagnosis.State(diagnosis.state)
    return {"label": state.label, "kind": LOOKS[state]}


@register.filter
def section_named(number: int) -> str:
    """A section of a diagnosis by its number: "5 The landscape"."""
    return next((str(section) for section in SECTIONS if section.number == number), str(number))


JUDGEMENT_LOOKS = {
    Judgement.State.PROPOSED: "attention",
    Judgement.State.CONFIRMED: "good",
    Judgement.State.REWRITTEN: "good",
    Judgement.State.DISMISSED: "neutral",
}


@register.inclusion_tag("components/chip.html")
def judgement_chip(judgement: Judgement) -> dict[str, Any]:
    """What was decided; what nobody has read says so."""
    if judgement.accepted_unread:
        return {"label": _("Accepted unread"), "kind": "attention"}
    state = Judgement.State(judgement.state)
    return {"label": state.label, "kind": JUDGEMENT_LOOKS[state]}
