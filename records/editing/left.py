"""What somebody left unfinished in a city: text that is in no record yet, and records that were never handed in."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import compress
from typing import Any
from uuid import uuid4

from django.db.models import Exists, Model, QuerySet
from django.urls import reverse

from accounts.city import CurrentCity
from accounts.composed import ANYBODY, Composed
from accounts.models import City, User
from accounts.requests import CityRequest
from core.errors import Refused
from records.actions.drafts import Moved, keep_draft, set_aside
from records.editing.sent import identity_in, seen_of, typed_in_form, without_null
from records.models import Draft, Record, ReviewState
from records.registries.draft_forms import DraftForm, form_name
from records.registries.record_types import History, all_histories, draft_form_named, history_telling

# Under which a form says what a thing is called.
NAMES = ("title", "name", "email")
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Left:
    """A draft as its owner finds it. One of a record that they may not read (any more) says no word of it, and is
    thrown away all the same: what others wrote stands in it too."""

    draft: Draft
    label: str
    title: str
    url: str
    is_readable: bool

    @property
    def name(self) -> str:
        return f"{self.label}: {self.title}" if self.title else self.label


def left_by(request: CityRequest, drafts: "Sequence[Draft] | None" = None) -> list[Left]:
    """The latest first; one query, and one more for each kind of record they are about."""
    if drafts is None:
        drafts = list(Draft.objects.visible_to(request.user).filter(city=request.city))
    known = [(draft, form) for draft in drafts if (form := draft_form_named(draft.form))]
    records = _records(request, known)
    return [_left(draft, form, records.get((form.model, draft.record)), request) for draft, form in known]


def left_in(record: Model, request: CityRequest) -> list[Left]:
    """What this person typed for a record that they may read, and did not save."""
    mine = Draft.objects.visible_to(request.user).filter(city=request.city).of_record(type(record), record.pk)
    return left_by(request, list(mine))


def not_handed_in(request: CityRequest) -> "list[tuple[str, Record, str]]":
    """Records this person saved and never handed in: what each is, the record, and where it is."""
    kinds, question = _kinds_of_records()
    ((*are_there,),) = question.rows(request.user.pk)
    return [
        (str(kind.label), record, kind.url(record) if kind.url else "")
        for kind in compress(kinds, are_there)
        for record in _never_handed_in(kind, request.user).order_by("-pk")
    ]


@cache
def _kinds_of_records() -> tuple[list[History], Composed]:
    """All, and the question of which of them somebody has such a record: most have none."""
    kinds = [kind for kind in all_histories() if issubclass(kind.model, Record)]
    are_there = [Exists(_never_handed_in(kind, User(pk=ANYBODY))) for kind in kinds]
    return kinds, Composed(City.objects.filter(pk=CurrentCity()).values_list(*are_there))


def _never_handed_in(kind: History, author: User) -> "QuerySet[Any]":
    return kind.visible(author).filter(state=ReviewState.DRAFT, created_by=author.pk)


def keep_refused(request: CityRequest, record: Model, part: str = "") -> None:
    """What was sent to a record that may not be changed any more: it stays its author's, beside the record; of one that
    may not be made any more, as the draft it was."""
    if request.method != "POST":
        return
    name, number, typed = form_name(type(record), part), str(record.pk or ""), typed_in_form(request.POST)
    whose: Any = {"city": request.city, "owner": request.user, "form": name, "record": number, "data": typed}
    identity = None if record.pk else identity_in(request.POST) or uuid4()
    try:
        keep_draft(
            **whose,
            identity=identity,
            base_version=without_null(request.POST.get("base_version", "")),
            **seen_of(request.POST),
        )
    except Moved:
        set_aside(**whose)
    except Refused:
        return


def _records(request: CityRequest, known: Sequence[tuple[Draft, DraftForm]]) -> dict[tuple[type[Model], str], Any]:
    """The records these drafts are about, as far as this person may read them."""
    numbers: dict[type[Model], set[int]] = defaultdict(set)
    for draft, form in known:
        if draft.record:
            numbers[form.model].add(int(draft.record))
    found: dict[tuple[type[Model], str], Any] = {}
    for model, of_model in numbers.items():
        kind = history_telling(model)
        if kind and not kind.belongs_by:
            found |= {(model, str(each.pk)): each for each in kind.visible(request.user).filter(pk__in=of_model)}
    return found


def _left(draft: Draft, form: DraftForm, record: Any, request: CityRequest) -> Left:
    kind = history_telling(form.model)
    is_hidden = bool(draft.record and kind and not kind.belongs_by and record is None)
    is_readable = not is_hidden and (request.membership.role in form.roles or not draft.record)
    address = reverse("draft", args=[request.city.slug, draft.pk])
    may_go_on = is_readable and request.membership.role in form.roles and not draft.is_set_aside
    title = (_title(draft) or (str(record) if record is not None else "")) if is_readable else ""
    return Left(
        draft,
        str(form.label),
        title,
        form.goes_on_at(request.city, draft.record, draft.identity) if may_go_on else address,
        is_readable,
    )


def _title(draft: Draft) -> str:
    typed = {**draft.data, **draft.beside}
    found = next((typed[name][0] for name in NAMES if typed.get(name) and typed[name][0].strip()), "")
    return found.strip()[:LONGEST]
