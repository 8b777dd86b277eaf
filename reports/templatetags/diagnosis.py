"""How a diagnosis reads on a page."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.lists import cells
from reports.lists import diagnosis_chip
from reports.models import Judgement
from reports.sections.contents import SECTIONS

register = template.Library()

register.simple_tag(diagnosis_chip)


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


@register.simple_tag
def judgement_chip(judgement: Judgement) -> SafeString:
    """What was decided; what nobody has read says so."""
    if judgement.accepted_unread:
        return cells.chip(_("Accepted unread"), "attention")
    if judgement.left:
        return cells.chip(_("Undecided again"), "attention")
    state = Judgement.State(judgement.state)
    return cells.chip(state.label, JUDGEMENT_LOOKS[state])
