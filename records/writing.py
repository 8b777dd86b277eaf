"""One person at one form: the draft they left, and what others changed in the record since they began.

A form is begun on a version of its record, the number of its newest event. When the record has moved on, nothing is
saved: the form comes back with what this person changed, and with the newest of everything they left alone, so that
saving it takes nothing back that somebody else did.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import QueryDict

from accounts.models import City, User
from accounts.requests import CityRequest
from records.actions.drafts import discard_draft
from records.forms.screened import Screened, said_of
from records.history import Entry, history_of, record_at, version_of
from records.models import Draft
from records.record_types import draft_form_named, history_by_model

Row = TypeVar("Row", bound=Model)
# Fields of the page that are not of the form.
OURS = ("csrfmiddlewaretoken", "screen_seen", "draft_version", "base_version", "draft_record", "add_row")


@dataclass
class Writing(Generic[Row]):
    """What a page with a form needs. `make` gives the form for a record, bound to what was sent or not.

    `record` is the row as it is now, or a new one that is not saved; where it was sent, its row stays locked until
    the answer is given.
    """

    request: CityRequest
    record: Row
    make: Callable[[Any, Row], forms.ModelForm[Row]]
    # What its draft goes by: the record's number, or nothing for a new one and where a city has only one.
    number: str
    draft: Draft | None = field(init=False)
    form: forms.ModelForm[Row] = field(init=False)
    now: str = field(init=False)
    meanwhile: list[Entry] = field(init=False, default_factory=list)
    both: list[forms.BoundField] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        drafts = Draft.objects.visible_to(self.request.user).filter(city=self.request.city)
        self.draft = drafts.of_form(self.name, self.number).first()
        if self._is_sent:
            self._lock()
        self.now = version_of(self.record)
        began = self._began_on()
        if began != self.now:
            self.meanwhile = history_of(history_by_model(type(self.record)), self.record.pk, since=int(began or 0))
        if self._is_sent and not self.meanwhile:
            self.form = self.make(self.request.POST, self.record)
        else:
            self.form = self._merged(self._typed(), began)

    @property
    def name(self) -> str:
        return self.record._meta.label_lower

    @property
    def version(self) -> int:
        return self.draft.version if self.draft else 0

    @property
    def is_continued(self) -> bool:
        """What stands in the form is not what the record says, but what this person left."""
        return self.draft is not None and not self._is_sent

    def is_ready(self) -> bool:
        """Sent, right, and nobody else changed the record: it may be saved."""
        return self._is_sent and self.form.is_bound and self.form.is_valid()

    def done(self) -> None:
        """What was typed is saved. Where the screen found nothing in it, it says what it cannot find."""
        if isinstance(self.form, Screened) and self.form.is_plain:
            messages.info(self.request, said_of([]))
        if self.draft:
            discard_draft(draft=self.draft)

    @property
    def _is_sent(self) -> bool:
        return self.request.method == "POST"

    def _lock(self) -> None:
        """Nobody changes the record between our look at its version and our saving."""
        if self.record.pk:
            type(self.record)._default_manager.select_for_update().filter(pk=self.record.pk).first()
            self.record.refresh_from_db()

    def _began_on(self) -> str:
        if self._is_sent:
            said = self.request.POST.get("base_version", "")
        else:
            said = self.draft.base_version if self.draft else self.now
        return said if said.isdigit() and len(said) < 19 else ""

    def _typed(self) -> QueryDict | None:
        if self._is_sent:
            return self.request.POST
        return sent_again(self.draft) if self.draft else None

    def _merged(self, typed: QueryDict | None, began: str) -> forms.ModelForm[Row]:
        """The record as it is now, with what this person changed of what they had before them."""
        form = self.make(None, self.record)
        if typed is None:
            return form
        before = self.make(None, record_at(self.record, began))
        for name, each in form.fields.items():
            if each.widget.value_omitted_from_data(typed, {}, form.add_prefix(name)):
                continue
            mine = each.widget.value_from_datadict(typed, {}, form.add_prefix(name))
            had = before.get_initial_for_field(each, name)
            theirs = form.get_initial_for_field(each, name)
            if each.has_changed(had, mine) and each.has_changed(theirs, mine):
                form.initial[name] = mine
                if theirs != had:
                    self.both.append(form[name])
        return form


def sent_again(draft: Draft) -> QueryDict:
    """What is kept in a draft, as the form would send it."""
    data = QueryDict(mutable=True)
    for name, values in draft.data.items():
        data.setlist(name, values)
    return data


def drafts_of(user: User, city: City) -> list[tuple[Draft, str, str]]:
    """What somebody has not finished in a city: the draft, what it is, and where it goes on."""
    drafts = Draft.objects.visible_to(user).filter(city=city)
    found = ((draft, draft_form_named(draft.form)) for draft in drafts)
    return [(draft, str(form.label), form.address(city, draft.record)) for draft, form in found if form]
