"""One person at one section of a long record: a form with rows below it, and the draft they left of both.

A section is begun on a version of it, the digest of what stood in it. When it has moved on, nothing is saved: what
this person wrote stands in the form, what stands in the record beside it, and saving again decides.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.requests import CityRequest
from records.actions.drafts import discard_draft
from records.draft_forms import form_name
from records.forms.screened import Screened, said_of
from records.models import Draft
from records.writing import sent_again

Of = TypeVar("Of", bound=Model)
ADD = "add_row"


@dataclass(frozen=True, slots=True)
class Section:
    """A form and the rows below it, filled and kept as one."""

    form: forms.ModelForm[Any]
    # `RowSet`s, or what has their forms, is_valid(), removed, non_form_errors(), content(), one and several
    rows: Sequence[Any] = ()

    def is_valid(self) -> bool:
        # all are asked, so that everything that is wrong is said at once
        return all([self.form.is_valid(), *(rows.is_valid() for rows in self.rows)])

    def forms(self) -> "list[forms.ModelForm[Any]]":
        return [self.form, *(row for rows in self.rows for row in rows.forms)]

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
    def seen(self) -> str:
        """For the button "go on all the same": what the screen found, where nothing else is wrong."""
        wrong = [each for each in self.forms() if each.errors]
        marks = [each.seen if isinstance(each, Screened) else "" for each in wrong]
        return ",".join(marks) if all(marks) else ""

    @property
    def is_plain(self) -> bool:
        return any(isinstance(each, Screened) and each.is_plain for each in self.forms())

    def stands(self) -> list[tuple[str, str]]:
        """What stands in it, field by field in words, for somebody who must decide between this and their own."""
        shown = [(str(each.label), _shown(each)) for form in self.forms() for each in form.visible_fields()]
        return [(label, text) for label, text in shown if text]

    def version(self) -> str:
        """A digest of what stands in the section now; of one that is not bound to anything sent."""
        content = [
            {each.name: each.initial for each in self.form},
            [rows.content() for rows in self.rows],
        ]
        return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _shown(field: forms.BoundField) -> str:
    """A field's value in words: the labels of what is chosen."""
    values = field.initial if isinstance(field.initial, list | tuple) else [field.initial]
    labels: dict[str, str] = {}
    for code, label in getattr(field.field, "choices", ()):
        labels |= (
            {str(c): str(each) for c, each in label} if isinstance(label, list | tuple) else {str(code): str(label)}
        )
    known = [value for value in values if value not in (None, "", False)]
    return ", ".join(_("Yes") if value is True else labels.get(str(value), str(value)) for value in known)


@dataclass
class SectionWriting(Generic[Of]):
    """What the page of a section needs. `make` gives the section, bound to what was sent or not."""

    request: CityRequest
    record: Of
    part: str
    make: Callable[[Any], Section]
    draft: Draft | None = field(init=False)
    section: Section = field(init=False)
    there: Section = field(init=False)
    now: str = field(init=False)
    has_moved: bool = field(init=False)

    def __post_init__(self) -> None:
        drafts = Draft.objects.visible_to(self.request.user).filter(city=self.request.city)
        self.draft = drafts.of_form(self.name, self.number).first()
        if self._is_sent and self.record.pk:
            type(self.record)._default_manager.select_for_update().filter(pk=self.record.pk).first()
            self.record.refresh_from_db()
        self.there = self.make(None)
        self.now = self.there.version()
        typed = self._typed()
        self.has_moved = typed is not None and self._began_on() != self.now
        self.section = self.there if typed is None else self.make(typed)
        if typed is not None and not self._is_handed_in:
            self.section.mute()

    @property
    def name(self) -> str:
        return form_name(type(self.record), self.part)

    @property
    def number(self) -> str:
        return str(self.record.pk or "")

    @property
    def version(self) -> int:
        return self.draft.version if self.draft else 0

    @property
    def is_continued(self) -> bool:
        return self.draft is not None and not self._is_sent

    def is_ready(self) -> bool:
        return self._is_handed_in and self.section.is_valid()

    def done(self) -> None:
        if self.section.is_plain:
            messages.info(self.request, said_of([]))
        if self.draft:
            discard_draft(draft=self.draft)

    def refuse(self, why: Exception) -> None:
        """Say above the form why nothing was kept."""
        problem = why if isinstance(why, ValidationError) else str(why)
        self.section.form.add_error(None, problem)

    @property
    def _is_sent(self) -> bool:
        return self.request.method == "POST"

    @property
    def _is_handed_in(self) -> bool:
        """Sent to be kept, not only to get another row, and begun on what stands there now."""
        return self._is_sent and ADD not in self.request.POST and not self.has_moved

    def _began_on(self) -> str:
        if self._is_sent:
            return self.request.POST.get("base_version", "")
        return self.draft.base_version if self.draft else self.now

    def _typed(self) -> QueryDict | None:
        if not self._is_sent:
            return sent_again(self.draft) if self.draft else None
        if ADD not in self.request.POST:
            return self.request.POST
        typed = self.request.POST.copy()
        total = f"{typed[ADD]}-TOTAL_FORMS"
        count = str(typed.get(total, ""))
        if count.isdigit():
            typed[total] = str(int(count) + 1)
        return typed
