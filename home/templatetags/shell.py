"""Tags of the components: chips, what is wrong in a form."""

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass
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
# Where something of a person stands in a text that is kept; no text from outside holds a NUL.
HOLE = "\0own\0"
_holes: ContextVar[list[template.NodeList] | None] = ContextVar("holes", default=None)

# No shape points anywhere where nothing is claimed (`Word.is_finding`).
DIRECTION_LOOKS = {1: "up", -1: "down", 0: "none"}
UNTOLD = {Word.CANNOT_TELL, Word.TOO_FEW, Word.RECORDING_CHANGED, Word.NOT_OVER}


@dataclass(frozen=True, slots=True)
class Part:
    """What is kept of one: the texts around its holes, and what fills these."""

    texts: list[str]
    holes: list[template.NodeList]

    def filled(self, context: template.Context) -> str:
        first, *after = self.texts
        return "".join([first, *(hole.render(context) + text for hole, text in zip(self.holes, after, strict=True))])


class KeptNode(template.Node):
    """A part of the shell that is the same for everybody of whom the given values are the same, but for its holes."""

    def __init__(self, nodes: template.NodeList, values: list[FilterExpression]) -> None:
        self.nodes, self.values = nodes, values
        self.kept: dict[tuple[object, ...], Part] = {}

    def render(self, context: template.Context) -> SafeString:
        key = (get_language(), *(value.resolve(context) for value in self.values))
        part = self.kept.get(key)
        if part is None:
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            part = self.kept[key] = self._made(context)
        holes = _holes.get()
        if holes is None:
            return SafeString(part.filled(context) if part.holes else part.texts[0])
        holes += part.holes  # of the part around it, which is being made
        return SafeString(HOLE.join(part.texts))

    def _made(self, context: template.Context) -> Part:
        before = _holes.set([])
        try:
            texts = self.nodes.render(context).split(HOLE)
            return Part(texts, _holes.get() or [])
        finally:
            _holes.reset(before)


class OwnNode(template.Node):
    """A hole in a part that is kept."""

    def __init__(self, nodes: template.NodeList) -> None:
        self.nodes = nodes

    def render(self, context: template.Context) -> SafeString:
        holes = _holes.get()
        if holes is None:
            return self.nodes.render(context)
        holes.append(self.nodes)
        return SafeString(HOLE)


@register.tag
def kept(parser: template.base.Parser, token: template.base.Token) -> KeptNode:
    """Render once per language and values: `{% kept request.city.slug role %}…{% endkept %}`.

    Everything that the part shows must follow from the language and these values; what belongs to a person stands in
    `{% own %}…{% endown %}`.
    """
    values = [parser.compile_filter(each) for each in token.split_contents()[1:]]
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodes, values)


@register.tag
def own(parser: template.base.Parser, _token: template.base.Token) -> OwnNode:
    """Within a part that is kept, what is made for each page. It knows what the page knows, nothing of a loop or a
    `with` around it in that part."""
    nodes = parser.parse(("endown",))
    parser.delete_first_token()
    return OwnNode(nodes)


class Wrong(NamedTuple):
    """One thing that is wrong in a form; `target` is the id of the field, empty for the form as a whole."""

    target: str
    label: str
    text: str

    @property
    def told(self) -> str:
        """With its field, unless it names that itself; a question or a sentence has a mark of its own."""
        if not self.label or self.label in self.text:
            return self.text
        return f"{self.label}{' ' if self.label.endswith(('?', '.')) else ': '}{self.text}"


@register.filter
def has_chosen(options: Sequence[dict[str, Any]]) -> bool:
    """Whether one of these choices of a field is made."""
    return any(option["selected"] for option in options)


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
