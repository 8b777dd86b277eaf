"""The registry of record types: what each app says of its models, in `AppConfig.ready()`; this app knows none of them.

    register_record_type(Organisation, history=HISTORY, drafts=(FORM,), erasure=ERASER, names=organisation_names)

lets people read the history of organisations, keeps drafts of their form, ends them when their time is over, and takes
their names for no persons'. `announces` says what of it every member is told (`change_notices.py`), `awaits` for whom
something waits after a change of it (`awaiting.py`), `finds` how one search over everything finds it (`findable.py`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from accounts.markings import Marking, readable, up_to
from accounts.models import Membership
from analysis.disclosure import ON_RECORD
from records.registries.awaiting import Awaits
from records.registries.change_notices import Announces
from records.registries.draft_forms import DraftForm
from records.registries.erasure import Eraser
from records.registries.findable import Findable
from records.registries.looking import Look

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django_stubs_ext import StrOrPromise

    from accounts.models import City, User

    # What a city calls its places and bodies.
    NamesOf = Callable[[City], Iterable[str]]


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """How people read what happened to a model's rows. `name` stands in addresses, `visible` says what of it this
    person may read.

    `url` leads to the record's own page, where it has one; `words` says values of a field that do not speak for
    themselves. Rows of other models that make up the record are its `parts`, each with the column (`belongs_by`) that
    holds the record's number; they have no page of their own and are not registered.
    """

    name: str
    model: type[Model]
    label: "StrOrPromise"
    visible: "Callable[[User | AnonymousUser], QuerySet[Any]]"
    url: Callable[[Any], str] | None = None
    words: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    parts: "tuple[History, ...]" = ()
    belongs_by: str = ""
    # Names of what stands in a field by its codes, read once for a whole history.
    called: "Mapping[str, Callable[[set[str]], Mapping[str, str]]]" = field(default_factory=dict)
    # Fields that the program sets, and of which readers have to know all the same.
    also_told: tuple[str, ...] = ()
    # Of a part: what tells its rows apart.
    called_by: tuple[str, ...] = ()
    # Where its rows have no title: the field by which they are called, a number of their own or whom they are about.
    called_after: str = ""
    # Of parts of parts: the numbers `belongs_by` may hold, by the record's number; also of what was deleted since.
    among: "Callable[[int], QuerySet[Any]] | None" = None
    # Fields that ask for a clearance of their own, whatever the record is marked.
    marked_fields: Mapping[str, Marking] = field(default_factory=dict)
    # The marking is that of the parts alone: that there is such a record, everybody may know.
    only_parts_are_marked: bool = False

    @property
    def events(self) -> "QuerySet[Any]":
        events: QuerySet[Any] = self.model.pgh_event_model.objects.all()  # type: ignore[attr-defined]
        return events

    @property
    def is_marked(self) -> bool:
        """Whether its rows are read up to a marking each."""
        return has_field(self.model, "marking") and not self.only_parts_are_marked

    def events_up_to(self, clearance: str) -> "QuerySet[Any]":
        """What happened while a row was marked up to a clearance."""
        return self.events.filter(marking__in=up_to(clearance)) if self.is_marked else self.events

    def tells(self, event: Any, clearance: str) -> bool:
        """The same of one event: a record has few, and its index leads to them by its number alone."""
        return not self.is_marked or readable(event.marking, clearance)

    def events_for(self, member: Membership) -> "QuerySet[Any]":
        """What happened to what this member may read now, and to what is gone and they might have read."""
        if not self.is_marked:
            return self.events
        rows = self.model._default_manager.filter(pk=OuterRef("pgh_obj_id"))
        seen = Exists(self.visible(member.user).filter(pk=OuterRef("pgh_obj_id")))
        return self.events_up_to(member.reads_up_to).filter(seen | (~Exists(rows) & self._was_open(member)))

    def events_of_gone(self, number: int, member: Membership) -> "QuerySet[Any]":
        """What happened to a row that is gone: whether its rule opened it to this member, nobody can say any more."""
        return self.events_up_to(member.reads_up_to).filter(self._was_open(member), pgh_obj_id=number)

    def _was_open(self, member: Membership) -> Q:
        """Of what is gone only what every admin cleared so far might have read when it went."""
        went = self.events_up_to(member.reads_up_to).filter(pgh_label="delete", pgh_obj_id=OuterRef("pgh_obj_id"))
        was_read = Q(Exists(went)) if self.is_marked else Q()
        return was_read & (Q(confidentiality=ON_RECORD) if has_field(self.model, "confidentiality") else Q())

    def opens_parts(self, number: int, clearance: str) -> bool:
        """Whether somebody cleared so far reads what happened to the parts of a record."""
        if not self.only_parts_are_marked:
            return True
        marking = self.model._default_manager.filter(pk=number).values_list("marking", flat=True).first()
        return readable(marking or Marking.RED, clearance)


def has_field(model: type[Model], name: str) -> bool:
    return any(each.name == name for each in model._meta.concrete_fields)


@dataclass(frozen=True, slots=True)
class RecordType:
    """All that is registered of one model; what is left out, its rows do not have."""

    model: type[Model]
    history: History | None = None
    drafts: Sequence[DraftForm] = ()
    erasure: Eraser | None = None
    names: "NamesOf | None" = None
    are_people: bool = False
    announces: Announces | None = None
    awaits: Awaits | None = None
    finds: Findable | None = None


_types: dict[type[Model], RecordType] = {}
_also_await: dict[type[Model], list[Awaits]] = {}
_looks: dict[type[Model], list[Look]] = {}
# By name: asked with every draft that is kept, a second after each pause in typing.
_draft_forms: dict[str, DraftForm] = {}


def register_record_type(
    model: type[Model],
    *,
    history: History | None = None,
    drafts: Sequence[DraftForm] = (),
    erasure: Eraser | None = None,
    names: "NamesOf | None" = None,
    are_people: bool = False,
    announces: Announces | None = None,
    awaits: Awaits | None = None,
    finds: Findable | None = None,
) -> None:
    """Say all of a model at once; `are_people` where its names are those of groups of people. Raises ValueError where
    it was said before in other words."""
    said = RecordType(model, history, tuple(drafts), erasure, names, are_people, announces, awaits, finds)
    if _types.setdefault(model, said) != said:
        raise ValueError(f"{model._meta.label} is registered twice.")
    _draft_forms.update({form.name: form for form in said.drafts})


def all_histories() -> list[History]:
    """By the name in their address."""
    found = (each.history for each in _types.values() if each.history)
    return sorted(found, key=lambda history: history.name)


def history_named(name: str) -> History | None:
    return next((history for history in all_histories() if history.name == name), None)


def history_by_model(model: type[Model]) -> History:
    """Raises KeyError where people read none of it."""
    history = _types[model].history
    if history is None:
        raise KeyError(model)
    return history


def history_telling(model: type[Model]) -> History | None:
    """How what happened to a model's rows is told: by themselves, or as parts of a record."""
    told = (history for each in all_histories() for history in (each, *each.parts))
    return next((history for history in told if history.model is model), None)


def announced() -> dict[type[Model], Announces]:
    """The models of which members are told, with what."""
    return {each.model: each.announces for each in _types.values() if each.announces}


def also_awaits(model: type[Model], awaits: Awaits) -> None:
    """Of an app above the one a model is of: what waits for whom there after a change of it."""
    if awaits not in _also_await.setdefault(model, []):
        _also_await[model].append(awaits)


def awaiting() -> dict[type[Model], list[Awaits]]:
    """The models after whose changes something waits for somebody."""
    own = {each.model: [each.awaits] for each in _types.values() if each.awaits}
    return {model: [*own.get(model, ()), *_also_await.get(model, ())] for model in (*own, *_also_await)}


def register_look(model: type[Model], look: Look) -> None:
    """Of an app above the one a model is of: what is looked at again there after a change of it."""
    if look not in _looks.setdefault(model, []):
        _looks[model].append(look)


def looks() -> dict[type[Model], list[Look]]:
    """The models after whose changes something is looked at again."""
    return _looks


def findables(*, to_members: bool) -> list[Findable]:
    """What one search looks through, in the order in which the apps say it; to network members less is open."""
    return [each.finds for each in _types.values() if each.finds and (each.finds.members or not to_members)]


def draft_form_named(name: str) -> DraftForm | None:
    return _draft_forms.get(name)


def eraser_of(label: str) -> Eraser | None:
    """By the model's label, `mapping.observation`."""
    return next((eraser for eraser in erasers() if eraser.model._meta.label_lower == label), None)


def erasers() -> list[Eraser]:
    """By the label of their model."""
    found = (each.erasure for each in _types.values() if each.erasure)
    return sorted(found, key=lambda eraser: eraser.model._meta.label_lower)


def names_of_city(city: "City") -> Iterator[str]:
    """What is no person's name, whatever it sounds like: the city's own, and those of its places and bodies."""
    yield city.name
    for each in _types.values():
        if each.names:
            yield from each.names(city)


def groups_of_city(city: "City") -> Iterator[str]:
    """What the city calls the groups of people it set out to hear."""
    for each in _types.values():
        if each.names and each.are_people:
            yield from each.names(city)
