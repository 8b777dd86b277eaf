"""What one edits at a time: a form, and the rows below it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, BoundField
from django.forms.utils import ErrorDict, ErrorList
from django.utils.translation import gettext as _

from records.forms.rows import RowSet
from records.forms.screened import Screened


@dataclass(frozen=True, slots=True)
class Section:
    """A form and the rows below it, filled and kept as one."""

    form: BaseForm
    # `RowSet`s, or what has their forms, is_valid(), removed, non_form_errors(), one and several
    rows: Sequence[Any] = ()

    def is_valid(self) -> bool:
        # all are asked, so that everything that is wrong is said at once
        return all([self.form.is_valid(), *(rows.is_valid() for rows in self.rows)])

    def forms(self) -> list[BaseForm]:
        return [self.form, *(row for rows in self.rows for row in rows.forms)]

    def without_names(self) -> "Section":
        """For who does not read the names of the city: what is found in their words tells nothing of these."""
        for each in self.forms():
            if isinstance(each, Screened):
                each.forget_names()
        return self

    def single_forms(self) -> Iterator[BaseForm]:
        """Those whose fields keep their names: all but rows that come and go."""
        yield self.form
        for rows in self.rows:
            if not isinstance(rows, RowSet):
                yield from rows.forms

    def row_sets(self) -> Iterator[RowSet]:
        return (rows for rows in self.rows if isinstance(rows, RowSet))

    def mute(self) -> "Section":
        """Show what was typed without judging it: it is a draft."""
        for each in self.forms():
            each._errors = ErrorDict()  # type: ignore[attr-defined]
            each.cleaned_data = {}
        for rows in self.rows:
            rows._errors = []
            rows._non_form_errors = ErrorList()
        return self

    @property
    def has_errors(self) -> bool:
        """Of a section that was judged; one that was not has none."""
        return any(each.errors for each in self.forms()) or any(rows.non_form_errors() for rows in self.rows)

    @property
    def seen(self) -> str:
        """For the button "go on all the same": what the screen found, where nothing else is wrong."""
        wrong = [each for each in self.forms() if each.errors]
        marks = [each.seen if isinstance(each, Screened) else "" for each in wrong]
        return ",".join(marks) if all(marks) else ""

    @property
    def unsaved(self) -> dict[str, list[str]]:
        """What was typed, is right, and belongs in no record as it was sent: a form says so (`unsaved`)."""
        found = ((each, name, text) for each in self.forms() for name, text in getattr(each, "unsaved", {}).items())
        return {each.add_prefix(name): [text] for each, name, text in found}

    @property
    def is_plain(self) -> bool:
        return any(isinstance(each, Screened) and each.is_plain for each in self.forms())


def in_words(field: BoundField) -> str:
    """What a field of a form that was not sent says: the labels of what is chosen."""
    values = field.initial if isinstance(field.initial, list | tuple) else [field.initial]
    labels: dict[str, str] = {}
    for code, label in getattr(field.field, "choices", ()):
        labels |= (
            {str(c): str(each) for c, each in label} if isinstance(label, list | tuple) else {str(code): str(label)}
        )
    known = [value for value in values if value not in (None, "", False)]
    return ", ".join(_("Yes") if value is True else labels.get(str(value), str(value)) for value in known)
