"""Tags of the components: chips, what is wrong in a form."""

from typing import Any, NamedTuple

from django import template
from django.forms import BaseForm, BoundField
from django.template.base import FilterExpression
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts.models import Marking
from analysis.words import Word
from core.lists import cells
from records.editing import Section
from records.models.review import ReviewState
from reports.sections.readings import WORDS

register = template.Library()
# So many renderings of one part are kept; a place with more cities than this renders some anew.
MOST_KEPT = 500

# No shape points anywhere where nothing is claimed (`Word.is_finding`).
DIRECTION_LOOKS = {1: "up", -1: "down", 0: "none"}
UNTOLD = {Word.CANNOT_TELL, Word.TOO_FEW, Word.RECORDING_CHANGED}


class KeptNode(template.Node):
    """A part of the shell that is the same for everybody of whom the given values are the same."""

    def __init__(self, nodes: template.NodeList, values: list[FilterExpression]) -> None:
        self.nodes, self.values = nodes, values
        self.kept: dict[tuple[object, ...], str] = {}

    def render(self, context: template.Context) -> SafeString:
        key = (get_language(), *(value.resolve(context) for value in self.values))
        text = self.kept.get(key)
        if text is None:
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            text = self.kept[key] = self.nodes.render(context)
        return SafeString(text)


@register.tag
def kept(parser: template.base.Parser, token: template.base.Token) -> KeptNode:
    """Render once per language and values: `{% kept request.city.slug role %}…{% endkept %}`.

    Everything that the part shows must follow from the language and these values; nothing of a person belongs in it.
    """
    values = [parser.compile_filter(each) for each in token.split_contents()[1:]]
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodes, values)


class Wrong(NamedTuple):
    """One thing that is wrong in a form; `target` is the id of the field, empty for the form as a whole."""

    target: str
    label: str
    text: str


@register.simple_tag
def review_chip(state: str) -> SafeString:
    return cells.chip(ReviewState(state).label, state)


@register.simple_tag
def marking_chip(marking: str) -> SafeString:
    return cells.marking(marking, Marking(marking).label)


@register.inclusion_tag("components/change_chip.html")
def change_chip(word: str) -> dict[str, Any]:
    said = Word(word)
    return {"look": "untold" if said in UNTOLD else DIRECTION_LOOKS[said.direction], "label": WORDS[said]}


@register.filter
def wrong(form: BaseForm) -> list[Wrong]:
    """Everything that is wrong in a form, in the order of its fields."""
    whole = [Wrong("", "", str(error)) for error in form.non_field_errors()]
    return whole + [Wrong(_target(field), str(field.label), str(error)) for field in form for error in field.errors]


@register.filter
def wrong_in(section: Section) -> list[Wrong]:
    """Everything that is wrong in a form and in the rows below it, each row by its number."""
    found = wrong(section.form)
    for rows in section.rows:
        found += [Wrong("", str(rows.several), str(error)) for error in rows.non_form_errors()]
        for number, row in enumerate(rows.forms, start=1):
            if row in rows.removed:
                continue
            name = f"{rows.one} {number}"
            found += [
                Wrong(each.target, f"{name}, {each.label}" if each.label else name, each.text) for each in wrong(row)
            ]
    return found


@register.filter
def plain(form: BaseForm) -> BaseForm:
    """A form of somebody else's without placeholders, which are no labels and vanish on the first letter."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    return form


def _target(field: BoundField) -> str:
    """Where the reader is led: the first choice of a group has a number behind its id."""
    return field.id_for_label or f"{field.auto_id}_0"
