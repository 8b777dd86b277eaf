"""How a diagnosis reads on a page."""

from typing import Any

from django import template

from reports.models import Diagnosis

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
