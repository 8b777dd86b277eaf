"""One person at one form: the draft they left, and what others changed in its record since they began.

A form is begun on what stood in it. When something else stands there by the time it is sent, nothing is saved: the
form comes back with what this person changed, with the newest of all they left alone, and with what happened in
between, so that saving it takes nothing back that somebody else did. A step that only decides on a record is begun on
the record as it was read: any change in between is shown first.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4, uuid5

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Model
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import CityRequest
from core.errors import Refused
from records.actions.drafts import (
    Moved,
    discard_draft,
    hold_form,
    keep_draft,
    keep_stub,
    put_beside,
    set_aside,
)
from records.editing import asked
from records.editing.content import Begun, Content, content_of, names_of_no_field
from records.editing.merge import Both, merged
from records.editing.sections import Section
from records.editing.sent import ADD, OURS, identity_in, seen_of, sent_again, typed_in_form, without_null
from records.editing.typed_texts import TypedText, typed_texts
from records.forms.screened import said_of
from records.history import Entry, history_of, newest_events
from records.models import Draft
from records.registries.draft_forms import form_name
from records.registries.record_types import draft_form_named, history_telling

Row = TypeVar("Row", bound=Model)
Kept = TypeVar("Kept", bound=Model)
NEW = "new"
# Of the page as well, but kept with what was typed: how it is to be saved.
HOW = frozenset({"hand_in"})
SENDINGS = UUID("6a3c3ae8-57ac-4e27-9d5c-2b1a5a8f4f0e")
MOST_ENTRIES = 20
Typed = dict[str, list[str]]


@dataclass
class Editing(Generic[Row]):
    """What a page with a form needs. `make` gives the section, bound to what was sent or not.

    `record` is the row as it is now, or a new one that is not saved; where it was sent, its row stays locked until
    the answer is given. `part` names the form where a record has several. A city has at most one record of those that
    are `only`, so that its form has one draft, whether the record is there or not.
    """

    request: CityRequest
    record: Row
    make: Callable[[Any], Section]
    part: str = ""
    only: bool = False
    # What another button of the form does with what was typed; it gets that and the value of the button.
    turn: Callable[[QueryDict, str], None] | None = None
    identity: UUID | None = field(init=False, default=None)
    draft: Draft | None = field(init=False, default=None)
    section: Section = field(init=False)
    now: str = field(init=False)
    has_moved: bool = field(init=False, default=False)
    meanwhile: list[Entry] = field(init=False, default_factory=list)
    both: list[Both] = field(init=False, default_factory=list)
    gone: list[str] = field(init=False, default_factory=list)
    kept: list[str] = field(init=False, default_factory=list)
    stub: Draft | None = field(init=False, default=None)
    is_kept: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        if not self.request.membership.works_here:
            made = self.make
            self.make = lambda typed: made(typed).without_names()
        self._find_draft()
        if self._is_sent:
            self._lock()
            self._find_sending()
        there = self.make(None)
        self._put_beside(there)
        stands = Begun(newest_events(self.record) if self.record.pk else [], content_of(there))
        self.now = stands.sealed(self._salt)
        typed, begun = self._typed(), Begun.read(self._began_on(), self._salt)
        self.has_moved = typed is not None and self._moved(begun, stands, there)
        if typed is None:
            self.section = there
        elif self.has_moved:
            self._merge(typed, begun or Begun([], Content()), there)
        else:
            self.section = self.make(typed)
        if typed is not None and not self._is_handed_in:
            self.section.mute()

    @property
    def name(self) -> str:
        return form_name(type(self.record), self.part)

    @property
    def number(self) -> str:
        """What the drafts of a record that is there go by."""
        return "" if self.only else str(self.record.pk or "")

    @property
    def version(self) -> int:
        return self.draft.version if self.draft else 0

    @property
    def form(self) -> Any:
        return self.section.form

    @property
    def keeps_drafts(self) -> bool:
        return draft_form_named(self.name) is not None

    @property
    def is_unkept(self) -> bool:
        """What was sent comes back unsaved, and may be newer than its draft; where nothing was typed there is none."""
        return self._is_sent and not self.is_kept and self._was_typed

    @property
    def kept_text(self) -> list[TypedText]:
        """What was typed in fields that are gone, to be copied."""
        form = draft_form_named(self.name)
        return list(typed_texts(self.draft.beside, form)) if self.draft and form else []

    @property
    def has_errors(self) -> bool:
        """For the title of the page, which is what a screen reader says first."""
        return self.section.has_errors

    @property
    def is_continued(self) -> bool:
        """What stands in the form is not what the record says, but what this person left."""
        return self.draft is not None and not self._is_sent

    @property
    def is_by_others(self) -> bool:
        return any(entry.actor not in (0, self.request.user.pk) for entry in self.meanwhile)

    @property
    def saved_address(self) -> str:
        """Where the record is that an earlier sending of this form made; empty where there was none."""
        return _address_of(self.stub, type(self.record), self.request) if self.stub else ""

    def sent_before(self) -> HttpResponse | None:
        """The way to the record that this very form made before: sent twice, or opened again by the browser's Back."""
        if self.stub is None:
            return None
        if self._is_sent and self.stub.sent_sha256 != self._digest():
            self._set_aside(self.stub.became, typed_in_form(self.request.POST), like=self.identity)
            return None
        messages.info(self.request, _("This form was saved already: here it is."))
        return redirect(self.saved_address)

    def is_ready(self) -> bool:
        """Sent to be kept, right, and begun on what stands there now: it may be saved."""
        if self._is_handed_in and self.section.is_valid():
            return True
        self._keep_what_was_sent()
        return False

    def save(self, keep: Callable[[], Kept]) -> Kept | None:
        """What `keep` saved; None where it refused, which the form then says."""
        try:
            kept = keep()
        except (Refused, ValidationError) as problem:
            self.refuse(problem)
            return None
        self.done(kept)
        return kept

    def refuse(self, why: object, field: str | None = None) -> None:
        """Say above the form, or beside a field, why nothing was saved; what was typed is kept as a draft."""
        self.form.add_error(field, why if isinstance(why, ValidationError) else str(why))
        self._keep_what_was_sent()

    def done(self, kept: Model | None = None) -> None:
        """What was typed is saved, as `kept` where it is new. Where the screen found nothing, it says so. What was
        typed and is in no field of today's form is set aside."""
        if self.section.is_plain:
            messages.info(self.request, said_of([]))
        became = str((kept if kept is not None else self.record).pk)
        sent = typed_in_form(self.request.POST)
        unsaved = {name: sent[name] for name in names_of_no_field(sent, self.section) if name not in HOW}
        if left := {**(self.draft.beside if self.draft else {}), **unsaved, **self.section.unsaved}:
            self._set_aside(became, left)
        if self.draft:
            discard_draft(draft=self.draft)
        keep_stub(
            city=self.request.city, owner=self.request.user, form=self.name, identity=self.identity or self._sending,
            became=became, sent_sha256=self._digest(),
        )  # fmt: skip

    def _set_aside(self, record: str, typed: Typed, *, like: UUID | None = None) -> None:
        set_aside(city=self.request.city, owner=self.request.user, form=self.name, record=record, data=typed, like=like)
        messages.warning(
            self.request, _("Some of what you typed is in no record. It is kept for you under “My drafts”.")
        )

    @property
    def _was_typed(self) -> bool:
        return any(form.has_changed() for form in self.section.forms())

    def _keep_what_was_sent(self) -> None:
        """It comes back unsaved: from here on it is a draft, whether the page it comes back in stays open or not."""
        if not (self._is_sent and self.keeps_drafts and self._was_typed) or self.stub:
            return
        try:
            kept = keep_draft(
                city=self.request.city, owner=self.request.user, form=self.name, record=self.number,
                identity=self.identity, data=typed_in_form(self._typed() or QueryDict()),
                base_version=self._began_on(), **seen_of(self.request.POST),
            )  # fmt: skip
        except (Moved, Refused):
            # another tab's draft stays; the page says so as soon as its script tries
            return
        if self.draft:
            kept.pk, kept.beside = self.draft.pk, self.draft.beside
        self.draft, self.is_kept = kept, True
        self._put_beside(self.section)

    @property
    def _is_sent(self) -> bool:
        return self.request.method == "POST"

    @property
    def _is_handed_in(self) -> bool:
        """Sent to be kept, not only to get another row, and begun on what stands there now."""
        return self._is_sent and ADD not in self.request.POST and not self.has_moved and self.stub is None

    @property
    def _sending(self) -> UUID:
        """Of a form of what is there: what was sent, and what it was begun on."""
        return uuid5(SENDINGS, f"{self._salt} {self._digest()} {self._began_on()}")

    @property
    def _salt(self) -> str:
        return f"{self.request.city.pk} {self.name} {self.number}"

    def _find_draft(self) -> None:
        if self.number or self.only:
            self.draft = asked.draft_of(self.request.user, self.name, self.number)
            return
        said = self.request.POST if self._is_sent else self.request.GET
        self.identity = identity_in(said)
        if self.identity and self._is_sent:
            # of the same form sent twice at the same moment the second waits for the first
            hold_form(identity=self.identity)
        if self.identity or self._is_sent:
            self.draft = asked.draft_of(self.request.user, self.name, identity=self.identity)
        elif NEW not in said:
            # whoever opens the form goes on with what they left last
            self.draft = asked.left_last(self.request.user, self.name)
            self.identity = self.draft.identity if self.draft else None
        if not self._is_sent and self.draft is None and self.identity is None:
            # nothing was ever saved under a number drawn just now
            self.identity = uuid4()
        elif self.identity and self.draft is None:
            self.stub = self._stub(self.identity)

    def _find_sending(self) -> None:
        """Whether this very form of a record that is there was saved before, and its answer got lost."""
        if self.record.pk:
            self.stub = self._stub(self._sending)

    def _stub(self, identity: UUID) -> Draft | None:
        return asked.stub_of(self.request.user, self.name, identity)

    def _put_beside(self, there: Section) -> None:
        """What no field of today's form shows would be gone with the next keeping."""
        if self.draft is None or not (self.is_kept or not self._is_sent):
            return
        gone = [name for name in names_of_no_field(self.draft.data, there) if name not in HOW]
        if gone:
            put_beside(draft=self.draft, names=gone)

    def _lock(self) -> None:
        """Nobody changes the record between our look at it and our saving."""
        if self.record.pk:
            rows = type(self.record)._default_manager.select_for_update(no_key=True, of=("self",))
            try:
                self.record.refresh_from_db(from_queryset=rows)
            except ObjectDoesNotExist:
                raise Http404 from None

    def _began_on(self) -> str:
        if self._is_sent:
            return without_null(self.request.POST.get("base_version", ""))
        return self.draft.base_version if self.draft else self.now

    def _typed(self) -> QueryDict | None:
        if not self._is_sent:
            return sent_again(self.draft) if self.draft else None
        if ADD not in self.request.POST:
            return self.request.POST
        typed = self.request.POST.copy()
        if self.turn:
            self.turn(typed, str(typed[ADD]))
        total = f"{typed[ADD]}-TOTAL_FORMS"
        count = str(typed.get(total, ""))
        if count.isascii() and count.isdigit() and len(count) < 6:
            typed[total] = str(int(count) + 1)
        return typed

    def _moved(self, begun: Begun | None, stands: Begun, there: Section) -> bool:
        """Of what a form changes, what stands in it now; of what it only decides on, everything in the record. Who does
        not work here is held up by the record alone: what others sign or say of it is not theirs to look through."""
        if not self.record.pk:
            return False
        if begun is None:
            return True
        if isinstance(there.form, forms.BaseModelForm):
            return begun.content != stands.content
        if not self.request.membership.works_here:
            return begun.events[:1] != stands.events[:1]
        return begun.events != stands.events

    def _merge(self, typed: QueryDict, begun: Begun, there: Section) -> None:
        found = merged(typed, begun.content, there)
        self.both, self.gone, self.kept = found.both, found.gone, found.kept
        self.section = self.make(found.data)
        if found.is_there_already and isinstance(there.form, forms.BaseModelForm):
            self.has_moved = False
            return
        kind = history_telling(type(self.record))
        if kind and self.request.membership.works_here:  # as the history itself
            clearance = self.request.membership.reads_up_to
            self.meanwhile = history_of(kind, self.record.pk, clearance=clearance, since=begun.events)[:MOST_ENTRIES]

    def _digest(self) -> str:
        """Of what was sent: the same twice is the same."""
        sent = {name: values for name, values in self.request.POST.lists() if name not in OURS}
        return hashlib.sha256(json.dumps(sent, sort_keys=True).encode()).hexdigest()


def _address_of(stub: Draft, model: type[Model], request: CityRequest) -> str:
    kind, form = history_telling(model), draft_form_named(stub.form)
    record = kind.visible(request.user).filter(pk=stub.became).first() if kind else None
    if kind and kind.url and record is not None:
        return kind.url(record)
    return form.address(request.city, stub.became) if form else reverse("city_home", args=[request.city.slug])
