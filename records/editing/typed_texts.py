"""What stands in a draft, in words, without the form that would show it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Field, ForeignKey
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from records.registries.draft_forms import DraftForm
from records.registries.record_types import history_telling

# Of a row: its set, its place, its field. Of one of several questions: which, and its field.
OF_ROW = re.compile(r"(?P<set>\w+)-(?P<place>[0-9]{1,6})-(?P<field>\w+)\Z")
NOT_SAID = frozenset({"number", "DELETE", "hand_in"})


@dataclass(frozen=True, slots=True)
class TypedText:
    """One thing that was typed, by the name of its field."""

    label: str
    text: str


def typed_texts(typed: Mapping[str, Sequence[str]], form: DraftForm) -> Iterator[TypedText]:
    for name, values in typed.items():
        place, field = _place(name)
        text = "\n".join(_in_words(form, field, value) for value in values if value)
        if text and field not in NOT_SAID and not name.endswith("_FORMS"):
            yield TypedText(f"{place}{_label(form, field)}", text)


def _place(name: str) -> tuple[str, str]:
    row = OF_ROW.match(name)
    if row:
        return f"{_humanised(row['set'])} {int(row['place']) + 1}, ", row["field"]
    first, is_one_of_several, field = name.rpartition("-")
    return (f"{_humanised(first)}, ", field) if is_one_of_several else ("", name)


def _field(form: DraftForm, name: str) -> "Field[Any, Any] | None":
    kind = history_telling(form.model)
    models = (form.model, *(part.model for part in kind.parts)) if kind else (form.model,)
    found = (field for model in models for field in model._meta.fields if field.name == name)
    return next(found, None)


def _label(form: DraftForm, name: str) -> str:
    field = _field(form, name)
    return capfirst(str(field.verbose_name)) if field else _humanised(name)


def _in_words(form: DraftForm, name: str, value: str) -> str:
    field = _field(form, name)
    if isinstance(field, ForeignKey) and value.isdigit():
        return _("No. %(number)s") % {"number": value}
    coded = getattr(field, "base_field", field)
    words = {str(code): str(label) for code, label in getattr(coded, "flatchoices", ())}
    return words.get(value, value)


def _humanised(name: str) -> str:
    return capfirst(name.replace("_", " "))
