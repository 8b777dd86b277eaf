"""What stands in a section, as its form would send it: what it was begun on, is now, and was made into can be compared
whatever the fields and rows are."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from records.editing.sections import Section
from records.forms.rows import NUMBER, RowForm

Values = list[str]
NO_FILES: "MultiValueDict[str, UploadedFile]" = MultiValueDict()


@dataclass(frozen=True, slots=True)
class Content:
    """Values by the names under which fields are sent; of rows by their set, their number and the field."""

    fields: dict[str, Values] = field(default_factory=dict)
    rows: dict[str, dict[str, dict[str, Values]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Begun:
    """What a form was begun on: what stood in it, and the newest event of its record and of each of its parts."""

    events: list[int]
    content: Content

    def sealed(self, form: str) -> str:
        """To stand in the form, which brings it back: signed, not secret. What this site did not write, or wrote for
        another form, is not taken for it."""
        parts = [self.events, self.content.fields, self.content.rows]
        return signing.dumps(parts, salt=f"begun {form}", compress=True)

    @classmethod
    def read(cls, sealed: str, form: str) -> "Begun | None":
        try:
            events, fields, rows = signing.loads(sealed, salt=f"begun {form}")
        except signing.BadSignature:
            return None
        return cls(events, Content(fields, rows))


def content_of(section: Section) -> Content:
    """Of a section that is not bound to anything sent."""
    fields = {each.html_name: as_sent(each) for form in section.single_forms() for each in form}
    rows = {
        str(rows.prefix): {str(row.instance.pk): _content_of_row(row) for row in rows.forms if row.instance.pk}
        for rows in section.row_sets()
    }
    return Content(fields, rows)


def _content_of_row(row: RowForm) -> dict[str, Values]:
    return {each.name: as_sent(each) for each in own_fields(row)}


def own_fields(row: RowForm) -> Iterator[forms.BoundField]:
    """Those of the row itself, without its number and the tick that takes it out."""
    return (each for each in row if each.name not in {NUMBER, DELETION_FIELD_NAME})


def names_of_no_field(typed: Mapping[str, Sequence[str]], section: Section) -> list[str]:
    """Under which something was typed that no field of this form shows: a field was renamed or taken out since, or
    this person may no longer fill it."""
    known = {each.html_name for form in section.single_forms() for each in form}
    rows = {f"{each.prefix}-": set(each.empty_form.fields) for each in section.row_sets()}
    return [name for name, values in typed.items() if any(values) and not _is_known(name, known, rows)]


def _is_known(name: str, known: Collection[str], rows: Mapping[str, Collection[str]]) -> bool:
    for prefix, fields in rows.items():
        if name.startswith(prefix):
            index, _, own = name.removeprefix(prefix).partition("-")
            return own in fields if index.isdigit() else name.endswith("_FORMS")
    return name in known


def as_sent(each: forms.BoundField) -> Values:
    """What a browser sends of a field nobody touched."""
    widget, value = each.field.widget, each.value()
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    shown = widget.format_value(value)
    return plain(shown if isinstance(shown, list | tuple) else [shown])


def typed_in(widget: forms.Widget, data: QueryDict, name: str) -> Values | None:
    """What was sent of a field; None where the form that sent it did not have the field."""
    if widget.value_omitted_from_data(data, NO_FILES, name):
        return None
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if widget.value_from_datadict(data, NO_FILES, name) else []
    return plain(data.getlist(name))


def plain(values: Any) -> Values:
    """The order of ticks, spaces around a text, and how a browser ends its lines say nothing."""
    texts = (str(value).replace("\r\n", "\n").strip() for value in values if value is not None)
    return sorted(text for text in texts if text)


def chosen(mine: Values | None, had: Values | None, theirs: Values) -> tuple[Values, bool]:
    """Of a field two may have changed: what is to stand in it, and whether both did."""
    if mine is None or mine in (theirs, had):
        return theirs, False
    return mine, theirs != had
